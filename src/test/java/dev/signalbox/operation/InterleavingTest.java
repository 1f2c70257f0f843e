package dev.signalbox.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Seed;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Many random runs. `-Dseed=…` repeats the choices of one, `-Dsignalbox.runs=…` says how many.
@DisplayName("The invariants hold, however the threads interleave")
@Tag("interleaving")
class InterleavingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void randomRuns_breakNoInvariant() {
        var first = Seed.of(InterleavingTest.class);
        var runs = Integer.getInteger("signalbox.runs", 1000);
        for (var seed = first; seed < first + runs; seed++) {
            assertThat(new Interleaving(seed, PATIENCE, Coalescing.TABLE, ServiceQueue::new).run())
                    .as("-Dsignalbox.runs=1 -Dseed=%d", seed)
                    .isEmpty();
        }
    }
}
