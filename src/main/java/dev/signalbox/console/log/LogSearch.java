package dev.signalbox.console.log;

import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Where a text occurs in the buffer's lines, in capitals or not. It looks at the lines a stretch at a time, the
/// oldest first, and at each only once, so that no log is too large or too fast for it: what it knows is always
/// about the lines that it has looked at and that the buffer still holds. FX thread only.
final class LogSearch {

    /// How many characters a stretch has, which are looked through in some milliseconds.
    static final int STRETCH = 1_000_000;

    /// An empty line takes as much time as so many characters.
    private static final int LINE = 100;

    private static final long NONE = -1;

    private final LogBuffer buffer;
    /// How often the text occurs in each line, at its number's remainder.
    private final int[] counts = new int[LogBuffer.CAPACITY];
    private String text = "";
    /// The first line not looked at yet.
    private long next;

    /// A place where the text occurs.
    ///
    /// @param line the line's number
    /// @param ordinal which one in its line, from 0
    /// @param start its first character in the line
    record Match(long line, int ordinal, int start) {}

    LogSearch(LogBuffer buffer) {
        this.buffer = buffer;
    }

    String text() {
        return text;
    }

    /// Begins anew, with another text; an empty one occurs nowhere.
    void setText(String newText) {
        text = newText;
        next = buffer.first();
    }

    /// Whether it has looked at all lines.
    boolean isDone() {
        return text.isEmpty() || hasReached(buffer.end());
    }

    /// Whether it has looked at the lines before the one with `number`, or they are gone.
    boolean hasReached(long number) {
        return Math.max(next, buffer.first()) >= number;
    }

    /// Looks at the next stretch of lines.
    void lookOn() {
        next = Math.max(next, buffer.first());
        for (int left = STRETCH; left > 0 && !isDone(); next++) {
            String line = buffer.get(next).text();
            counts[slot(next)] = count(line);
            left -= LINE + line.length();
        }
    }

    private int count(String line) {
        int count = 0;
        int at = indexOf(line, text, 0, line.length());
        while (at >= 0) {
            count++;
            at = indexOf(line, text, at + text.length(), line.length());
        }
        return count;
    }

    /// How often the text occurs.
    int count() {
        return text.isEmpty() ? 0 : countBefore(next);
    }

    /// Which of all `match` is, from 1; 0 if its line is gone.
    int place(Match match) {
        return match.line < buffer.first() ? 0 : countBefore(match.line) + match.ordinal + 1;
    }

    private int countBefore(long end) {
        return LongStream.range(buffer.first(), end)
                .mapToInt(line -> counts[slot(line)])
                .sum();
    }

    /// The first match in the line with `number` or below it, or else the last one above; `null` without any.
    @Nullable
    Match near(long number) {
        long below = hit(Math.max(number, buffer.first()), 1);
        return below != NONE ? match(below, 0) : last(hit(Math.min(number, next) - 1, -1));
    }

    /// The match below `match`; below the last one there is the first of all.
    @Nullable
    Match below(Match match) {
        if (match.line >= buffer.first() && match.ordinal + 1 < counts[slot(match.line)]) {
            return match(match.line, match.ordinal + 1);
        }
        long line = hit(Math.max(match.line + 1, buffer.first()), 1);
        return first(line != NONE ? line : hit(buffer.first(), 1));
    }

    /// The match above `match`; above the first one there is the last of all.
    @Nullable
    Match above(Match match) {
        if (match.line >= buffer.first() && match.ordinal > 0) {
            return match(match.line, match.ordinal - 1);
        }
        long line = hit(match.line - 1, -1);
        return last(line != NONE ? line : hit(next - 1, -1));
    }

    /// The nearest line in which the text occurs, from that with `number` on, downwards or upwards.
    private long hit(long number, int step) {
        if (text.isEmpty()) {
            return NONE;
        }
        for (long line = number; line >= buffer.first() && line < next; line += step) {
            if (counts[slot(line)] > 0) {
                return line;
            }
        }
        return NONE;
    }

    private @Nullable Match first(long line) {
        return line == NONE ? null : match(line, 0);
    }

    private @Nullable Match last(long line) {
        return line == NONE ? null : match(line, counts[slot(line)] - 1);
    }

    private Match match(long number, int ordinal) {
        String line = buffer.get(number).text();
        int start = indexOf(line, text, 0, line.length());
        for (int i = 0; i < ordinal; i++) {
            start = indexOf(line, text, start + text.length(), line.length());
        }
        return new Match(number, ordinal, start);
    }

    private static int slot(long number) {
        return (int) (number % LogBuffer.CAPACITY);
    }

    /// Where `text` begins in `line`, at or after `from` and before `end`; -1 if it does not.
    static int indexOf(String line, String text, int from, int end) {
        int last = Math.min(end - 1, line.length() - text.length());
        for (int i = from; i <= last; i++) {
            if (line.regionMatches(true, i, text, 0, text.length())) {
                return i;
            }
        }
        return -1;
    }
}
