package dev.signalbox.time;

import java.time.Duration;
import java.time.Instant;

/// Time as the engine sees it, so that tests can make their own.
public interface TimeSource {

    /// Nanoseconds on a clock that never jumps; only differences mean something.
    long nanoTime();

    /// The wall clock, for people and records only.
    Instant now();

    /// Runs `task` once, when `delay` has passed. Tasks are short and do not block.
    ///
    /// @return calls it off and forgets it, if it has not begun
    Timer schedule(Duration delay, Runnable task);

    /// Something that is to be done at its time.
    @FunctionalInterface
    interface Timer {
        /// Lets it not be done, and keeps nothing of it. Without effect once it has begun.
        void cancel();
    }
}
