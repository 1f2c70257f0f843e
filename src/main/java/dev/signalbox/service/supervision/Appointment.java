package dev.signalbox.service.supervision;

import dev.signalbox.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One thing to be done later, that can be called off. Safe to use from any thread.
final class Appointment {
    private final TimeSource time;
    private final AtomicReference<@Nullable Entry> due = new AtomicReference<>();

    private static final class Entry {
        private volatile TimeSource.@Nullable Timer timer;

        void cancel() {
            var set = timer;
            if (set != null) {
                set.cancel();
            }
        }
    }

    Appointment(TimeSource time) {
        this.time = time;
    }

    /// Runs `task` once on the timer's thread when `delay` has passed, unless it is called off or another is set
    /// before.
    void set(Duration delay, Runnable task) {
        var mine = new Entry();
        replace(mine);
        mine.timer = time.schedule(delay, () -> {
            if (due.compareAndSet(mine, null)) {
                task.run();
            }
        });
        if (due.get() != mine) { // called off before it had its timer
            mine.cancel();
        }
    }

    /// Calls off what is set. What has begun already goes on.
    void cancel() {
        replace(null);
    }

    private void replace(@Nullable Entry next) {
        var before = due.getAndSet(next);
        if (before != null) {
            before.cancel();
        }
    }
}
