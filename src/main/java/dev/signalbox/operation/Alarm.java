package dev.signalbox.operation;

import dev.signalbox.time.TimeSource;
import java.time.Duration;
import java.util.function.LongConsumer;

/// A service's one timer. It is only ever moved forward: an alarm that proves too early looks again and is set
/// anew, so that a thousand short operations cost one timer and not a thousand. Guarded by the [StateLock], but
/// for the ringing itself.
final class Alarm {
    private final TimeSource time;
    private final LongConsumer ring;
    private boolean armed;
    private TimeSource.Timer timer = () -> {};
    private long atNanos;

    /// @param ring called with the time it was set to; takes the lock, calls [#rang] and looks what is
    ///     due
    Alarm(TimeSource time, LongConsumer ring) {
        this.time = time;
        this.ring = ring;
    }

    /// Rings at `nanos` on [TimeSource#nanoTime()] or earlier.
    void arm(long nanos) {
        if (armed && atNanos - nanos <= 0) {
            return;
        }
        armed = true;
        atNanos = nanos;
        timer.cancel();
        timer = time.schedule(Duration.ofNanos(Math.max(0, nanos - time.nanoTime())), () -> ring.accept(nanos));
    }

    /// The alarm that was set to `nanos` is over. One that was replaced by an earlier one may ring too, if it had
    /// begun to, and changes nothing.
    void rang(long nanos) {
        if (atNanos == nanos) {
            armed = false;
        }
    }
}
