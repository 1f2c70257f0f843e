package dev.signalbox.service.supervision;

import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.Threads;
import dev.signalbox.service.Answer;
import dev.signalbox.service.Prober;
import dev.signalbox.service.probe.Probes;
import dev.signalbox.time.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// What supervisors share in tests.
public final class TestSupervision {
    private TestSupervision() {}

    /// Supervision with true probes, by chance that is the same in each run.
    public static Supervision of(OperationQueue queue, TimeSource time) {
        return of(queue, time, new Probes(time, new Random(2)));
    }

    /// The same over what is wanted, as it is kept.
    public static Supervision of(OperationQueue queue, TimeSource time, Intents intents) {
        return of(queue, time, new Random(1), new Probes(time, new Random(2)), intents);
    }

    /// By which every service that is asked answers well.
    public static Prober ready() {
        return (_, _, _, _, listener) -> new ReadyAsking(listener);
    }

    /// Supervision by which every service that is asked answers well, and none is started by itself.
    public static Supervision ofReadyServices(OperationQueue queue, TimeSource time) {
        return new Supervision(queue, time, new Random(1), ready(), intents(), new Reconciler(queue));
    }

    static Supervision of(OperationQueue queue, TimeSource time, Prober prober) {
        return of(queue, time, new Random(1), prober, intents());
    }

    /// Supervision that acts from the beginning.
    static Supervision of(
            OperationQueue queue, TimeSource time, RandomGenerator random, Prober prober, Intents intents) {
        var reconciler = new Reconciler(queue);
        reconciler.begin();
        return new Supervision(queue, time, random, prober, intents, reconciler);
    }

    /// Holds, as long as the test lasts.
    public static Holds holds(OperationQueue queue, TimeSource time) {
        return new Holds(queue, intents(), time);
    }

    /// What is wanted, as long as the test lasts.
    public static Intents intents() {
        return new Intents(new MemoryStore(), "boot");
    }

    /// What is wanted, kept in `texts`; what cannot be put there cannot be written.
    public static Intents intents(Map<String, String> texts, String boot, Threads threads) {
        return new Intents(new MemoryStore(texts), boot, threads);
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
