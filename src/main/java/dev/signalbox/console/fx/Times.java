package dev.signalbox.console.fx;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// How the console writes times.
public final class Times {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("'at' HH:mm", Locale.ROOT);

    private static final DateTimeFormatter WEEKDAY = DateTimeFormatter.ofPattern("'on' EEE 'at' HH:mm", Locale.ENGLISH);

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("'on' uuuu-MM-dd 'at' HH:mm", Locale.ROOT);

    private static final DateTimeFormatter PAST = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private static final DateTimeFormatter PAST_MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    private Times() {}

    /// A short time to a tenth of a second, a longer one in two units: `3.2 s`, `4 m 18 s`, `2 d 6 h`.
    public static String compact(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", Math.max(0, time.toMillis()) / 1000.0);
        }
        if (seconds < 3_600) {
            return seconds / 60 + " m " + seconds % 60 + " s";
        }
        if (seconds < 86_400) {
            return seconds / 3_600 + " h " + seconds / 60 % 60 + " m";
        }
        return seconds / 86_400 + " d " + seconds / 3_600 % 24 + " h";
    }

    /// A time that is a guess: as [#compact], but whole seconds from ten on.
    public static String about(Duration time) {
        return time.toSeconds() < 10 || time.toSeconds() >= 60
                ? compact(time)
                : Math.round(time.toMillis() / 1000.0) + " s";
    }

    /// An uptime: as [#compact], but whole seconds below a minute.
    public static String uptime(Duration time) {
        var seconds = Math.max(0, time.toSeconds());
        return seconds < 60 ? seconds + " s" : compact(time);
    }

    /// A timeout: whole seconds without a fraction, `30 s`, `1.5 s`.
    public static String limit(Duration time) {
        return time.toMillis() % 1000 == 0 && time.toSeconds() < 120 ? time.toSeconds() + " s" : compact(time);
    }

    /// The time of day where the operator is: `14:29:12`.
    public static String clock(Instant time) {
        return CLOCK.format(time.atZone(ZoneId.systemDefault()));
    }

    /// The time of day to the minute: `14:29`.
    public static String minute(Instant time) {
        return MINUTE.format(time.atZone(ZoneId.systemDefault()));
    }

    /// A moment that has passed: the time of day if it was on the day of `now`, else the date before it.
    public static String moment(Instant time, Instant now) {
        var zone = ZoneId.systemDefault();
        var then = time.atZone(zone);
        var today = then.toLocalDate().equals(now.atZone(zone).toLocalDate());
        return (today ? CLOCK : PAST).format(then);
    }

    /// As [#moment], to the minute: `14:29`, `2026-11-30 14:29`.
    public static String day(Instant time, Instant now) {
        var zone = ZoneId.systemDefault();
        var then = time.atZone(zone);
        var today = then.toLocalDate().equals(now.atZone(zone).toLocalDate());
        return (today ? MINUTE : PAST_MINUTE).format(then);
    }

    /// A span of whole units in its largest one: `90 s`, `1 m`, `2 h`.
    public static String span(Duration time) {
        if (time.toMillis() % 3_600_000 == 0) {
            return time.toHours() + " h";
        }
        return time.toMillis() % 60_000 == 0 ? time.toMinutes() + " m" : limit(time);
    }

    /// A moment that is to come, seen from `now`: `at 14:05` today, `on Tue at 14:05` within a week, else
    /// `on 2027-01-01 at 14:05`.
    public static String next(Instant time, Instant now, ZoneId zone) {
        var then = time.atZone(zone);
        var days = ChronoUnit.DAYS.between(now.atZone(zone).toLocalDate(), then.toLocalDate());
        return (days == 0 ? TODAY : days < 7 ? WEEKDAY : DATE).format(then);
    }
}
