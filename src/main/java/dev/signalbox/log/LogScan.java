package dev.signalbox.log;

import dev.signalbox.log.LogLine.Stream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Looks through the lines of one stream a stretch at a time. Not thread safe.
final class LogScan {
    /// Bytes of a stretch.
    static final int STRETCH = 1024 * 1024;

    /// So far behind a stretch its last line may end; one that is longer is read by itself.
    private static final int MORE = LineAssembler.MAX_LINE;

    private static final int ESCAPE = 0x1b;

    /// Takes a line: its bytes from `from` on and before `to`, without its end.
    interface Each {
        /// A line of the stretch.
        ///
        /// @param text how the line reads, if it is none of these bytes as they are; else empty
        void line(long position, byte[] bytes, int from, int to, String text) throws IOException;
    }

    private final byte[] bytes = new byte[STRETCH + MORE];

    /// Calls `each` for the lines that begin at `from` or behind it, and before `to`, in order.
    ///
    /// @param span that both are in
    /// @param to at most [#STRETCH] behind `from`
    /// @param search what a line must have to be told; `null` for all
    /// @return how many lines there are
    long lines(
            ServiceLog service,
            Stream stream,
            KeptBytes.Span span,
            long from,
            long to,
            @Nullable ByteSearch search,
            Each each)
            throws IOException {
        var lines = service.lines(stream);
        var start = lines.startAtOrBehind(from);
        if (start >= to) {
            return 0;
        }
        var length = service.bytes(stream).read(span, bytes, (int) (to - start) + MORE, start);
        var within = (int) (to - start);
        if (search != null && lines.edgeBehind(start) >= to && !has(ESCAPE, length) && !has('\r', length)) {
            return found(lines, start, within, length, search, each);
        }
        return all(lines, start, within, length, each);
    }

    private boolean has(int wanted, int length) {
        return ByteCount.of(bytes, length, wanted) > 0;
    }

    private long all(KeptLines lines, long start, int within, int length, Each each) throws IOException {
        var count = 0L;
        var edge = lines.edgeBehind(start);
        for (int at = 0; at < within; count++) {
            var end = end(at, length);
            if (end == length || start + end >= edge) {
                // It goes on behind what was read, or a run ended in it.
                var line = lines.line(start + at);
                each.line(start + at, bytes, 0, 0, line.text());
                at = (int) Math.min(Integer.MAX_VALUE, line.end() - start);
                edge = lines.edgeBehind(start + at);
            } else {
                tell(lines, start, at, end, each);
                at = end + 1;
            }
        }
        return count;
    }

    private long found(KeptLines lines, long start, int within, int length, ByteSearch search, Each each)
            throws IOException {
        for (int at = 0; at < within; ) {
            var hit = search.find(bytes, at, length);
            if (hit < 0) {
                break;
            }
            var from = hit;
            while (from > at && bytes[from - 1] != '\n') {
                from--;
            }
            if (from >= within) {
                break;
            }
            var end = end(hit, length);
            tell(lines, start, from, end, each);
            at = end + 1;
        }
        var count = ByteCount.of(bytes, within, '\n');
        return bytes[within - 1] == '\n' ? count : count + 1;
    }

    private void tell(KeptLines lines, long start, int from, int end, Each each) throws IOException {
        var isPlain = end - from <= LineAssembler.MAX_LINE;
        for (int i = from; i < end && isPlain; i++) {
            isPlain = bytes[i] != '\r' || i == end - 1;
        }
        if (isPlain) {
            each.line(start + from, bytes, from, end > from && bytes[end - 1] == '\r' ? end - 1 : end, "");
        } else {
            each.line(start + from, bytes, 0, 0, lines.line(start + from).text());
        }
    }

    private int end(int from, int length) {
        var end = from;
        while (end < length && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    /// How a line reads that was told.
    static String text(byte[] bytes, int from, int to, String text) {
        return text.isEmpty() ? new String(bytes, from, to - from, StandardCharsets.UTF_8) : text;
    }
}
