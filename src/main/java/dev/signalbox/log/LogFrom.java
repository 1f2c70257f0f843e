package dev.signalbox.log;

import java.time.Instant;

/// Where a reader of a whole log begins.
public sealed interface LogFrom {

    /// Before the oldest line that is kept.
    record Oldest() implements LogFrom {}

    /// Behind the newest line.
    record Newest() implements LogFrom {}

    /// Before the line at a place; before the next one if that is not kept any more.
    record At(LogPlace place) implements LogFrom {}

    /// Before the first line that was written at a time or later.
    record Time(Instant time) implements LogFrom {}

    /// Before the line that so much of all bytes is before.
    ///
    /// @param share from 0 to 1
    record Share(double share) implements LogFrom {
        public Share {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("the share is " + share + ", but must be from 0 to 1");
            }
        }
    }
}
