package dev.signalbox.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// As [ModelCheckTest] with three services and longer stories, as far as it gets: `-Dsoak.minutes=10` in all.
@Tag("soak")
final class ModelCheckSoakTest {
    private static final int DEPTH = 10;

    @ParameterizedTest
    @EnumSource
    void whateverHappensToThreeServices_theRulesHold_andWhatIsWantedComesAboutOrSaysWhyNot(Part part) {
        var minutes = Integer.getInteger("soak.minutes", 10);
        var patience = Duration.ofMinutes(minutes).dividedBy(Part.values().length);
        var result = new ModelCheck(() -> new SmallWorld(part.setting(3, null)), patience).search(DEPTH);
        System.out.println("ModelCheckSoakTest: -Dsoak.minutes=" + minutes + " " + part + ": " + result);
        assertThat(result.wrong()).as(result.toString()).isEmpty();
        assertThat(result.depth()).isPositive();
    }
}
