package dev.signalbox.wire;

import dev.signalbox.metrics.Growth;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Says("How a service's memory has grown, steadily for the last hour.")
public record GrowthMessage(
        @Says("when it was started") Instant since,
        @Says("since then, on average") long bytesPerHour,

        @Says("when it meets its limit if it goes on like that; `null` if it has none, or does not within a day")
        @Nullable
        Instant meetsLimitAt) {
    static GrowthMessage of(Growth growth) {
        return new GrowthMessage(growth.since(), Math.round(growth.bytesPerHour()), growth.meetsLimitAt());
    }

    Growth toGrowth(RemoteClock clock) {
        return new Growth(clock.here(since), bytesPerHour, clock.hereIfAny(meetsLimitAt));
    }
}
