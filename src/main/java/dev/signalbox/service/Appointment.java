package dev.signalbox.service;

import dev.signalbox.operation.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One thing to be done later, that can be called off. Safe to use from any thread.
final class Appointment {
    private final TimeSource time;
    private final AtomicReference<@Nullable Object> due = new AtomicReference<>();

    Appointment(TimeSource time) {
        this.time = time;
    }

    /// Runs `task` once on the timer's thread when `delay` has passed, unless it is called off or another is set
    /// before.
    void set(Duration delay, Runnable task) {
        var mine = new Object();
        due.set(mine);
        time.schedule(delay, () -> {
            if (due.compareAndSet(mine, null)) {
                task.run();
            }
        });
    }

    /// Calls off what is set. What has begun already goes on.
    void cancel() {
        due.set(null);
    }
}
