package dev.signalbox.workspace;

import static dev.signalbox.Waiting.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.service.ServiceDefinition;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the built demo: the command of its first service, on a free port and with other delays.
class DemoServiceTest {
    private static final Path DEMO = Path.of("target", "signalbox", "demo", "signalbox.yaml");

    @TempDir
    private Path folder;

    private @Nullable Process process;

    @AfterEach
    void killProcess() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private static ServiceDefinition backend() throws InvalidWorkspaceException {
        return WorkspaceFile.load(DEMO, Map.of()).services().getFirst();
    }

    private Process start(int port, String startDelay) throws Exception {
        var definition = backend();
        var words = new ArrayList<>(((ServiceDefinition.Command.Argv) definition.command()).words());
        words.set(words.indexOf("--port") + 1, Integer.toString(port));
        words.set(words.indexOf("--start-delay") + 1, startDelay);
        var started = new ProcessBuilder(words)
                .directory(definition.cwd().toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        process = started;
        return started;
    }

    /// The status of `/health`, or 0 if nobody answers.
    private static int health(int port) {
        try {
            var url = URI.create("http://127.0.0.1:" + port + "/health").toURL();
            return ((HttpURLConnection) url.openConnection()).getResponseCode();
        } catch (IOException e) {
            return 0;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void service_becomesReady_andEndsWellOnSigterm() throws Exception {
        var port = freePort();
        var service = start(port, "40");

        await().atMost(Duration.ofSeconds(30)).until(() -> health(port) == 200);
        service.destroy();

        assertThat(service.waitFor(30, SECONDS)).isTrue();
        assertThat(service.exitValue()).isZero();
        assertThat(Files.readString(folder.resolve("out"))).contains("ready, listening on", "GET /health", "stopped");
    }

    @Test
    void service_isNotReady_whileItStarts() throws Exception {
        var port = freePort();
        start(port, "3600000");

        await().atMost(Duration.ofSeconds(30)).until(() -> health(port) == 503);
    }

    @Test
    void service_saysWhoseFaultItIs_ifItsPortIsTaken() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var service = start(taken.getLocalPort(), "0");

            assertThat(service.waitFor(30, SECONDS)).isTrue();
            assertThat(service.exitValue()).isEqualTo(1);
            assertThat(Files.readAllLines(folder.resolve("err")))
                    .singleElement()
                    .asString()
                    .contains("cannot listen on port " + taken.getLocalPort() + ": Address already in use");
        }
    }
}
