package dev.signalbox.console.log;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The time column: `14:32:07.104`, or `2026-03-01 14:32:07.104`, or nothing at all.
enum LogTimes {
    NONE(""),
    TIME("HH:mm:ss.SSS"),
    DATE_AND_TIME("yyyy-MM-dd HH:mm:ss.SSS");

    private final String pattern;
    private final DateTimeFormatter formatter;

    LogTimes(String pattern) {
        this.pattern = pattern;
        this.formatter = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    }

    static LogTimes of(boolean times, boolean dates) {
        return dates ? DATE_AND_TIME : times ? TIME : NONE;
    }

    /// How many characters the column has.
    int chars() {
        return pattern.length();
    }

    /// `time` as shown in `zone`; empty if it is not known.
    String format(@Nullable Instant time, ZoneId zone) {
        return time == null ? "" : formatter.format(time.atZone(zone));
    }
}
