package dev.signalbox.service.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.service.Listeners;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Connections to hosts that have several addresses.
@Timeout(60)
class ConnectionsTest {
    private static final InetAddress ONE = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress TWO = InetAddress.ofLiteral("127.0.0.2");

    /// Where broadcasts go, to which nobody connects: the kernel does not let it out.
    private static final InetAddress CLOSED = InetAddress.ofLiteral("255.255.255.255");

    private final Connections connections = new Connections(Duration.ofSeconds(20), Listeners.UNKNOWN);

    private static ServerSocket listening(InetAddress address) throws IOException {
        return new ServerSocket(0, 1, address);
    }

    @Test
    void hostWhoseFirstAddressRefuses_isReachedByTheNext() throws Exception {
        try (var server = listening(TWO);
                var socket = connections.open(List.of(ONE, TWO), server.getLocalPort())) {
            assertThat(socket.getInetAddress()).isEqualTo(TWO);
        }
    }

    @Test
    void hostWhoseFirstAddressCannotBeTried_isReachedByTheNext() throws Exception {
        try (var server = listening(TWO);
                var socket = connections.open(List.of(CLOSED, TWO), server.getLocalPort())) {
            assertThat(socket.getInetAddress()).isEqualTo(TWO);
        }
    }

    @Test
    void hostWhoseFirstAddressNeverAnswers_isReachedByTheNext() throws Exception {
        var brief = new Connections(Duration.ofMillis(400), Listeners.UNKNOWN);
        try (var hung = listening(ONE);
                var server = new ServerSocket(hung.getLocalPort(), 50, TWO)) {
            var clients = fill(hung);
            try (var socket = brief.open(List.of(ONE, TWO), server.getLocalPort())) {
                assertThat(socket.getInetAddress()).isEqualTo(TWO);
            } finally {
                for (var client : clients) {
                    client.close();
                }
            }
        }
    }

    /// Connects until the kernel takes no more for a server that accepts nobody.
    private static List<Socket> fill(ServerSocket server) throws IOException {
        var clients = new ArrayList<Socket>();
        for (; ; ) {
            var client = new Socket();
            clients.add(client);
            try {
                client.connect(server.getLocalSocketAddress(), 200);
            } catch (IOException e) {
                return clients;
            }
        }
    }

    @Test
    void hostThatRefusesEverywhere_isToldWithAllItsAddresses() throws Exception {
        int port;
        try (var server = listening(ONE)) {
            port = server.getLocalPort();
        }
        assertThatThrownBy(() -> connections.open(List.of(ONE, CLOSED, TWO), port))
                .isInstanceOfSatisfying(
                        IOException.class,
                        problem -> assertThat(Problems.of(problem))
                                .isEqualTo(Finding.no(
                                        "connection refused on 127.0.0.1:" + port + " and 127.0.0.2:" + port)));
    }

    @Test
    void hostOfWhichNoAddressCanBeTried_isNotToldToBeSick() {
        assertThatThrownBy(() -> connections.open(List.of(CLOSED), 80)).isInstanceOf(UnaskableException.class);
    }

    @Test
    void strangerOnOneAddress_isNamed_andAskedNothing() throws Exception {
        var strangers = new Connections(Duration.ofSeconds(20), (address, _) -> "pid 7 at " + address.getHostAddress());
        try (var server = listening(ONE)) {
            var port = server.getLocalPort();
            assertThatThrownBy(() -> strangers.open(List.of(ONE, TWO), port))
                    .hasMessage("port " + port + " is held by pid 7 at 127.0.0.1, not by this service");
            try (var connection = server.accept()) {
                assertThat(connection.getInputStream().read()).isEqualTo(-1);
            }
        }
    }
}
