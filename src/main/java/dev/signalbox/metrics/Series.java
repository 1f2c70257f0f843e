package dev.signalbox.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What a service has used. Immutable.
///
/// @param since when the first step begins, wall clock
/// @param step how long each is
/// @param points the steps in which anything was seen, oldest first: where one is missing, nobody has looked or
///     nothing ran
public record Series(Instant since, Duration step, List<Point> points) {
    /// The most steps that there are in one.
    public static final int MOST = 3600;

    public Series {
        points = List.copyOf(points);
    }

    /// How long a step must be at least, for all of `range` to have at most [#MOST].
    public static Duration leastStep(Duration range) {
        return Duration.ofSeconds(Math.max(1, Math.ceilDiv(range.toSeconds(), MOST)));
    }
}
