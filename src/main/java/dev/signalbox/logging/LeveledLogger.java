package dev.signalbox.logging;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/// Writes events of the levels that another logger, the plain one, does.
abstract class LeveledLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;

    final transient Logger plain;

    LeveledLogger(Logger plain) {
        this.name = plain.getName();
        this.plain = plain;
    }

    abstract void write(Level level, String message, @Nullable Throwable thrown);

    @Override
    protected final void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            String message,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        write(level, String.valueOf(MessageFormatter.basicArrayFormat(message, arguments)), thrown);
    }

    @Override
    protected final @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    public final boolean isTraceEnabled() {
        return plain.isTraceEnabled();
    }

    @Override
    public final boolean isDebugEnabled() {
        return plain.isDebugEnabled();
    }

    @Override
    public final boolean isInfoEnabled() {
        return plain.isInfoEnabled();
    }

    @Override
    public final boolean isWarnEnabled() {
        return plain.isWarnEnabled();
    }

    @Override
    public final boolean isErrorEnabled() {
        return plain.isErrorEnabled();
    }
}
