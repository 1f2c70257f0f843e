package dev.signalbox.service;

import java.time.Duration;

/// Durations for people.
final class Durations {
    private Durations() {}

    /// For example `500 ms`, `15 s` or `1 m`, whichever is exact.
    static String text(Duration duration) {
        if (duration.toMillis() % 1000 != 0) {
            return duration.toMillis() + " ms";
        }
        return duration.toSeconds() % 60 != 0 || duration.isZero()
                ? duration.toSeconds() + " s"
                : duration.toMinutes() + " m";
    }
}
