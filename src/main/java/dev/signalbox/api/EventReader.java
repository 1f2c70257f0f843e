package dev.signalbox.api;

import dev.signalbox.journal.StreamEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One reader's place in the stream of events, with a bounded buffer. Who reads too slowly is dropped.
final class EventReader {
    private final int capacity;
    private final EventFilter filter;
    private final Thread thread = Thread.currentThread();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<StreamEvent> buffer = new ArrayDeque<>();
    private @Nullable String end;
    private boolean left;

    EventReader(int capacity, EventFilter filter) {
        this.capacity = capacity;
        this.filter = filter;
    }

    /// Never waits.
    ///
    /// @return false if that was too much for it, and it is dropped
    boolean offer(StreamEvent event) {
        if (!filter.accepts(event)) {
            return true;
        }
        lock.lock();
        try {
            if (end == null && buffer.size() == capacity) {
                close("it read too slowly: " + capacity + " events waited for it");
                return false;
            }
            if (end == null) {
                buffer.addLast(event);
                changed.signal();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Ends the stream; what waits for it is dropped.
    void close(String reason) {
        lock.lock();
        try {
            buffer.clear();
            end = reason;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// The next event; `null` if there is none within `millis`, or the stream has ended.
    @Nullable
    StreamEvent next(long millis) throws InterruptedException {
        lock.lock();
        try {
            for (var left = TimeUnit.MILLISECONDS.toNanos(millis); left > 0 && buffer.isEmpty() && end == null; ) {
                left = changed.awaitNanos(left);
            }
            return buffer.pollFirst();
        } finally {
            lock.unlock();
        }
    }

    /// Why the stream has ended; `null` if it has not.
    @Nullable
    String end() {
        lock.lock();
        try {
            return end;
        } finally {
            lock.unlock();
        }
    }

    /// The reader is gone.
    void leave() {
        lock.lock();
        try {
            left = true;
        } finally {
            lock.unlock();
        }
    }

    /// Cuts a connection off that takes no more bytes.
    void cutOff() {
        lock.lock();
        try {
            if (!left) {
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }
}
