package dev.signalbox.console.log;

import java.util.stream.LongStream;

/// Finds lines that hold a text, in capitals or not. FX thread only.
final class LogSearch {

    static final long NONE = -1;

    private final LogBuffer buffer;

    LogSearch(LogBuffer buffer) {
        this.buffer = buffer;
    }

    /// The number of the first match at or after `from`, or below `from` if not `forward`; it goes on at the
    /// other end. [#NONE] if no line matches.
    long find(String text, long from, boolean forward) {
        int size = buffer.size();
        for (int i = 0; i < size; i++) {
            long distance = forward ? from - buffer.first() + i : from - buffer.first() - 1 - i;
            long line = buffer.first() + Math.floorMod(distance, size);
            if (matches(line, text)) {
                return line;
            }
        }
        return NONE;
    }

    int count(String text) {
        return (int) LongStream.range(buffer.first(), buffer.end())
                .filter(line -> matches(line, text))
                .count();
    }

    private boolean matches(long line, String text) {
        return !text.isEmpty() && indexOf(buffer.get(line).text(), text, 0) >= 0;
    }

    /// Where `text` begins in `line` at or after `from`; -1 if it does not.
    static int indexOf(String line, String text, int from) {
        for (int i = from; i + text.length() <= line.length(); i++) {
            if (line.regionMatches(true, i, text, 0, text.length())) {
                return i;
            }
        }
        return -1;
    }
}
