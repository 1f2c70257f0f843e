package dev.signalbox.service.probe;

import java.time.Duration;

/// Words of answers.
final class Texts {
    private Texts() {}

    /// A duration as "2 s" or "500 ms".
    static String duration(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
