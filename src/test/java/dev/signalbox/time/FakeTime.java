package dev.signalbox.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/// Time that passes only when a test says so. Tasks run on the thread that advances it, in the order in which
/// they are due, under no lock.
public final class FakeTime implements TimeSource {
    /// Close to the overflow, so that a comparison of two readings that is not a subtraction shows.
    private static final long ORIGIN = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

    private record Task(long at, long order, Runnable action) {}

    private final Object lock = new Object();
    private final Object oneAtATime = new Object();
    private final Queue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
    private long elapsed;
    private long scheduled;

    @Override
    public long nanoTime() {
        synchronized (lock) {
            return ORIGIN + elapsed;
        }
    }

    @Override
    public Instant now() {
        synchronized (lock) {
            return Instant.EPOCH.plusNanos(elapsed);
        }
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        synchronized (lock) {
            var timer = new Task(elapsed + delay.toNanos(), scheduled++, task);
            tasks.add(timer);
            return () -> cancel(timer);
        }
    }

    private void cancel(Task timer) {
        synchronized (lock) {
            tasks.remove(timer);
        }
    }

    /// How many timers are set.
    public int timers() {
        synchronized (lock) {
            return tasks.size();
        }
    }

    /// Lets time pass, and runs what is due.
    public void advance(Duration by) {
        synchronized (oneAtATime) {
            var target = elapsed + by.toNanos();
            for (var task = next(target); task != null; task = next(target)) {
                task.action().run();
            }
        }
    }

    /// Takes the next task that is due by `target`; with none left, it is `target` now.
    private Task next(long target) {
        synchronized (lock) {
            if (tasks.isEmpty() || tasks.peek().at() > target) {
                elapsed = target;
                return null;
            }
            var task = tasks.remove();
            elapsed = Math.max(elapsed, task.at());
            return task;
        }
    }
}
