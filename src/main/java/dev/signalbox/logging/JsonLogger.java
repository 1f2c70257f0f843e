package dev.signalbox.logging;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import tools.jackson.databind.json.JsonMapper;

/// Writes events of level INFO and above; of the HTTP library ERROR alone, as its warnings tell what callers have
/// sent, as much of it as they like.
final class JsonLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;

    private final transient PrintStream out;
    private final Level least;

    JsonLogger(String name, PrintStream out) {
        this.name = name;
        this.out = out;
        this.least = name.startsWith("io.helidon") ? Level.ERROR : Level.INFO;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            String message,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        var event = new LinkedHashMap<String, Object>();
        event.put("time", Instant.now().toString());
        event.put("level", level.name());
        event.put("logger", getName());
        event.put("message", String.valueOf(MessageFormatter.basicArrayFormat(message, arguments)));
        if (thrown != null) {
            var trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            event.put("exception", trace.toString());
        }
        // One call, so that lines of several threads do not mix.
        out.println(JsonMapper.shared().writeValueAsString(event));
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
