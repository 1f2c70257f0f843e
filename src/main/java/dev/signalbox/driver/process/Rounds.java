package dev.signalbox.driver.process;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is looked at again and again as nobody tells of it: all of it by one thread, which exists while there is any.
/// Safe to use from any thread.
///
/// @param <K> what is watched, each with what is to be run for it
final class Rounds<K> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final ThreadFactory threads;
    private final String what;
    private final Round<K> round;
    private final Map<K, Runnable> watched = new LinkedHashMap<>();
    private @Nullable Thread thread;
    private boolean closed;

    /// One round.
    @FunctionalInterface
    interface Round<K> {
        /// Looks at all that is watched, and waits as long as one look is from the next.
        ///
        /// @param watched a copy, in the order in which it came
        void go(Map<K, Runnable> watched) throws InterruptedException;
    }

    /// @param what is looked at, for people
    Rounds(ThreadFactory threads, String what, Round<K> round) {
        this.threads = threads;
        this.what = what;
        this.round = round;
    }

    /// Where no thread can be had to look with, the next call of this tries again.
    synchronized void watch(K one, Runnable action) {
        if (closed) {
            return;
        }
        watched.put(one, action);
        if (thread != null) {
            return;
        }
        try {
            var begun = threads.newThread(this::run);
            begun.start();
            thread = begun;
        } catch (OutOfMemoryError e) {
            LOG.warn("no thread can be had to look at {}", what, e);
        }
    }

    /// Watches it no longer.
    ///
    /// @return what was to be run for it; `null` if it was not watched
    @Nullable
    synchronized Runnable forget(K one) {
        return watched.remove(one);
    }

    /// How many are watched.
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

    private void run() {
        try {
            for (var now = next(); !now.isEmpty(); now = next()) {
                round.go(now);
            }
        } catch (InterruptedException e) {
            // Closed: nothing is watched any more.
        }
    }

    private synchronized Map<K, Runnable> next() {
        if (watched.isEmpty()) {
            thread = null;
        }
        return new LinkedHashMap<>(watched);
    }
}
