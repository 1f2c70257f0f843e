package dev.signalbox.engine.remote;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.engine.Output.Reach;
import dev.signalbox.log.LogLine;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source;
import dev.signalbox.time.SystemTime;
import dev.signalbox.wire.RemoteClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Output from an engine that is older than this program")
class RemoteOutputTest {
    private static final Operation RESTART = new Operation(
            7, "api", OperationKind.RESTART, Source.OPERATOR, Map.of(), 0, Instant.parse("2026-01-31T12:00:00Z"));

    private final List<String> queries = new CopyOnWriteArrayList<>();
    private final SystemTime time = new SystemTime();
    private ServerSocket engine;
    private Http http;

    @BeforeEach
    void open() throws IOException {
        engine = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::accept);
        http = new Http(URI.create("http://127.0.0.1:" + engine.getLocalPort()), "", null);
    }

    @AfterEach
    void close() throws IOException {
        http.close();
        engine.close();
        time.close();
    }

    private void accept() {
        while (!engine.isClosed()) {
            try (var socket = engine.accept();
                    var in = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                    var out = socket.getOutputStream()) {
                var request = in.readLine();
                while (!in.readLine().isEmpty()) {
                    // The headers do not matter.
                }
                out.write(answer(request).getBytes(StandardCharsets.UTF_8));
            } catch (IOException _) {
                // Either side may end it.
            }
        }
    }

    /// As it was before logs could be followed from an operation on.
    private String answer(String request) {
        var query = request.replaceAll(".*[?]| HTTP.*", "");
        queries.add(query);
        if (query.contains("from=")) {
            return """
                    HTTP/1.1 400 Bad Request\r
                    Connection: close\r
                    \r
                    {"detail": "unknown parameter \\"from\\". Allowed: lines, stream, since, until, follow"}""";
        }
        return """
                HTTP/1.1 200 OK\r
                Connection: close\r
                \r
                event: line
                data: {"time": null, "stream": "out", "text": "one"}

                event: line
                data: {"time": null, "stream": "err", "text": "two"}

                """;
    }

    @Test
    void outputOfAnOperation_beginsAtTheTimeAtWhichThatWasAskedFor() {
        var texts = new ArrayList<String>();
        try (var output = new RemoteOutput(http, "api", RESTART, 1000, () -> RemoteClock.inStep(time))) {
            await().ignoreException(IOException.class).until(() -> {
                var news = output.poll();
                news.lines().stream().map(LogLine::text).forEach(texts::add);
                assertThat(news.reach()).isEqualTo(Reach.ON);
                return texts.size() >= 2;
            });
        }
        assertThat(texts).startsWith("one", "two");
        assertThat(queries)
                .startsWith("follow=true&lines=1000&from=7", "follow=true&lines=1000&since=2026-01-31T12%3A00%3A00Z");
    }
}
