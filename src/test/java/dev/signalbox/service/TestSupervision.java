package dev.signalbox.service;

import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.TimeSource;
import dev.signalbox.service.probe.Probes;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;

/// What supervisors share in tests.
public final class TestSupervision {
    private TestSupervision() {}

    /// Supervision with true probes, by chance that is the same in each run.
    public static Supervision of(OperationQueue queue, TimeSource time) {
        return new Supervision(queue, time, new Random(1), new Probes(time, new Random(2)));
    }

    /// Supervision by which every service that is asked answers well.
    public static Supervision ofReadyServices(OperationQueue queue, TimeSource time) {
        return new Supervision(queue, time, new Random(1), (_, _, _, _, listener) -> new ReadyAsking(listener));
    }

    private record ReadyAsking(Consumer<Answer> listener) implements Prober.Asking {
        @Override
        public void begin(boolean staggered) {
            Thread.ofVirtual().start(() -> listener.accept(new Answer(true, "ready", 1)));
        }

        @Override
        public void pace(Duration every) {}

        @Override
        public void close() {}
    }
}
