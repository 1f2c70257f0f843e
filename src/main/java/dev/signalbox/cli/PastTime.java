package dev.signalbox.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/// A moment of the past as people say it.
final class PastTime {
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");

    private PastTime() {}

    /// What `text` says: so long ago, such as `10m`; the last time at which the clock showed it, such as `14:00`; or
    /// this
    /// very time, such as `2026-01-31T12:00:00Z`. Empty if it says none of these.
    static Optional<Instant> of(String text, ZonedDateTime now) {
        var ago = AGO.matcher(text);
        if (ago.matches()) {
            var number = Long.parseLong(ago.group(1));
            var length = switch (ago.group(2)) {
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
            return Optional.of(now.minus(length).toInstant());
        }
        try {
            if (text.matches("\\d\\d:\\d\\d(:\\d\\d)?")) {
                var today = now.with(LocalTime.parse(text));
                return Optional.of((today.isAfter(now) ? today.minusDays(1) : today).toInstant());
            }
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
