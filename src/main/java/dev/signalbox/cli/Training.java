package dev.signalbox.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;

/// Runs commands against an engine that is none, at the time when the program is built: what they load is then
/// kept in a cache, with which they start in two thirds of the time.
final class Training {
    private static final String HEAD = """
            HTTP/1.1 200 OK\r
            Content-Type: application/json\r
            Transfer-Encoding: chunked\r
            \r
            """;
    private static final String SERVICE = """
            {"id": "backend", "group": "Core", "state": "running", "pid": 1, "since": "2026-01-01T00:00:00Z", "held": false,
            "queue": [], "active": {"id": 1, "kind": "start", "source": {"road": "command_line", "actor": "me"}}}""";

    private Training() {}

    static void main() throws IOException {
        try (var engine = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> answer(engine));
            var address = "http://127.0.0.1:" + engine.getLocalPort();
            for (var command : List.of(new PsCommand(), new QueueCommand(), new HistoryCommand())) {
                var line = new CommandLine(command).setOut(new PrintWriter(Writer.nullWriter()));
                if (line.execute("--url", address) != ExitCode.SUCCEEDED) {
                    throw new IllegalStateException("a command does not understand the answer that it is given");
                }
            }
        }
    }

    private static void answer(ServerSocket engine) {
        try {
            while (true) {
                try (var connection = engine.accept()) {
                    Http.readHead(connection.getInputStream());
                    var body = "[" + SERVICE + "]";
                    var answer = HEAD + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
                    connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            // It was closed.
        }
    }
}
