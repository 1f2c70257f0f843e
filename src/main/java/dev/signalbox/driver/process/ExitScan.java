package dev.signalbox.driver.process;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks for the ends of processes that are no children of this one, where the kernel cannot tell of them (see
/// [EndPoll]). One thread looks at all of them; it exists while there are any. Safe to use from any thread.
final class ExitScan implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExitScan.class);
    static final Duration PERIOD = Duration.ofMillis(250);

    private static final int CLOSELY = 20;

    private final ThreadFactory threads;
    private final Map<Run, Runnable> watched = new LinkedHashMap<>();
    private @Nullable Thread thread;
    private boolean closed;
    private int rounds;

    ExitScan() {
        this(Thread.ofPlatform().daemon().name("exits of adopted services").factory());
    }

    ExitScan(ThreadFactory threads) {
        this.threads = threads;
    }

    /// Runs `action` once, on a thread of its own, when `run` has ended. Where no thread can be had to look with, the
    /// next call of this tries again.
    synchronized void watch(Run run, Runnable action) {
        if (closed) {
            return;
        }
        watched.put(run, action);
        if (thread != null) {
            return;
        }
        try {
            var begun = threads.newThread(this::scan);
            begun.start();
            thread = begun;
        } catch (OutOfMemoryError e) {
            LOG.warn("no thread can be had to look for the ends of adopted services", e);
        }
    }

    synchronized void forget(Run run) {
        watched.remove(run);
    }

    /// How many are looked for.
    synchronized int size() {
        return watched.size();
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
            while (isNeeded()) {
                endedNow().forEach((run, action) -> Ends.tell(run.pid(), action));
                Thread.sleep(PERIOD);
            }
        } catch (InterruptedException e) {
            // Closed: nothing is watched any more.
        }
    }

    private synchronized boolean isNeeded() {
        if (watched.isEmpty()) {
            thread = null;
        }
        return thread != null;
    }

    private synchronized Map<Run, Runnable> endedNow() {
        var ended = new LinkedHashMap<Run, Runnable>();
        // A pid is not given again at once, so it need not be looked closely each time.
        var closely = ++rounds % CLOSELY == 0;
        for (var run : List.copyOf(watched.keySet())) {
            if (!isAlive(run, closely)) {
                ended.put(run, watched.remove(run));
            }
        }
        return ended;
    }

    private static boolean isAlive(Run run, boolean closely) {
        try {
            return closely ? run.isAlive() : run.seemsAlive();
        } catch (RuntimeException | Error e) {
            // The other services are watched by this thread too; this one is looked at again.
            LOG.warn("it cannot be told whether pid {} is alive", run.pid(), e);
            return true;
        }
    }
}
