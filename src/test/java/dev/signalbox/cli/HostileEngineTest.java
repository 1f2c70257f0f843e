package dev.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.text.Hostile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/// What commands print of an engine that answers with all that could steer a terminal, wherever there is text.
final class HostileEngineTest {
    private static final String TEXT = Hostile.text();
    private static final List<String> LISTS = List.of(
            "GET /services", "GET /operations", "GET /journal/events", "GET /tokens", "POST /hold", "POST /resume");

    @TempDir
    Path folder;

    private ServerSocket server;
    /// What it answers to everything, whole; `null` for what is asked for.
    private @Nullable String raw;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private void serve() {
        try {
            while (true) {
                answer(server.accept());
            }
        } catch (SocketException e) {
            // It is closed.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(Socket asked) throws IOException {
        try (asked) {
            var in = new BufferedReader(new InputStreamReader(asked.getInputStream(), StandardCharsets.UTF_8));
            var request = in.readLine().replace("/api/v1", "").split(" ", 3);
            var length = 0;
            for (var line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(
                            line.substring("content-length:".length()).strip());
                }
            }
            for (var i = 0; i < length; i++) {
                in.read();
            }
            var text = raw != null ? raw : answerTo(request[0], request[1]);
            asked.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String answerTo(String method, String target) {
        var path = target.replaceFirst("\\?.*", "");
        if (path.equals("/events") || target.contains("follow=true")) {
            return head("text/event-stream") + "data: " + json(thing(TEXT)) + "\n\nevent: dropped\ndata: "
                    + json(Map.of("reason", TEXT)) + "\n\n";
        }
        var list = LISTS.contains(method + " " + path) || path.endsWith("/log");
        Object id = path.startsWith("/services") ? TEXT : 7;
        return head("application/json") + json(list ? List.of(thing(id)) : thing(id));
    }

    private static String head(String type) {
        return "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nConnection: close\r\n\r\n";
    }

    private static String json(Object value) {
        return JsonMapper.shared().writeValueAsString(value);
    }

    private static Map<String, Object> map(Object... namesAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (var i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    /// A service, an operation, a line and a token in one.
    private static Map<String, Object> thing(Object id) {
        var operation = operation();
        var thing = map("id", id);
        thing.putAll(map(
                "state",
                TEXT,
                "pid",
                12,
                "since",
                "2026-01-01T12:00:00Z",
                "held",
                true,
                "active",
                operation,
                "queue",
                List.of(operation),
                "group",
                TEXT,
                "workspace",
                TEXT,
                "status",
                TEXT,
                "journal",
                TEXT,
                "ends",
                TEXT,
                "members",
                TEXT,
                "name",
                TEXT,
                "role",
                TEXT,
                "token",
                TEXT,
                "text",
                TEXT,
                "stream",
                TEXT,
                "type",
                TEXT,
                "result",
                TEXT,
                "value",
                TEXT));
        thing.putAll(map(
                "reason",
                map("code", TEXT, "text", TEXT, "decision", TEXT, "state", TEXT),
                "hold",
                map("by", TEXT, "why", TEXT),
                "operation",
                operation,
                "step",
                map("text", TEXT),
                "operations",
                List.of(operation),
                "members",
                List.of(operation),
                "waves",
                List.of(List.of(0)),
                "skipped",
                List.of(operation),
                "refused",
                List.of(TEXT),
                "added",
                List.of(TEXT),
                "removed",
                List.of(TEXT),
                "changed",
                List.of(map("id", TEXT, "changes", List.of(map("key", TEXT)))),
                "restarts",
                List.of(TEXT),
                "stops",
                List.of(TEXT),
                "stays_stopped",
                List.of(TEXT),
                "settings",
                List.of(map("key", TEXT)),
                "kind",
                TEXT,
                "service",
                TEXT,
                "schedule_suspended",
                map("by", TEXT, "since", TEXT)));
        operation.forEach(thing::putIfAbsent);
        return thing;
    }

    private static Map<String, Object> operation() {
        var source = map("road", TEXT, "actor", TEXT);
        return map(
                "id",
                7,
                "service",
                TEXT,
                "kind",
                TEXT,
                "state",
                TEXT,
                "signal",
                TEXT,
                "source",
                source,
                "also",
                List.of(source),
                "why",
                TEXT,
                "reason",
                TEXT,
                "hint",
                TEXT,
                "outcome",
                TEXT,
                "effective_outcome",
                TEXT,
                "cause",
                TEXT,
                "recorded",
                false,
                "steps",
                List.of(map("text", TEXT)),
                "sequel",
                TEXT);
    }

    private record Result(int code, String printed) {}

    private Result run(String... words) throws IOException {
        var token = Files.writeString(folder.resolve("token"), "sbx_any\n");
        var all = new ArrayList<>(List.of(words).subList(1, words.length));
        all.addAll(List.of("--url", "http://127.0.0.1:" + server.getLocalPort(), "--token-file", token.toString()));
        var printed = new StringWriter();
        var code = Mistakes.in(new CommandLine(Objects.requireNonNull(Client.command(words[0]))))
                .setOut(new PrintWriter(printed, true))
                .setErr(new PrintWriter(printed, true))
                .execute(all.toArray(String[]::new));
        return new Result(code, printed.toString());
    }

    static Stream<String> commands() {
        return Stream.of(
                "ps",
                "status",
                "start a",
                "start a --wait",
                "stop a",
                "restart --all",
                "start a --plan",
                "kill a",
                "adopt a",
                "queue",
                "cancel 7",
                "hold a",
                "resume a",
                "hold --all",
                "schedule suspend a",
                "schedule resume a",
                "recover",
                "recover --submit",
                "logs a",
                "logs a -f -t",
                "events",
                "history",
                "history --events",
                "reload",
                "token list",
                "token create a",
                "token revoke a");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void answer_ofAHostileEngine_isPrintedHarmlessly(String command) throws IOException {
        var printed = run(command.split(" ", -1)).printed();

        assertThat(printed).isNotBlank();
        Hostile.assertHarmless(printed);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void answer_asJson_isHarmlessJson(String command) throws IOException {
        var printed = run((command + " --json").split(" ", -1)).printed();

        assertThat(printed.lines().filter(line -> line.startsWith("{") || line.startsWith("[")))
                .isNotEmpty()
                .allSatisfy(line -> JsonMapper.shared().readTree(line));
        Hostile.assertHarmless(printed);
    }

    static Stream<Arguments> refusals() {
        var problem = json(map("detail", TEXT, "errors", List.of(TEXT, TEXT)));
        return Stream.of(
                        "HTTP/1.1 409 " + TEXT.replaceAll("[\r\n]", "") + "\r\nConnection: close\r\n\r\n" + problem,
                        "HTTP/1.1 500 No\r\nConnection: close\r\n\r\n" + TEXT,
                        head("application/json") + TEXT,
                        head("application/json") + '"' + TEXT,
                        head("text/event-stream") + "data: " + TEXT + "\n\n",
                        TEXT,
                        "HTTP/1.1 200 OK\r\nContent-Length: " + TEXT + "\r\n\r\n",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + TEXT)
                .flatMap(answer -> Stream.of("ps", "status", "start a").map(each -> Arguments.of(each, answer)));
    }

    @ParameterizedTest(name = "{0}, {index}")
    @MethodSource("refusals")
    void refusal_orNonsense_isToldHarmlessly(String command, String answer) throws IOException {
        raw = answer;
        var result = run(command.split(" ", -1));

        assertThat(result.code()).isNotZero();
        assertThat(result.printed()).startsWith("signalbox: ");
        Hostile.assertHarmless(result.printed());
    }

    @Test
    void logs_showTabsAndJoinedEmoji() throws IOException {
        raw = head("application/json")
                + json(List.of(map("stream", "out", "text", "a\tb \ud83d\udc69\u200d\ud83d\udcbb\u202e")));

        assertThat(run("logs", "a").printed()).isEqualTo("a\tb \ud83d\udc69\u200d\ud83d\udcbb\\u202e\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "ps", "hold", "start --timeout", "recover --submit", "--nothing"})
    void wordOfTheCommandItself_isToldHarmlessly(String command) throws IOException {
        var words =
                new ArrayList<>(List.of(command.startsWith("-") ? ("ps " + command).split(" ") : command.split(" ")));
        words.add("\u009b31m\u202e\u001b]0;x\u0007");

        Hostile.assertHarmless(run(words.toArray(String[]::new)).printed());
    }
}
