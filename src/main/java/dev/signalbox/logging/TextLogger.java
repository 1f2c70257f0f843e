package dev.signalbox.logging;

import dev.signalbox.text.PlainText;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/// Writes each event as a line of text: `2026-01-01T12:00:00.000 INFO signalbox.operations - …`. The trace of what was
/// thrown stands below it, indented: no line begins like a record but a record.
final class TextLogger extends LineLogger {
    private static final long serialVersionUID = 1L;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS");

    TextLogger(String name, Level least, PrintStream out) {
        super(name, least, out);
    }

    @Override
    String text(Instant time, Level level, String message, @Nullable Throwable thrown) {
        var when = TIME.format(time.atZone(ZoneId.systemDefault()));
        var line = PlainText.line(when + " " + level + " " + getName() + " - " + message);
        return thrown == null ? line : line + System.lineSeparator() + trace(thrown);
    }

    private static String trace(Throwable thrown) {
        var trace = new StringWriter();
        ShownThrowable.of(thrown).printStackTrace(new PrintWriter(trace));
        return trace.toString().stripTrailing().indent(4).stripTrailing();
    }
}
