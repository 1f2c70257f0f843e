package dev.signalbox.engine.remote;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads a stream of server-sent events. One thread reads; any may close.
final class ServerSentEvents implements AutoCloseable {
    private final InputStream in;
    private final BufferedReader lines;

    /// @param id empty if it has none
    /// @param type empty if it has none
    record Event(String id, String type, String data) {}

    ServerSentEvents(InputStream in) {
        this.in = in;
        this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /// Waits for the next event.
    ///
    /// @return `null` at the end of the stream
    @Nullable
    Event next() throws IOException {
        var id = "";
        var type = "";
        var data = new StringBuilder();
        var something = false;
        for (String line; (line = lines.readLine()) != null; ) {
            if (line.isEmpty()) {
                if (something) {
                    return new Event(id, type, data.toString());
                }
                continue;
            }
            var colon = line.indexOf(':');
            var name = colon < 0 ? line : line.substring(0, colon);
            var value = colon < 0 ? "" : line.substring(colon + 1);
            value = value.startsWith(" ") ? value.substring(1) : value;
            switch (name) {
                case "id" -> id = value;
                case "event" -> type = value;
                case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
                default -> {
                    continue; // comments, which begin with a colon, among them
                }
            }
            something = true;
        }
        return null;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException _) {
            // It is given up anyway.
        }
    }
}
