package dev.signalbox.engine.remote;

import dev.signalbox.engine.LogSearch;
import dev.signalbox.log.LogFindings;
import dev.signalbox.log.LogPlace;
import dev.signalbox.wire.LogFindingsMessage;
import dev.signalbox.wire.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// A search by an engine elsewhere, on a thread of its own. Where the connection breaks it says so, and begins anew.
final class RemoteLogSearch implements LogSearch {
    private final Http http;
    private final String path;
    private final Consumer<RemoteLogSearch> ended;
    private final Reader reader = new Reader("remote log search", this::read);
    private volatile LogFindings findings =
            new LogFindings(List.of(), 0, Map.of(), List.of(), 0, 0, Long.MAX_VALUE, "");
    /// Of the thread alone.
    private List<LogPlace> matches = new ArrayList<>();

    /// @param ended told once it is closed
    RemoteLogSearch(Http http, String path, Consumer<RemoteLogSearch> ended) {
        this.http = http;
        this.path = path;
        this.ended = ended;
    }

    void start() {
        reader.start();
    }

    /// @return whether it is worth another attempt
    private boolean read() throws InterruptedException {
        try (var events = http.stream(path, "")) {
            for (var event = reader.next(events); event != null; event = reader.next(events)) {
                switch (event.type()) {
                    case "findings" -> take(Wire.readAnswer(event.data(), LogFindingsMessage.class));
                    case "dropped" -> {
                        end(Wire.readAnswer(event.data(), JsonNode.class)
                                .path("reason")
                                .asString(""));
                        return true;
                    }
                    default -> {} // of a later engine
                }
            }
            if (!findings.problem().isEmpty()) {
                return false; // the search has ended by itself, as it would again
            }
            end("the engine ended the connection");
            return true;
        } catch (IOException | RuntimeException e) {
            end(String.valueOf(e.getMessage()));
            return true;
        } catch (RefusedException e) {
            end(e.reason());
            return false;
        }
    }

    private void take(LogFindingsMessage message) {
        if (message.anew()) {
            matches = new ArrayList<>();
        }
        var added = message.toPlaces();
        if (!added.isEmpty()) {
            matches.addAll(added);
            Collections.sort(matches);
            matches.subList(0, Math.max(0, matches.size() - LogFindings.MOST_MATCHES))
                    .clear();
        }
        findings = message.toFindings(matches);
    }

    private void end(String problem) {
        var now = findings;
        findings = new LogFindings(
                now.matches(), now.count(), now.counts(), now.rows(), now.lines(), now.bytes(), now.of(), problem);
    }

    @Override
    public LogFindings findings() {
        return findings;
    }

    @Override
    public void close() {
        reader.close();
        ended.accept(this);
    }
}
