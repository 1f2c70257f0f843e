package dev.signalbox.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The checks of the interleavings catch planted faults")
class PlantedFaultTest {
    /// Enough for each fault to show, by far: most show in the first run.
    private static final int RUNS = 1000;

    /// For a rest that does not come. Too short a patience could only let a fault be seen sooner.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"UNRECORDED_STOP_SUPERSEDES_NOTHING", "NO_CEILING"})
    void interleavings_withAFault_breakItsInvariant(PlantedFault fault) {
        var sign = Pattern.compile(fault.sign());
        var seen = new ArrayList<String>();
        for (var seed = 1;
                seed <= RUNS
                        && seen.stream().noneMatch(text -> sign.matcher(text).find());
                seed++) {
            seen.addAll(new Interleaving(seed, PATIENCE, fault.coalescing(), fault.factory()).run());
        }
        assertThat(seen).anyMatch(text -> sign.matcher(text).find());
    }
}
