package dev.signalbox.operation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Where code of others runs that hangs on the stages of one service: one piece after another, in the order in which
/// they became due. What hangs or takes its time there delays what is behind it on this lane, and nobody else (rule
/// 31).
///
/// It has a thread only while there is something to do, and so ends by itself after its service's last ticket. Safe
/// to use from any thread, also under the [StateLock].
final class Lane {
    /// The lane that runs a thread.
    private static final ThreadLocal<Lane> RUNNING = new ThreadLocal<>();

    private final String whose;
    private final Threads threads;
    private final ReentrantLock lock = new ReentrantLock();
    /// `null` while nothing is, as there are many lanes and few that have something to do.
    private @Nullable Deque<Runnable> due;

    private boolean busy;

    /// @param whose stages others hang something on, for the name of its thread
    Lane(String whose, Threads threads) {
        this.whose = whose;
        this.threads = threads;
    }

    /// What `source`, which never fails, is for others: known to be there at once, but what they hang on it before
    /// runs on this lane.
    <T> CompletionStage<T> follow(CompletableFuture<T> source) {
        return source.isDone() ? source.minimalCompletionStage() : new Followed<>(this, source);
    }

    /// Lets `task` run behind all that is due already. Returns at once.
    void add(Runnable task) {
        lock.lock();
        try {
            due = due == null ? new ArrayDeque<>() : due;
            due.addLast(task);
            if (!busy) {
                threads.start(whose + " followers", this::work);
                busy = true;
            }
        } finally {
            lock.unlock();
        }
    }

    /// Whether a lane runs the caller, this one or another.
    static boolean runsCaller() {
        return RUNNING.get() != null;
    }

    private void work() {
        RUNNING.set(this);
        try {
            for (var task = next(); task != null; task = next()) {
                run(task);
            }
        } finally {
            RUNNING.remove();
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            report(e);
        }
    }

    private @Nullable Runnable next() {
        lock.lock();
        try {
            var next = due == null ? null : due.pollFirst();
            if (next == null) {
                busy = false;
                due = null;
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /// What throws costs nothing that is behind it, but somebody must get to know.
    static void report(Throwable thrown) {
        var thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
    }
}
