package dev.signalbox.driver.process;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks again at services of which processes were found whose ends nobody tells: those of another engine, which may
/// end too, and those that live on behind a run. Safe to use from any thread.
final class StrangerScan implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StrangerScan.class);
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final Duration period;
    private final Rounds<Runnable> rounds;

    StrangerScan() {
        this(Thread.ofPlatform().daemon().name("processes that nobody tells of").factory(), PERIOD);
    }

    /// @param period from one round of looks to the next
    StrangerScan(ThreadFactory threads, Duration period) {
        this.period = period;
        this.rounds = new Rounds<>(threads, "processes that nobody tells of", this::look);
    }

    /// Runs `look` again and again, on the thread of this scan. Where none can be had now, the next call of this tries
    /// again.
    void watch(Runnable look) {
        rounds.watch(look, look);
    }

    void forget(Runnable look) {
        var _ = rounds.forget(look);
    }

    @Override
    public void close() {
        rounds.close();
    }

    private void look(Map<Runnable, Runnable> watched) throws InterruptedException {
        Thread.sleep(period);
        watched.values().forEach(StrangerScan::run);
    }

    private static void run(Runnable look) {
        try {
            look.run();
        } catch (RuntimeException | Error e) {
            // The other services are looked at by this thread too.
            LOG.warn("processes that nobody tells of could not be looked at", e);
        }
    }
}
