package dev.signalbox.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.service.Intent.Value;
import dev.signalbox.service.Reason;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// All that can happen to two services and their engine within a few steps, as far as a [Part] goes:
/// `-Dsignalbox.depth=…` says within how many. A story that ends badly is told as it can be taken over into
/// [SmallWorld#after].
@Tag("search")
@DisplayName("Rules 1 to 29, in all that can happen to two services within a few steps")
final class ModelCheckTest {
    private static final int DEPTH = 7;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @ParameterizedTest
    @EnumSource
    void whateverHappens_theRulesHold_andWhatIsWantedComesAboutOrSaysWhyNot(Part part) {
        var depth = Integer.getInteger("signalbox.depth", DEPTH);
        var result = new ModelCheck(() -> new SmallWorld(part.setting(2, null)), PATIENCE).search(depth);
        System.out.println("model check of " + part + ": " + result);
        assertThat(result.wrong()).as(result.toString()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void ruleThatIsUndone_isFound(Planted fault) {
        var result = new ModelCheck(() -> new SmallWorld(fault.part().setting(2, fault)), PATIENCE).search(DEPTH);
        System.out.println(fault + ": " + result);
        assertThat(result.wrong()).anyMatch(text -> text.startsWith("rule " + fault.rule()));
    }

    @Test
    void stopThatWasAcceptedAndHasNotBegun_holdsAfterTheEngineWasKilled() {
        try (var world = SmallWorld.after(
                Part.KILLS.setting(1, null),
                "start db",
                "write [db start Accepted]",
                "write [db start Started]",
                "db goes well",
                "write [db start Ended]",
                "stop db",
                "write [db stop Accepted]",
                "kill after the record")) {
            assertThat(world.desired("db")).isEqualTo(Value.STOPPED);
        }
    }

    @Test
    void startThatIsCalledOffBeforeItsWorkBegins_isNotWantedAfterwards() {
        try (var world = SmallWorld.after(
                Part.THREADS.setting(2, null), "start db", "cancel db", "run db start #1", "db gives in")) {
            assertThat(world.desired("db")).isEqualTo(Value.STOPPED);
        }
    }

    @Test
    void serviceThatEndsAfterAllAsClosingAskedItTo_isStartedAgainOnceTheClosingIsCalledOff() {
        try (var world = SmallWorld.after(
                Part.CLOSING_CALLED_OFF.setting(2, null),
                "db goes well",
                "web goes well",
                "close the window",
                "web fails",
                "web ends",
                "db goes well",
                "keep running",
                "db goes well",
                "web goes well")) {
            assertThat(world.wrong()).isEmpty();
            assertThat(world.code("web")).isEqualTo(Reason.Code.RUNS);
            assertThat(world.service("web").isUp()).isTrue();
        }
    }

    @Test
    void stopOfAPlan_isWantedStill_whereItIsCalledOffForAnotherService_whileAStartRunsThatWasTakenOver() {
        try (var world = SmallWorld.after(Part.FULL.setting(2, null), "start web", "start db", "stop all")) {
            world.take("cancel web 0");
            assertThat(world.desired("db")).isEqualTo(Value.STOPPED);
            world.comeToRest();
            assertThat(world.wrong()).isEmpty();
            assertThat(world.desired("db")).isEqualTo(Value.STOPPED);
        }
    }

    @Test
    void serviceThatCouldNotBeStartedWhileNobodyWantedIt_isLeftToPersons_whenItIsWantedAgain() {
        try (var world = SmallWorld.after(
                Part.STOPS_IN_PLANS.setting(3, null),
                "start all",
                "cancel web 0",
                "db goes well",
                "stop db",
                "stop proxy",
                "web fails",
                "start all",
                "cancel db 0")) {
            world.comeToRest();
            assertThat(world.wrong()).isEmpty();
            assertThat(world.code("web")).isEqualTo(Reason.Code.LEFT);
        }
    }
}
