package dev.signalbox.driver.process;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks again at services of which processes were found that are another engine's: that engine may end, and so may
/// they, and nobody tells of it. One thread looks for all; it exists while there are any. Safe to use from any
/// thread.
final class StrangerScan implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StrangerScan.class);
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final ThreadFactory threads;
    private final Duration period;
    private final Set<Runnable> watched = new LinkedHashSet<>();
    private @Nullable Thread thread;
    private boolean closed;

    StrangerScan() {
        this(Thread.ofPlatform().daemon().name("processes of other engines").factory(), PERIOD);
    }

    /// @param period from one round of looks to the next
    StrangerScan(ThreadFactory threads, Duration period) {
        this.threads = threads;
        this.period = period;
    }

    /// Runs `look` again and again, on the thread of this scan. Where none can be had now, the next call of this tries
    /// again.
    synchronized void watch(Runnable look) {
        if (closed) {
            return;
        }
        watched.add(look);
        if (thread != null) {
            return;
        }
        try {
            var begun = threads.newThread(this::scan);
            begun.start();
            thread = begun;
        } catch (OutOfMemoryError e) {
            LOG.warn("no thread can be had to look at the processes of other engines", e);
        }
    }

    synchronized void forget(Runnable look) {
        watched.remove(look);
    }

    @Override
    public synchronized void close() {
        closed = true;
        watched.clear();
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void scan() {
        try {
            for (var looks = next(); !looks.isEmpty(); looks = next()) {
                Thread.sleep(period);
                looks.forEach(this::run);
            }
        } catch (InterruptedException e) {
            // Closed: nothing is watched any more.
        }
    }

    private synchronized List<Runnable> next() {
        if (watched.isEmpty()) {
            thread = null;
        }
        return List.copyOf(watched);
    }

    private void run(Runnable look) {
        try {
            look.run();
        } catch (RuntimeException | Error e) {
            // The other services are looked at by this thread too.
            LOG.warn("processes of another engine could not be looked at", e);
        }
    }
}
