package dev.signalbox.console.log;

import dev.signalbox.log.LogLine;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The last lines, numbered from 0 in the order they came; a number never means another line. FX thread only.
final class LogBuffer {

    static final int CAPACITY = 5_000;

    private final @Nullable LogEntry[] ring = new LogEntry[CAPACITY];
    private long first;
    private long end;

    /// Adds `line`, and forgets the oldest one when there are more than [#CAPACITY].
    void add(LogLine line) {
        ring[slot(end++)] = new LogEntry(line);
        first = Math.max(first, end - CAPACITY);
    }

    /// Forgets all lines. Numbers go on where they were.
    void clear() {
        Arrays.fill(ring, null);
        first = end;
    }

    /// The number of the oldest line kept.
    long first() {
        return first;
    }

    /// One past the number of the newest line.
    long end() {
        return end;
    }

    int size() {
        return (int) (end - first);
    }

    boolean isEmpty() {
        return first == end;
    }

    /// The line with `number`, at least [#first] and below [#end].
    LogEntry get(long number) {
        return Objects.requireNonNull(ring[slot(Objects.checkIndex(number - first, end - first) + first)]);
    }

    private static int slot(long number) {
        return (int) (number % CAPACITY);
    }
}
