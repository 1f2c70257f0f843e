package dev.signalbox.model;

import dev.signalbox.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;

/// Time that goes from one timer to the next, when it is told to.
final class ModelTime implements TimeSource {
    private record Task(long at, long order, Runnable action) {}

    private final Queue<Task> timers =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
    private long now;
    private long order;

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(now);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        var timer = new Task(now + delay.toNanos(), order++, task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    /// Runs the first timer that is due by now.
    ///
    /// @return false if there is none
    boolean runDue() {
        return !timers.isEmpty() && timers.peek().at() <= now && runNext();
    }

    /// Goes to the first timer that is due until then, and runs it; where there is none, to that moment.
    ///
    /// @return false if there is none
    boolean runUntil(long moment) {
        if (!timers.isEmpty() && timers.peek().at() <= moment) {
            return runNext();
        }
        now = Math.max(now, moment);
        return false;
    }

    /// Goes to the next timer and runs it.
    ///
    /// @return false if there is none
    boolean runNext() {
        var next = timers.poll();
        if (next == null) {
            return false;
        }
        now = Math.max(now, next.at());
        next.action().run();
        return true;
    }

    /// What waits for its time and belongs to this class, by its place in the code.
    List<String> of(String owner) {
        return timers.stream()
                .map(timer -> timer.action().getClass().getName())
                .filter(name -> name.startsWith(owner))
                .toList();
    }

    /// The engine is gone, and its timers with it.
    void forget() {
        timers.clear();
    }
}
