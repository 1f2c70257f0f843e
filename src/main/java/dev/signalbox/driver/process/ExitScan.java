package dev.signalbox.driver.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Notices the ends of processes that are no children of this one, which nobody tells about. One thread
/// looks at all of them; it exists while there are any. Safe to use from any thread.
final class ExitScan implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofMillis(250);

    private final Map<Run, Runnable> watched = new LinkedHashMap<>();
    private @Nullable Thread thread;
    private boolean closed;

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
                endedNow().forEach(Runnable::run);
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

    private synchronized Iterable<Runnable> endedNow() {
        var ended = new ArrayList<Runnable>();
        watched.entrySet().removeIf(entry -> !entry.getKey().isAlive() && ended.add(entry.getValue()));
        return ended;
    }
}
