package dev.signalbox.operation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// A listener's place in the engine's event stream, with a bounded buffer. Publishing never waits for the
/// listener; a listener that falls behind loses the oldest events and is told how many.
public final class Subscription implements AutoCloseable {
    private final int capacity;
    private final QueueListener listener;
    private final Consumer<Subscription> onClose;
    private final Threads threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Consumer<QueueListener>> buffer = new ArrayDeque<>();
    private long missed;
    private boolean delivering;
    private volatile boolean closed;

    Subscription(int capacity, QueueListener listener, Consumer<Subscription> onClose, Threads threads) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1, not " + capacity);
        }
        this.capacity = capacity;
        this.listener = listener;
        this.onClose = onClose;
        this.threads = threads;
    }

    /// Called under the lock of the queues, so that events stay in order.
    void offer(Consumer<QueueListener> delivery) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (buffer.size() == capacity) {
                buffer.removeFirst();
                missed++;
            }
            buffer.addLast(delivery);
            if (!delivering) {
                delivering = true;
                threads.start("queue events", this::deliver);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Delivers until nothing is left; the thread ends then, so that a quiet subscription costs none.
    private void deliver() {
        while (true) {
            Consumer<QueueListener> next;
            lock.lock();
            try {
                if (missed > 0) {
                    var count = missed;
                    missed = 0;
                    next = l -> l.onMissed(count);
                } else if (buffer.isEmpty() || closed) {
                    delivering = false;
                    return;
                } else {
                    next = buffer.removeFirst();
                }
            } finally {
                lock.unlock();
            }
            try {
                next.accept(listener);
            } catch (RuntimeException | Error e) {
                // A broken listener must not cost it, or anybody else, the events that follow.
                var thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            }
        }
    }

    /// Ends the subscription. A delivery that is under way ends normally.
    @Override
    public void close() {
        closed = true;
        onClose.accept(this);
    }
}
