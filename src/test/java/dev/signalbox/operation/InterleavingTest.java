package dev.signalbox.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Many random runs. `-Dsignalbox.seed=…` repeats the choices of one, `-Dsignalbox.runs=…` says how many.
@DisplayName("The invariants hold, however the threads interleave")
@Tag("interleaving")
class InterleavingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void randomRuns_breakNoInvariant() {
        var first = Long.getLong("signalbox.seed", new Random().nextInt(1_000_000));
        var runs = Integer.getInteger("signalbox.runs", 1000);
        System.out.println("interleavings from seed " + first + ", " + runs + " runs");
        for (var seed = first; seed < first + runs; seed++) {
            assertThat(new Interleaving(seed, PATIENCE, Coalescing.TABLE, ServiceQueue::new).run())
                    .as("-Dsignalbox.runs=1 -Dsignalbox.seed=%d", seed)
                    .isEmpty();
        }
    }
}
