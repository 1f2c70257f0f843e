package dev.signalbox.logging;

import dev.signalbox.text.PlainText;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import tools.jackson.databind.json.JsonMapper;

/// Writes each event as a line of JSON.
final class JsonLogger extends LeveledLogger {
    private static final long serialVersionUID = 1L;

    private final transient PrintStream out;

    JsonLogger(Logger levels, PrintStream out) {
        super(levels);
        this.out = out;
    }

    @Override
    void write(Level level, String message, @Nullable Throwable thrown) {
        var event = new LinkedHashMap<String, Object>();
        event.put("time", Instant.now().toString());
        event.put("level", level.name());
        event.put("logger", getName());
        event.put("message", message);
        if (thrown != null) {
            var trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            event.put("exception", trace.toString());
        }
        // JSON escapes only some of it, and a person may look at it too. One call, so that lines do not mix.
        out.println(PlainText.line(JsonMapper.shared().writeValueAsString(event)));
    }
}
