package dev.signalbox.service.supervision;

import static dev.signalbox.Waiting.await;

import dev.signalbox.log.LogFiles;
import dev.signalbox.service.Answer;
import dev.signalbox.service.Probe;
import dev.signalbox.service.Prober;
import dev.signalbox.service.ServiceDefinition;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Answers for services as a test says. Asks nobody.
final class FakeProber implements Prober {
    /// One probe that is being asked.
    static final class FakeAsking implements Asking {
        private final Probe probe;
        private final Consumer<Answer> listener;
        private final AtomicInteger attempts = new AtomicInteger();
        private volatile boolean open;
        private volatile Duration pace;

        private FakeAsking(Probe probe, Consumer<Answer> listener) {
            this.probe = probe;
            this.listener = listener;
            this.pace = probe.every();
        }

        @Override
        public void begin(boolean staggered) {
            open = true;
        }

        @Override
        public void pace(Duration every) {
            pace = every;
        }

        @Override
        public void close() {
            open = false;
        }

        Duration pace() {
            return pace;
        }

        void answers(boolean ok, String text) {
            listener.accept(new Answer(ok, text, attempts.incrementAndGet()));
        }
    }

    private final List<FakeAsking> askings = new CopyOnWriteArrayList<>();

    @Override
    public Asking prepare(
            ServiceDefinition service,
            Probe probe,
            Duration tryTimeout,
            @Nullable LogFiles log,
            Consumer<Answer> listener) {
        var asking = new FakeAsking(probe, listener);
        askings.add(asking);
        return asking;
    }

    /// The one that asks by this check now; waits for it.
    FakeAsking asking(Probe.Check check) {
        return await().until(
                        () -> askings.reversed().stream()
                                .filter(asking ->
                                        asking.open && asking.probe.check().equals(check))
                                .findFirst()
                                .orElse(null),
                        asking -> asking != null);
    }

    /// Whether anybody is asked by this check now.
    boolean isAsking(Probe.Check check) {
        return askings.stream()
                .anyMatch(asking -> asking.open && asking.probe.check().equals(check));
    }
}
