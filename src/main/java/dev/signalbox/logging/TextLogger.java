package dev.signalbox.logging;

import dev.signalbox.text.PlainText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/// Has slf4j-simple write each event as a line of text: `2026-01-01T12:00:00.000 INFO signalbox.operations - …`. The
/// trace of what was thrown stands below it: no line of that begins like a record, either.
final class TextLogger extends LeveledLogger {
    private static final long serialVersionUID = 1L;

    TextLogger(Logger plain) {
        super(plain);
    }

    @Override
    void write(Level level, String message, @Nullable Throwable thrown) {
        var event = plain.atLevel(level);
        (thrown == null ? event : event.setCause(ShownThrowable.of(thrown))).log(PlainText.line(message));
    }
}
