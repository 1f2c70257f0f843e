package dev.signalbox.cli;

import dev.signalbox.code.Code;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;

/// A running engine. What it refuses ends the command with the reason and the fitting code.
final class Engine {
    private static final String PREFIX = "/api/v1";
    private static final int NONE = 0;
    private static final int UNAVAILABLE = 503;

    private final Endpoint endpoint;

    Engine(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /// @param path below `/api/v1`, with its query
    Node get(String path) {
        return exchange("GET", path, "");
    }

    /// How it is, which an engine that is not well answers with 503.
    Node health() {
        return exchange("GET", "/health", "", UNAVAILABLE);
    }

    /// @param body JSON; empty for none
    Node post(String path, String body) {
        return exchange("POST", path, body);
    }

    Node delete(String path) {
        return exchange("DELETE", path, "");
    }

    private Node exchange(String method, String path, String body) {
        return exchange(method, path, body, NONE);
    }

    /// @param also a status that is no refusal here
    private Node exchange(String method, String path, String body, int also) {
        try (var response = Http.send(endpoint, method, PREFIX + path, body, Map.of("Accept", "application/json"))) {
            var text = response.text();
            if (response.status() != also) {
                requireSuccess(response.status(), text);
            }
            return Node.read(text);
        } catch (IOException | JacksonException e) {
            throw unreachable(e);
        }
    }

    /// Reads server-sent events until they end.
    ///
    /// @param listener told the data of each
    /// @throws CommandException if they end for another reason than the reader's
    void follow(String path, Consumer<Node> listener) {
        try (var response = Http.send(endpoint, "GET", PREFIX + path, "", Map.of("Accept", "text/event-stream"))) {
            if (response.status() != 200) {
                requireSuccess(response.status(), response.text());
            }
            var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
            var type = "";
            for (String line; (line = lines.readLine()) != null; ) {
                if (line.startsWith("event:")) {
                    type = line.substring("event:".length()).strip();
                } else if (line.startsWith("data:")) {
                    var data = Node.read(line.substring("data:".length()));
                    if (type.equals("dropped")) {
                        throw new CommandException(ExitCode.NO_ENGINE, Words.text(data, "reason"));
                    }
                    listener.accept(data);
                    type = "";
                }
            }
        } catch (IOException | JacksonException e) {
            throw unreachable(e);
        }
    }

    private CommandException unreachable(Exception e) {
        return new CommandException(
                ExitCode.NO_ENGINE, Words.plain("no engine answers at " + endpoint + ": " + e.getMessage()));
    }

    private static void requireSuccess(int status, String body) {
        if (status < 400) {
            return;
        }
        throw refused(status, body);
    }

    private static CommandException refused(int status, String body) {
        var usual = status == 404 ? ExitCode.NOT_FOUND : ExitCode.FAILED;
        var nothing = "the engine answered with status " + status;
        try {
            var problem = Node.read(body);
            var text = Words.text(problem, "detail");
            var detail = new ArrayList<String>();
            detail.add(text.isEmpty() ? nothing : text);
            problem.path("errors").forEach(error -> detail.add("  " + Words.plain(error.text())));
            var code = Words.text(problem, "code");
            var exit = Code.of(code).map(known -> exit(known, usual)).orElse(usual);
            return new CommandException(exit, code, String.join(System.lineSeparator(), detail));
        } catch (JacksonException e) {
            return new CommandException(usual, "", nothing);
        }
    }

    private static int exit(Code code, int usual) {
        return switch (code) {
            case INVALID -> ExitCode.USAGE; // a value that came from the command line
            case NO_SERVICE, NO_OPERATION, NOT_FOUND -> ExitCode.NOT_FOUND;
            default -> usual;
        };
    }

    /// Text as a part of a path or a query.
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// A query of those parameters that have a value, with the question mark.
    static String query(Map<String, String> parameters) {
        var text = parameters.entrySet().stream()
                .filter(parameter -> !parameter.getValue().isEmpty())
                .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return text.isEmpty() ? "" : "?" + text;
    }
}
