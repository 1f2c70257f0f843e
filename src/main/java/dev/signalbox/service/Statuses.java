package dev.signalbox.service;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which statuses of HTTP are good answers.
///
/// @param ranges at least one
public record Statuses(List<Range> ranges) {
    public static final int LEAST = 100;
    public static final int MOST = 599;

    private static final Pattern FAMILY = Pattern.compile("([1-5])[xX]{2}");
    private static final Pattern RANGE = Pattern.compile("([1-5]\\d{2})(?:\\s*-\\s*([1-5]\\d{2}))?");
    private static final int FAMILY_SIZE = 100;

    public Statuses {
        ranges = List.copyOf(ranges);
    }

    /// From `first` to `last`, both of them included.
    public record Range(int first, int last) {

        /// What `200`, `3xx` or `200-299` says; `null` if `text` is none of them.
        public static @Nullable Range parse(String text) {
            var family = FAMILY.matcher(text);
            if (family.matches()) {
                var first = FAMILY_SIZE * Integer.parseInt(family.group(1));
                return new Range(first, first + FAMILY_SIZE - 1);
            }
            var range = RANGE.matcher(text);
            if (!range.matches()) {
                return null;
            }
            var first = Integer.parseInt(range.group(1));
            var last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            return first <= last ? new Range(first, last) : null;
        }

        boolean has(int status) {
            return first <= status && status <= last;
        }

        @Override
        public String toString() {
            if (first == last) {
                return Integer.toString(first);
            }
            return first % FAMILY_SIZE == 0 && last == first + FAMILY_SIZE - 1
                    ? first / FAMILY_SIZE + "xx"
                    : first + "-" + last;
        }
    }

    public static Statuses of(int status) {
        return new Statuses(List.of(new Range(status, status)));
    }

    /// The one status that is good; `null` if several are.
    public @Nullable Integer single() {
        var first = ranges.getFirst();
        return ranges.size() == 1 && first.first == first.last ? (Integer) first.first : null;
    }

    public boolean has(int status) {
        return ranges.stream().anyMatch(range -> range.has(status));
    }

    /// For example `200, 3xx`.
    @Override
    public String toString() {
        return ranges.stream().map(Range::toString).collect(Collectors.joining(", "));
    }
}
