package dev.signalbox.service.supervision;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.operation.OperationKind.RESTART;
import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.OperationKind.STOP;
import static dev.signalbox.service.supervision.World.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.engine.Sequel;
import dev.signalbox.journal.InterruptedOperations;
import dev.signalbox.journal.Interruption;
import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.BulkPlan.Gate;
import dev.signalbox.operation.BulkPlan.Member;
import dev.signalbox.operation.BulkPlan.Until;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.Intent;
import dev.signalbox.service.Intent.Value;
import dev.signalbox.service.Reason;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Numbers in comments are those of the table of cases of rules 25 to 29.
@DisplayName("Rule 23: of what the end of an engine cut off it is told what the next one makes of it")
final class SequelTest {
    private static final RestartPolicy ALWAYS = new RestartPolicy(
            RestartPolicy.On.ALWAYS, Duration.ofSeconds(1), Duration.ofSeconds(1), 5, Duration.ofMinutes(1));

    private final World world = new World();
    private Interruption interruption = new Interruption(Instant.EPOCH, List.of(), List.of());

    @AfterEach
    void close() {
        world.close();
    }

    private void killAndOpen() {
        world.kill();
        interruption = world.interruption();
        world.ids().forEach(id -> world.driver(id).takes(Duration.ZERO, Duration.ZERO));
        world.open("boot");
    }

    private Sequel sequel(long id) {
        var cut = interruption.operations().stream()
                .filter(recorded -> recorded.id() == id)
                .findFirst()
                .orElseThrow();
        var service = cut.operation().service();
        return Sequel.of(interruption, cut, world.supervisor(service).snapshot(world.queue.snapshot(service), false));
    }

    private void awaitSequel(long id, String text, boolean offered) {
        await("#" + id).untilAsserted(() -> assertThat(sequel(id)).isEqualTo(new Sequel(text, offered)));
    }

    private void awaitDown(String id) {
        await().until(() -> world.instances(id) == 0);
    }

    // --- starts ---

    @Test // 36
    void startThatHadNotBegun_nobodyWantsItToRun_isOffered_untilItIsSubmittedAgain() {
        world.with(service("db")).open("boot");
        world.queue.hold("db");
        world.submit("db", START);
        killAndOpen();
        awaitSequel(1, "nobody wants it to run", true);
        world.mustRun("db", START);
        awaitSequel(1, "nothing: #2 came after it", false);
    }

    @Test // 36
    void startAfterAStop_thatHadNotBegun_isOffered() {
        world.with(service("db")).open("boot");
        world.mustRun("db", STOP);
        world.queue.hold("db");
        world.submit("db", START);
        killAndOpen();
        awaitSequel(2, "nobody wants it to run", true);
    }

    @Test
    void startThatHadNotBegun_ofWhatStartsWithTheEngine_isNotOffered() {
        world.with(service("db").autostart(true)).open("boot");
        world.awaitUp("db");
        world.queue.hold("db");
        world.submit("db", START);
        killAndOpen();
        awaitSequel(2, "nothing: it runs", false);
    }

    @Test
    void startThatHadBegun_isStartedAgain_asItWasWantedToRun() {
        world.with(service("db").restart(ALWAYS)).open("boot");
        world.driver("db").takes(Duration.ofHours(1), Duration.ZERO);
        var start = world.submit("db", START);
        await().until(() -> world.desired("db") == Value.RUNNING
                && world.queue.snapshot("db").active() != null);
        killAndOpen();
        assertThat(interruption.failed()).hasSize(1);
        await().until(() -> {
            world.time.advance(Duration.ofSeconds(1));
            return world.instances("db") == 1;
        });
        world.awaitRest();
        awaitSequel(start.operation().id(), "was started again by start #2", false);
    }

    @Test
    void startThatHadBegun_itsDependencyWasStopped_saysForWhatItWaits() {
        world.with(service("db")).with(service("web", "db").restart(ALWAYS)).open("boot");
        world.mustRun("db", STOP);
        world.driver("web").takes(Duration.ofHours(1), Duration.ZERO);
        world.submit("web", START);
        await().until(() -> world.desired("web") == Value.RUNNING);
        killAndOpen();
        world.time.advance(Duration.ofMinutes(1));
        awaitSequel(2, "waits for db, stopped by operator", false);
    }

    @Test // 39
    void startThatHadNotBegun_ofWhatItsPolicyLeaves_isOffered() {
        world.with(service("db")).open("boot");
        world.mustRun("db", START);
        world.driver("db").crash(new ExitStatus(0));
        world.awaitReason("db", reason -> reason.code() == Reason.Code.LEFT);
        world.queue.hold("db");
        world.submit("db", START);
        killAndOpen();
        awaitSequel(2, "is left as it is: it ended by itself", true);
    }

    @Test
    void startBeforeAStop_bothHadNotBegun_onlyTheStopCounts() {
        world.with(service("db")).open("boot");
        world.queue.hold("db");
        world.submit("db", START);
        world.submit("db", STOP);
        killAndOpen();
        awaitSequel(1, "nothing: #2 came after it", false);
        awaitSequel(2, "nothing: it does not run", false);
    }

    @Test
    void startOfTheEngineItself_isNotOffered() {
        world.with(service("db").autostart(true));
        world.driver("db").takes(Duration.ofHours(1), Duration.ZERO);
        world.open("boot");
        await().until(() -> world.queue.snapshot("db").active() != null);
        world.submit("db", START, new Source(Source.Road.SCHEDULE, ""));
        killAndOpen();
        world.awaitUp("db");
        awaitSequel(1, "was started again by start #3", false);
        awaitSequel(2, "was started again by start #3", false);
    }

    // --- stops ---

    @Test // 38
    void stopThatHadNotBegun_theServiceRuns_isOffered_untilItIsSubmittedAgain() {
        world.with(service("db")).open("boot");
        world.mustRun("db", START);
        world.queue.hold("db");
        world.submit("db", STOP);
        killAndOpen();
        awaitSequel(2, "should be stopped: stop #2 was cut off by the end of the engine", true);
        world.driver("db").hang();
        world.submit("db", STOP);
        awaitSequel(2, "nothing: #3 came after it", false);
        world.awaitReason("db", reason -> reason.code() == Reason.Code.STOPPED);
        world.driver("db").release();
        awaitDown("db");
        world.awaitRest();
        assertThat(world.supervisor("db").decision().reason().text()).isEqualTo("it shall be stopped");
    }

    @Test // 38
    void stopThatHadBegun_theServiceRuns_isOffered() {
        world.with(service("db")).open("boot");
        world.mustRun("db", START);
        world.driver("db").takes(Duration.ZERO, Duration.ofHours(1));
        world.submit("db", STOP);
        await().until(() -> world.queue.snapshot("db").active() != null);
        killAndOpen();
        awaitSequel(2, "should be stopped: stop #2 was cut off by the end of the engine", true);
    }

    @Test
    void stopOfAnEngineThatClosed_isNobodysWish_andNotOffered() {
        world.with(service("db")).open("boot");
        world.mustRun("db", START);
        world.driver("db").takes(Duration.ZERO, Duration.ofHours(1));
        world.submit("db", STOP, Source.CLOSING);
        killAndOpen();
        awaitSequel(2, "nothing: it runs", false);
    }

    /// Of stop #2, that had waited, where its service is so now.
    private Sequel ofStop(Intent.Desired desired, ServiceState state, Reason.Code code, String text) {
        var stop = new Operation(2, "db", STOP, Source.OPERATOR, Map.of(), 0, Instant.EPOCH);
        var cut = InterruptedOperations.waited(stop);
        var definition = world.with(service("db")).open("boot").definition("db");
        var now = new ServiceSnapshot(
                definition,
                definition,
                ServiceStatus.of(state, ""),
                false,
                false,
                false,
                null,
                Intent.NONE.desiring(desired),
                new Reason(code, text, ""),
                "",
                new QueueSnapshot("db", 1, null, List.of(), false, false, null));
        return Sequel.of(new Interruption(Instant.EPOCH, List.of(cut), List.of()), cut, now);
    }

    @Test
    void stopThatCouldNotBeKept_theServiceRuns_isOffered() {
        assertThat(ofStop(Intent.Desired.UNSET, ServiceState.RUNNING, Reason.Code.RUNS, "it runs"))
                .isEqualTo(new Sequel("nothing: it runs", true));
    }

    @Test
    void stopOfWhatAPersonLetsRunOn_isNotOffered() {
        var kept = new Intent.Desired(Value.RUNNING, Instant.EPOCH, "operator", 2);
        assertThat(ofStop(kept, ServiceState.RUNNING, Reason.Code.RUNS, "it runs"))
                .isEqualTo(new Sequel("nothing: it runs", false));
    }

    @Test // 45
    void stopOfWhatIsUnknown_isNotOffered() {
        var stopped = new Intent.Desired(Value.STOPPED, Instant.EPOCH, "operator", 2);
        assertThat(ofStop(stopped, ServiceState.UNKNOWN, Reason.Code.STOPPED, "it shall be stopped"))
                .isEqualTo(new Sequel("nothing: what it does is not known", false));
    }

    // --- restarts ---

    @Test
    void restartThatHadNotBegun_theServiceRunsOn_isOffered() {
        world.with(service("db")).open("boot");
        world.mustRun("db", START);
        world.queue.hold("db");
        world.submit("db", RESTART);
        killAndOpen();
        awaitSequel(2, "nothing: it runs, and was not restarted", true);
    }

    @Test // 35
    void restartsOneAfterAnother_theFirstIsCut_whatIsStartedAgainIsFreshForBoth() {
        world.with(service("db").restart(ALWAYS)).open("boot");
        world.mustRun("db", START);
        world.driver("db").takes(Duration.ofHours(1), Duration.ZERO);
        world.submit("db", RESTART);
        world.submit("db", RESTART);
        awaitDown("db");
        killAndOpen();
        await().until(() -> {
            world.time.advance(Duration.ofSeconds(1));
            return world.instances("db") == 1;
        });
        world.awaitRest();
        awaitSequel(2, "was started again by start #4", false);
        awaitSequel(3, "was started again by start #4", false);
    }

    private static BulkPlan restartPlan() {
        return new BulkPlan(
                List.of(
                        new Member("db", STOP, List.of()),
                        new Member("db", START, List.of(new Gate(0, Until.SUCCEEDED)))),
                0,
                false,
                false);
    }

    @Test
    void plannedRestartThatHadNotBegun_isOfferedWithBothHalves() {
        world.with(service("db")).open("boot");
        world.mustRun("db", START);
        world.queue.hold("db");
        world.submit(restartPlan());
        killAndOpen();
        awaitSequel(2, "nothing: it runs, and was not restarted", true);
        awaitSequel(3, "nothing: it runs, and was not restarted", true);
    }

    @Test // 35
    void plannedRestart_cutBetweenItsHalves_isStartedAgain_andNotOffered() {
        world.with(service("db")).open("boot");
        world.mustRun("db", START);
        world.driver("db").takes(Duration.ofHours(1), Duration.ZERO);
        world.submit(restartPlan());
        awaitDown("db");
        await().until(() -> world.queue.snapshot("db").active() != null);
        killAndOpen();
        world.awaitUp("db");
        awaitSequel(3, "was started again by start #4", false);
    }

    @Test
    void operationsOfAReload_areAPersonsToSubmitAgain() {
        world.with(service("db")).open("boot");
        world.mustRun("db", START);
        world.queue.hold("db");
        world.submit("db", RESTART, new Source(Source.Road.RELOAD, ""));
        killAndOpen();
        awaitSequel(2, "nothing: it runs, and was not restarted", true);
    }
}
