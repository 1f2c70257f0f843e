package dev.signalbox.wire;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Lengths of time as they are written over the wire.
final class Millis {
    private Millis() {}

    static @Nullable Long of(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis();
    }

    static @Nullable Duration toDuration(@Nullable Long millis) {
        return millis == null ? null : Duration.ofMillis(millis);
    }

    static Duration orZero(@Nullable Long millis) {
        return Duration.ofMillis(millis == null ? 0 : millis);
    }
}
