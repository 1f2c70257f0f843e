package dev.signalbox.service.supervision;

import dev.signalbox.service.Schedule;
import dev.signalbox.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Follows a schedule on the wall clock. What falls due while the clock jumps
/// ahead, or while the machine sleeps, is done once. Safe to use from any thread.
final class Scheduler {
    /// The wall clock may be set, and timers do not see that.
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    private final TimeSource time;
    private final Runnable due;
    private final Appointment appointment;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Schedule schedule;
    private volatile @Nullable Instant next;

    /// @param due called under no lock at each of the schedule's times
    Scheduler(TimeSource time, Runnable due) {
        this.time = time;
        this.due = due;
        this.appointment = new Appointment(time);
    }

    /// From now on follows `newSchedule`, or none.
    void follow(@Nullable Schedule newSchedule) {
        lock.lock();
        try {
            schedule = newSchedule;
            appointment.cancel();
            plan(after(time.now()));
        } finally {
            lock.unlock();
        }
    }

    /// The next time, `null` if there is none.
    @Nullable
    Instant next() {
        return next;
    }

    private void plan(@Nullable Instant at) {
        next = at;
        if (at != null) {
            var left = Duration.between(time.now(), at);
            appointment.set(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN, this::look);
        }
    }

    private void look() {
        if (isDue()) {
            due.run();
        }
    }

    private boolean isDue() {
        lock.lock();
        try {
            var planned = next;
            if (planned == null) {
                return false;
            }
            var now = time.now();
            var fresh = after(now);
            var isDue = !now.isBefore(planned);
            // Earlier than planned where the clock was set back.
            plan(isDue || (fresh != null && fresh.isBefore(planned)) ? fresh : planned);
            return isDue;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Instant after(Instant now) {
        return schedule == null ? null : schedule.next(now);
    }
}
