package dev.signalbox.console.log;

import dev.signalbox.log.LogLevel;
import dev.signalbox.log.LogLine;
import org.jspecify.annotations.Nullable;

/// A line in the buffer, with what showing it has cost so far: most lines of a busy service leave the buffer
/// without ever being on screen, so each part is worked out when first asked for. FX thread only.
final class LogEntry {

    private static final int[] ONE_ROW = {0};

    private final LogLine line;
    private @Nullable AnsiText content;
    private @Nullable LogLevel level;
    private boolean levelKnown;
    private int[] rowStarts = ONE_ROW;
    private double wrapWidth = Double.NaN;

    LogEntry(LogLine line) {
        this.line = line;
    }

    LogLine line() {
        return line;
    }

    boolean fromConsole() {
        return line.stream() == LogLine.Stream.CONSOLE;
    }

    AnsiText content() {
        AnsiText parsed = content;
        if (parsed == null) {
            parsed = AnsiText.parse(line.text());
            content = parsed;
        }
        return parsed;
    }

    String text() {
        return content().text();
    }

    @Nullable
    LogLevel level() {
        if (!levelKnown) {
            level = fromConsole() ? null : LogLevel.of(text());
            levelKnown = true;
        }
        return level;
    }

    /// Where the rows begin in the text when it is wrapped at `width`.
    int[] rowStarts(double width, Advances advances) {
        if (wrapWidth != width) {
            rowStarts = LineWrap.rowStarts(text(), width, advances);
            wrapWidth = width;
        }
        return rowStarts;
    }
}
