package dev.signalbox.api;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.time.FakeTime;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Listeners that end, as the HTTP library's do when a connection cannot be accepted.
@Timeout(120)
final class ListeningTest {
    private static final Duration SOON = Listening.LOOK_EVERY.plusMillis(1);

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();
    private final Metrics metrics = new Metrics();
    private final Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());

    private Listening listening(SocketAddress address) throws IOException {
        return listening(address, this::server);
    }

    private Listening listening(SocketAddress address, BiFunction<Connections, SocketAddress, WebServer> library)
            throws IOException {
        var connections = new Connections(time, metrics, 100, Duration.ofSeconds(10), Duration.ofSeconds(30));
        return new Listening("here", address, to -> library.apply(connections, to), connections, time, metrics);
    }

    private WebServer server(Connections connections, SocketAddress to) {
        return WebServer.builder()
                .shutdownHook(false)
                .bindAddress(to)
                .connectionOptions(connections)
                .build();
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /// Ends the listener as when a connection cannot be accepted: its thread is thrown out of waiting for one.
    private void end(int port) {
        for (var thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().endsWith("-listener") && !before.contains(thread)) {
                thread.interrupt();
            }
        }
        await().until(() -> !accepts(port));
    }

    private static boolean accepts(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void portOfAnother_isSaidAtOnce() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), other.getLocalPort());

            assertThatThrownBy(() -> listening(taken))
                    .hasMessage("cannot listen on here:" + other.getLocalPort() + ": Address already in use");
        }
    }

    @Test
    void fileThatCannotBeMade_isSaidAtOnce() throws Exception {
        var file = folder.resolve("missing").resolve("api.sock");

        assertThatThrownBy(() -> listening(UnixDomainSocketAddress.of(file)))
                .hasMessageStartingWith("cannot listen on here: ");
    }

    /// As without a free descriptor: the library has begun to listen, and nobody can call.
    @Test
    void addressThatNobodyCanCall_isSaidAtOnce_andNotListenedOn() throws Exception {
        var other = new AtomicReference<WebServer>();

        assertThatThrownBy(() -> listening(anyPort(), (connections, _) -> {
                    other.set(server(connections, new InetSocketAddress("127.0.0.2", 0)));
                    return other.get();
                }))
                .isInstanceOf(IOException.class)
                .hasMessageMatching("cannot listen on here:\\d+: it cannot be called.*ulimit -n.*");
        assertThat(other.get().isRunning()).isFalse();
    }

    @Test
    void libraryThatCannotBeLoaded_isSaidAtOnce() {
        assertThatThrownBy(() -> listening(anyPort(), (_, _) -> {
                    throw new UnsatisfiedLinkError("libextnet.so: Too many open files");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot listen on here:0: libextnet.so: Too many open files");
    }

    @Test
    void listenerThatHasEnded_isOpenedAgainInAFewSeconds_onTheSamePort() throws Exception {
        try (var listening = listening(anyPort())) {
            var port = listening.port();
            end(port);

            time.advance(SOON);

            await().until(() -> accepts(port));
            assertThat(listening.port()).isEqualTo(port);
        }
    }

    @Test
    void listenerThatHasEnded_moreThanOnce_isTold_andOpenedAgainEachTime() throws Exception {
        try (var listening = listening(anyPort())) {
            var here = "here:" + listening.port();
            var log = Log.of(() -> {
                for (int i = 0; i < 2; i++) {
                    end(listening.port());
                    listening.look();
                    listening.look();
                    assertThat(listening.problem()).isNull();
                }
            });

            assertThat(log)
                    .filteredOn(line -> line.contains("Listening - "))
                    .extracting(line -> line.replaceFirst(".* (ERROR|WARN) .* - ", "$1 "))
                    .containsExactly(
                            "ERROR the listener on " + here + " has ended",
                            "WARN listening on " + here + " again",
                            "ERROR the listener on " + here + " has ended",
                            "WARN listening on " + here + " again");
            var text = new PrometheusText();
            metrics.write(text);
            assertThat(text.toString()).contains("signalbox_http_listeners_reopened_total 2\n");
        }
    }

    @Test
    void portThatAnotherTakesMeanwhile_isTold_untilItIsFree() throws Exception {
        try (var listening = listening(anyPort())) {
            end(listening.port());
            try (var _ = new ServerSocket(listening.port(), 1, InetAddress.getLoopbackAddress())) {
                listening.look();
                assertThat(listening.problem())
                        .isEqualTo("what is sent to here:" + listening.port()
                                + " does not come here; another program may listen there");
            }

            listening.look();
            assertThat(listening.problem()).isNull();
            assertThat(accepts(listening.port())).isTrue();
        }
    }

    @Test
    void fileThatSomebodyDeleted_isMadeAgain_forThisUserAlone() throws Exception {
        var file = folder.resolve("api.sock");
        try (var listening = listening(UnixDomainSocketAddress.of(file))) {
            Files.delete(file);

            listening.look();

            assertThat(listening.problem()).isNull();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            try (var call = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
                assertThat(call.isConnected()).isTrue();
            }
        }
    }
}
