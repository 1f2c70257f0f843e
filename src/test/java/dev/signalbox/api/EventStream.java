package dev.signalbox.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A reader of server-sent events.
final class EventStream implements AutoCloseable {
    /// @param id empty if it has none
    record Event(String id, String type, JsonNode data) {}

    private final BufferedReader lines;
    private final String firstId;
    private String lastId;

    EventStream(ApiBench bench, String path, String token) throws IOException, InterruptedException {
        this(bench, path, token, "");
    }

    EventStream(ApiBench bench, String path, String token, String lastId) throws IOException, InterruptedException {
        this.lastId = lastId;
        var request = bench.request("GET", path, token);
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        var response = bench.client().send(request.build(), BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new IOException("status " + response.statusCode());
        }
        lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        // The greeting: from now on nothing is missed. A stream that is not resumed says where it begins.
        var first = lastId;
        String line;
        while ((line = lines.readLine()) != null && !line.isEmpty()) {
            if (line.startsWith("id:")) {
                first = line.substring(3).strip();
            } else if (!line.startsWith(":")) {
                throw new IOException("no greeting but " + line);
            }
        }
        firstId = first;
    }

    /// Of the event before the first that comes.
    String firstId() {
        return firstId;
    }

    /// The next comment; events before it are passed over.
    String nextComment() throws IOException {
        for (String line; (line = lines.readLine()) != null; ) {
            if (line.startsWith(":")) {
                return line.substring(1).strip();
            }
        }
        throw new IOException("the stream has ended");
    }

    String lastId() {
        return lastId;
    }

    /// The next event, whenever it comes; `null` at the end.
    @Nullable
    Event nextOrEnd() throws IOException {
        var id = "";
        var type = "";
        var data = "";
        for (String line; (line = lines.readLine()) != null; ) {
            if (line.startsWith("id:")) {
                id = line.substring(3).strip();
                lastId = id;
            } else if (line.startsWith("event:")) {
                type = line.substring(6).strip();
            } else if (line.startsWith("data:")) {
                data = line.substring(5).strip();
            } else if (line.isEmpty() && !data.isEmpty()) {
                return new Event(id, type, JsonMapper.shared().readTree(data));
            }
        }
        return null;
    }

    Event next() throws IOException {
        var event = nextOrEnd();
        if (event == null) {
            throw new IOException("the stream has ended");
        }
        return event;
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
