package dev.signalbox.metrics;

import dev.signalbox.time.TimeSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks once a second what services use, on one thread for all of them. A look that takes longer puts the next one
/// off; one that hangs keeps nobody else waiting.
public final class Sampler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
    private static final long PERIOD_MILLIS = 1000;
    private static final long CLOSING_SECONDS = 2;
    private static final int MILLIS = 1000;
    /// What is less says nothing, as the kernel counts CPU in steps of 10 ms: where looks were late, several come at
    /// once.
    private static final long LEAST_NANOS = 500_000_000;

    private final Readings readings;
    private final MetricsStore metrics;
    private final TimeSource time;
    private final ScheduledExecutorService executor;
    /// Of its thread alone.
    private long before;

    private boolean hasLooked;

    /// @param metrics takes what is found; closed by the caller, later
    /// @param threads makes the one thread
    public Sampler(Readings readings, MetricsStore metrics, TimeSource time, ThreadFactory threads) {
        this.readings = readings;
        this.metrics = metrics;
        this.time = time;
        this.executor = Executors.newSingleThreadScheduledExecutor(threads);
    }

    /// Begins. In the middle of each second, so that a look that is a little early or late is in the same one still.
    public void begin() {
        var late = time.now().toEpochMilli() % MILLIS;
        var delay = MILLIS + MILLIS / 2 - late;
        var _ = executor.scheduleAtFixedRate(this::look, delay, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// Looks once. Called by one thread at a time.
    void look() {
        if (hasLooked && time.nanoTime() - before < LEAST_NANOS) {
            return;
        }
        try {
            var found = readings.look();
            var now = time.nanoTime();
            metrics.take(found, hasLooked ? now - before : 0);
            before = now;
            hasLooked = true;
        } catch (RuntimeException e) {
            // Or the executor would never come back.
            LOG.error("what services use cannot be looked at", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("what services use is still being looked at");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
