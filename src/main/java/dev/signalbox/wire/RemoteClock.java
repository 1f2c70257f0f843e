package dev.signalbox.wire;

import dev.signalbox.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Tells moments of the engine's machine as they were on the clocks of this one.
///
/// @param ahead by how much the engine's wall clock is ahead
public record RemoteClock(TimeSource time, Duration ahead) {
    /// The engine tells whole seconds, so that less than that means nothing.
    private static final Duration NOTICEABLE = Duration.ofSeconds(2);
    private static final Duration HALF = Duration.ofMillis(500);

    /// Compares the clocks.
    ///
    /// @param told the second that the engine gave with an answer
    /// @param received when it came, on this machine's wall clock
    public static RemoteClock of(TimeSource time, Instant told, Instant received) {
        var ahead = Duration.between(received, told.plus(HALF));
        return new RemoteClock(time, ahead.abs().compareTo(NOTICEABLE) < 0 ? Duration.ZERO : ahead);
    }

    /// Clocks of which nothing is known are taken to agree.
    public static RemoteClock inStep(TimeSource time) {
        return new RemoteClock(time, Duration.ZERO);
    }

    /// On this machine's wall clock.
    public Instant here(Instant there) {
        return there.minus(ahead);
    }

    /// The same of a moment that there may not be.
    @Nullable
    Instant hereIfAny(@Nullable Instant there) {
        return there == null ? null : here(there);
    }

    /// On the engine's wall clock.
    public Instant there(Instant here) {
        return here.plus(ahead);
    }

    /// On this machine's [TimeSource#nanoTime()].
    public long nanos(Instant there) {
        return time.nanoTime() - Duration.between(here(there), time.now()).toNanos();
    }
}
