package dev.signalbox.driver.process;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.service.TestDefinitions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Who answers in the place of a service.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ImpostorsTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @TempDir
    private Path folder;

    private static @Nullable String stranger(Bench bench, int port) {
        return bench.driver.listeners().stranger(LOOPBACK, port);
    }

    private Bench silent() throws IOException {
        return new Bench(folder, TestDefinitions.argv("service", "sleep", "100"));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }

    private static String[] server(int port) {
        var java = ProcessHandle.current().info().command().orElseThrow();
        return new String[] {
            java,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-m",
            "jdk.httpserver",
            "-b",
            "127.0.0.1",
            "-p",
            Integer.toString(port)
        };
    }

    private static void awaitListening(int port) {
        await().until(() -> {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(LOOPBACK, port));
                return true;
            } catch (IOException e) {
                return false;
            }
        });
    }

    @Test
    void serverThatWasThereBeforeTheService_isNamed_alsoWhenTheServiceHasEnded() throws Exception {
        try (var server = new ServerSocket(0, 1, LOOPBACK);
                var bench = silent()) {
            bench.start();
            var held = "pid " + ProcessHandle.current().pid() + " (";
            assertThat(stranger(bench, server.getLocalPort())).startsWith(held);
            bench.stop();
            assertThat(stranger(bench, server.getLocalPort())).startsWith(held);
        }
    }

    @Test
    void serverThatHasTakenThePort_isNamed_alsoWhereTheServiceEndedBeforeItWasAsked() throws Exception {
        try (var server = new ServerSocket(0, 1, LOOPBACK);
                var bench = silent()) {
            bench.start();
            bench.stop();
            assertThat(stranger(bench, server.getLocalPort())).startsWith("pid ");
        }
    }

    @Test
    void serverOnAllAddresses_isNamedByEach() throws Exception {
        try (var server = new ServerSocket(0);
                var bench = silent()) {
            bench.start();
            for (var address : new String[] {"127.0.0.1", "127.0.0.2"}) {
                assertThat(bench.driver.listeners().stranger(InetAddress.ofLiteral(address), server.getLocalPort()))
                        .startsWith("pid ");
            }
        }
    }

    @Test
    void serverOnAnotherAddress_orNone_isNoStranger() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.2"));
                var bench = silent()) {
            bench.start();
            assertThat(stranger(bench, server.getLocalPort())).isNull();
        }
    }

    @Test
    void serviceItself_isNoStranger() throws Exception {
        var port = freePort();
        try (var bench = new Bench(folder, TestDefinitions.argv("service", server(port)))) {
            assertThat(stranger(bench, port)).as("before it runs").isNull();
            bench.start();
            awaitListening(port);
            assertThat(stranger(bench, port)).isNull();
            assertThat(stranger(bench, port)).as("by what is remembered").isNull();
        }
    }

    @Test
    void serverThatCameLater_isTakenForTheServices_unlessItIsKnownToBeAnothers() throws Exception {
        var port = freePort();
        var other = freePort();
        try (var bench = silent()) {
            bench.start();
            // As a daemon of the service's would look that has cleared its environment.
            var unknown = new ProcessBuilder(server(port));
            unknown.environment().remove(ProcessTable.COOKIE);
            var known = new ProcessBuilder(server(other));
            known.environment().put(ProcessTable.COOKIE, Bench.KEY + ":other:1");
            var first = unknown.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var second = known.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                awaitListening(port);
                awaitListening(other);
                assertThat(stranger(bench, port)).isNull();
                assertThat(stranger(bench, port)).isNull();
                assertThat(stranger(bench, other)).startsWith("service other, pid " + second.pid() + " (");
            } finally {
                first.destroyForcibly();
                second.destroyForcibly();
            }
        }
    }
}
