package dev.signalbox.operation;

import dev.signalbox.time.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/// What is done where an answer has not come within a time that is the same for all, with one timer for as many as
/// there are. Safe to use from any thread.
final class Patience {
    private record Awaited(long until, CompletableFuture<?> answer, Runnable otherwise) {}

    private final TimeSource time;
    private final Duration length;
    private final ReentrantLock lock = new ReentrantLock();
    /// In the order in which their time is over, which is that in which they came.
    private final Deque<Awaited> awaited = new ArrayDeque<>();

    private boolean armed;

    /// @param length how long each may take
    Patience(TimeSource time, Duration length) {
        this.time = time;
        this.length = length;
    }

    /// Runs `otherwise` on the timer's thread, which it must not keep, unless `answer` is there in time.
    void await(CompletableFuture<?> answer, Runnable otherwise) {
        if (answer.isDone()) {
            return;
        }
        lock.lock();
        try {
            dropAnswered();
            awaited.addLast(new Awaited(time.nanoTime() + length.toNanos(), answer, otherwise));
            arm();
        } finally {
            lock.unlock();
        }
    }

    private void dropAnswered() {
        while (!awaited.isEmpty() && awaited.peekFirst().answer.isDone()) {
            awaited.removeFirst();
        }
    }

    private void arm() {
        if (!armed && !awaited.isEmpty()) {
            armed = true;
            time.schedule(Duration.ofNanos(Math.max(0, awaited.peekFirst().until - time.nanoTime())), this::ring);
        }
    }

    private void ring() {
        List<Awaited> over = new ArrayList<>();
        lock.lock();
        try {
            armed = false;
            dropAnswered();
            while (!awaited.isEmpty() && time.nanoTime() - awaited.peekFirst().until >= 0) {
                over.add(awaited.removeFirst());
                dropAnswered();
            }
            arm();
        } finally {
            lock.unlock();
        }
        over.forEach(Patience::run);
    }

    /// What throws costs none of the others.
    private static void run(Awaited one) {
        try {
            one.otherwise.run();
        } catch (RuntimeException | Error e) {
            var thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }
}
