package dev.signalbox.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One line of a service's output.
///
/// @param time when it was written, wall clock, to about a quarter of a second; `null` if nobody was there to
///     note it
/// @param text without its line end, escape sequences included
public record LogLine(@Nullable Instant time, Stream stream, String text) {

    /// Where a line comes from.
    public enum Stream {
        OUT,
        ERR,
        /// From the engine itself: "restart #12 began".
        CONSOLE
    }
}
