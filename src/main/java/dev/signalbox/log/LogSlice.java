package dev.signalbox.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What a service wrote from an operation on, until the next one.
///
/// @param lines the first of them
/// @param remark what is to be said instead of lines, or after them; may be empty
public record LogSlice(List<LogLine> lines, Remark remark) {
    /// A slice has no more lines than that.
    public static final int MOST_LINES = 200;

    /// Characters of all its lines.
    private static final long MOST_TEXT = 1_000_000;

    private static final Pattern MARK = Pattern.compile("(start|stop|restart|kill) #\\d+ by .*");

    /// What the lines do not say.
    public enum Remark {
        NONE,
        /// There is more than is shown.
        MORE,
        /// It was never marked, or is not kept any more.
        NOT_KEPT,
        /// The service's engine keeps its output elsewhere, or the service is gone.
        ELSEWHERE,
        UNREADABLE
    }

    /// No lines, for a reason.
    public static LogSlice none(Remark reason) {
        return new LogSlice(List.of(), reason);
    }

    /// Reads it. Blocks.
    ///
    /// @param mark that of the operation
    public static LogSlice read(LogFiles files, String mark) {
        try {
            var tail = LogTail.openAt(files, mark);
            return tail.isPresent() ? read(tail.get()) : none(Remark.NOT_KEPT);
        } catch (IOException e) {
            return none(Remark.UNREADABLE);
        }
    }

    private static LogSlice read(LogTail tail) throws IOException {
        var lines = new ArrayList<LogLine>();
        var text = 0L;
        for (var ended = false; !ended; ) {
            var more = tail.poll();
            if (more.isEmpty()) {
                more = tail.pollWhole();
                ended = true;
            }
            for (var line : more) {
                if (!lines.isEmpty() && isMark(line)) {
                    return new LogSlice(lines, Remark.NONE);
                }
                text += line.text().length();
                if (lines.size() == MOST_LINES || text > MOST_TEXT) {
                    return new LogSlice(lines, Remark.MORE);
                }
                lines.add(line);
            }
        }
        return new LogSlice(lines, Remark.NONE);
    }

    private static boolean isMark(LogLine line) {
        return line.stream() == LogLine.Stream.CONSOLE
                && MARK.matcher(line.text()).matches();
    }
}
