package dev.signalbox.console.history;

import dev.signalbox.log.LogFiles;
import dev.signalbox.log.LogLine;
import dev.signalbox.log.LogTail;
import dev.signalbox.operation.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a service wrote from an operation on, until the next one.
///
/// @param lines the first of them
/// @param remark what is to be said instead of lines, or after them; may be empty
record LogSlice(List<LogLine> lines, Remark remark) {
    static final int MOST_LINES = 200;

    private static final Pattern MARK = Pattern.compile("(start|stop|restart) #\\d+ by .*");

    enum Remark {
        NONE,
        /// There is more than is shown.
        MORE,
        /// It was never marked, or is not kept any more.
        NOT_KEPT,
        /// The service's engine keeps its output elsewhere, or the service is gone.
        ELSEWHERE,
        UNREADABLE
    }

    /// Reads it. Not for the FX thread.
    ///
    /// @param files `null` if there are none
    static LogSlice read(@Nullable LogFiles files, Operation operation) {
        if (files == null) {
            return new LogSlice(List.of(), Remark.ELSEWHERE);
        }
        try {
            var tail = LogTail.openAt(files, operation.mark());
            return tail.isPresent() ? read(tail.get()) : new LogSlice(List.of(), Remark.NOT_KEPT);
        } catch (IOException e) {
            return new LogSlice(List.of(), Remark.UNREADABLE);
        }
    }

    private static LogSlice read(LogTail tail) throws IOException {
        var lines = new ArrayList<LogLine>();
        for (var more = tail.poll(); !more.isEmpty(); more = tail.poll()) {
            for (var line : more) {
                if (!lines.isEmpty() && isMark(line)) {
                    return new LogSlice(lines, Remark.NONE);
                }
                if (lines.size() == MOST_LINES) {
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
