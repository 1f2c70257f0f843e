package dev.signalbox.driver.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices the ends of processes that are no children of this one, which nobody tells about. One thread
/// looks at all of them; it exists while there are any. Safe to use from any thread.
final class ExitScan implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExitScan.class);
    private static final Duration PERIOD = Duration.ofMillis(250);

    private static final int CLOSELY = 20;

    private final Map<Run, Runnable> watched = new LinkedHashMap<>();
    private @Nullable Thread thread;
    private boolean closed;
    private int rounds;

    /// Runs `action` once, on the thread of this scan, when `run` has ended.
    synchronized void watch(Run run, Runnable action) {
        if (closed) {
            return;
        }
        watched.put(run, action);
        if (thread == null) {
            thread = Thread.ofPlatform()
                    .daemon()
                    .name("exits of adopted services")
                    .start(this::scan);
        }
    }

    synchronized void forget(Run run) {
        watched.remove(run);
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
                endedNow().forEach(ExitScan::run);
                Thread.sleep(PERIOD);
            }
        } catch (InterruptedException e) {
            // Closed: nothing is watched any more.
        }
    }

    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            // The other services are watched by this thread too.
            LOG.warn("the end of a service could not be told", e);
        }
    }

    private synchronized boolean isNeeded() {
        if (watched.isEmpty()) {
            thread = null;
        }
        return thread != null;
    }

    private synchronized Iterable<Runnable> endedNow() {
        var ended = new ArrayList<Runnable>();
        // A pid is not given again at once, so it need not be looked closely each time.
        var closely = ++rounds % CLOSELY == 0;
        watched.entrySet()
                .removeIf(entry ->
                        !(closely ? entry.getKey().isAlive() : entry.getKey().seemsAlive())
                                && ended.add(entry.getValue()));
        return ended;
    }
}
