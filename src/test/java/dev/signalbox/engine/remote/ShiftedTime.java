package dev.signalbox.engine.remote;

import dev.signalbox.time.SystemTime;
import dev.signalbox.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// The system's time, which a test can let pass at once; what is due at a time waits as if that had not happened.
final class ShiftedTime implements TimeSource, AutoCloseable {
    private final SystemTime time = new SystemTime();
    private final AtomicLong shift = new AtomicLong();

    void shift(Duration by) {
        shift.addAndGet(by.toNanos());
    }

    @Override
    public long nanoTime() {
        return time.nanoTime() + shift.get();
    }

    @Override
    public Instant now() {
        return time.now().plusNanos(shift.get());
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        return time.schedule(delay, task);
    }

    @Override
    public void close() {
        time.close();
    }
}
