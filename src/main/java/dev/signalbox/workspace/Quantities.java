package dev.signalbox.workspace;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Amounts with their units, as they are written in workspace files. Each method returns `null` for what it
/// cannot read.
final class Quantities {
    static final String DURATIONS = "a duration such as 500ms, 30s, 5m, 1h, 7d, at most 365d";
    static final String SIZES = "a size such as 500KB, 50MB, 1GB, 64MiB";

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(ms|s|m|h|d)");
    private static final Duration LONGEST = Duration.ofDays(365);

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(B|KB|MB|GB|KiB|MiB|GiB)");
    private static final Pattern SPAN = Pattern.compile("(\\S+)\\.\\.(\\S+)");
    private static final Pattern RATE = Pattern.compile("([0-9]{1,6}) in (\\S+)");

    private Quantities() {}

    /// A shortest and a longest duration.
    record Span(Duration min, Duration max) {}

    /// So many times within a duration.
    record Rate(int times, Duration within) {}

    static @Nullable Duration duration(String text) {
        var match = DURATION.matcher(text);
        if (!match.matches()) {
            return null;
        }
        var number = Long.parseLong(match.group(1));
        var duration = switch (match.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
        return duration.compareTo(LONGEST) > 0 ? null : duration;
    }

    static @Nullable Duration positiveDuration(String text) {
        var duration = duration(text);
        return duration == null || duration.isZero() ? null : duration;
    }

    /// A positive number of bytes.
    static @Nullable Long size(String text) {
        var match = SIZE.matcher(text);
        var bytes = match.matches() ? Long.parseLong(match.group(1)) * unit(match.group(2)) : 0;
        return bytes == 0 ? null : bytes;
    }

    private static long unit(String name) {
        return switch (name) {
            case "KB" -> 1_000;
            case "MB" -> 1_000_000;
            case "GB" -> 1_000_000_000;
            case "KiB" -> 1 << 10;
            case "MiB" -> 1 << 20;
            case "GiB" -> 1 << 30;
            default -> 1;
        };
    }

    /// For example `1s..60s`.
    static @Nullable Span span(String text) {
        var match = SPAN.matcher(text);
        if (!match.matches()) {
            return null;
        }
        var min = positiveDuration(match.group(1));
        var max = positiveDuration(match.group(2));
        return min == null || max == null || min.compareTo(max) > 0 ? null : new Span(min, max);
    }

    /// For example `5 in 1m`.
    static @Nullable Rate rate(String text) {
        var match = RATE.matcher(text);
        var within = match.matches() ? positiveDuration(match.group(2)) : null;
        var times = within == null ? 0 : Integer.parseInt(match.group(1));
        return within == null || times == 0 ? null : new Rate(times, within);
    }

    /// For example `50 MB`; exact.
    static String showSize(long bytes) {
        for (var name : List.of("GB", "GiB", "MB", "MiB", "KB", "KiB")) {
            if (bytes % unit(name) == 0) {
                return bytes / unit(name) + " " + name;
            }
        }
        return bytes + " B";
    }
}
