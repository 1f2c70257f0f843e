package dev.signalbox.log;

import dev.signalbox.log.LogLine.Stream;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a line is in the whole log of some services. It stays the same while the log grows and is rotated, and names
/// the same line to every reader.
///
/// Places are in the order in which a log is read: by time, then by service, then as they were written. That order is
/// exact within a stream; what two streams wrote within a quarter of a second may change places as long as it is the
/// newest that there is.
///
/// @param millis since 1970, when the line was written or at the latest before it; zero if nobody knows
/// @param service that wrote it
/// @param stream that it is in
/// @param position in all that was ever written to the stream; of the engine's own lines a number that only grows
public record LogPlace(long millis, String service, Stream stream, long position) implements Comparable<LogPlace> {
    private static final Comparator<LogPlace> ORDER = Comparator.comparingLong(LogPlace::millis)
            .thenComparing(LogPlace::service)
            .thenComparing(LogPlace::stream)
            .thenComparingLong(LogPlace::position);
    private static final Pattern FORMAT = Pattern.compile("([0-9]{1,15})\\.([0-9]{1,18})\\.([oec])\\.(.+)");

    public LogPlace {
        if (millis < 0 || position < 0) {
            throw new IllegalArgumentException("a place has " + millis + " and " + position + ", but none is negative");
        }
    }

    /// The place that [#toString] gives as `text`; empty if it gives none so.
    public static Optional<LogPlace> parse(String text) {
        var parts = FORMAT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        var stream = switch (parts.group(3)) {
            case "o" -> Stream.OUT;
            case "e" -> Stream.ERR;
            default -> Stream.CONSOLE;
        };
        return Optional.of(
                new LogPlace(Long.parseLong(parts.group(1)), parts.group(4), stream, Long.parseLong(parts.group(2))));
    }

    @Override
    public int compareTo(LogPlace other) {
        return ORDER.compare(this, other);
    }

    /// In a form that readers elsewhere give back as it is.
    @Override
    public String toString() {
        var letter = switch (stream) {
            case OUT -> "o";
            case ERR -> "e";
            case CONSOLE -> "c";
        };
        return millis + "." + position + "." + letter + "." + service;
    }
}
