package dev.signalbox.metrics;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How a service's memory has grown, steadily for the last hour.
///
/// @param since when it was started
/// @param bytesPerHour since then, on average
/// @param meetsLimitAt when it meets its limit if it goes on like that; `null` if it has none, or does not within a day
public record Growth(
        Instant since, double bytesPerHour, @Nullable Instant meetsLimitAt) {}
