package dev.signalbox.time;

import java.time.Duration;
import java.time.Instant;

/// The time of another source, whose tasks may block: each runs on a virtual thread of its own.
///
/// @param source keeps the time
public record PatientTime(TimeSource source) implements TimeSource {

    @Override
    public long nanoTime() {
        return source.nanoTime();
    }

    @Override
    public Instant now() {
        return source.now();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        return source.schedule(delay, () -> Thread.ofVirtual().name("timer").start(task));
    }
}
