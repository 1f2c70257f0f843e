package dev.signalbox.logging;

import java.io.PrintStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/// Writes events of a level and above.
abstract class LineLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;

    private final transient PrintStream out;
    private final Level least;

    LineLogger(String name, Level least, PrintStream out) {
        this.name = name;
        this.out = out;
        this.least = least;
    }

    /// An event as it is written.
    abstract String text(Instant time, Level level, String message, @Nullable Throwable thrown);

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            String message,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        var words = String.valueOf(MessageFormatter.basicArrayFormat(message, arguments));
        // One call, so that lines of several threads do not mix.
        out.println(text(Instant.now(), level, words, thrown));
    }

    private boolean writes(Level level) {
        return level.toInt() >= least.toInt();
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    public boolean isTraceEnabled() {
        return writes(Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return writes(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return writes(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return writes(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return writes(Level.ERROR);
    }
}
