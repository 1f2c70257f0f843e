package dev.signalbox.service.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.service.Answer;
import dev.signalbox.service.Answer.Kind;
import dev.signalbox.service.Listeners;
import dev.signalbox.service.Probe.Check.Tcp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Connections to ports, open or not.
@Timeout(60)
class TcpQuestionTest {
    private final Asking asking = new Asking();

    @AfterEach
    void close() {
        asking.close();
    }

    @Test
    void ask_openPort_isOkAndTheServiceSeesAnOrderlyEnd() throws Exception {
        try (var server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            var port = server.getLocalPort();
            assertThat(asking.ask(new Tcp(port)))
                    .isEqualTo(new Answer(Kind.GOOD, "port " + port + " accepts connections", 1));
            try (var connection = server.accept()) {
                assertThat(connection.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void ask_portOfTheOtherLoopback_isOk() throws Exception {
        try (var server = onIpv6()) {
            assertThat(asking.ask(new Tcp(server.getLocalPort())).isGood()).isTrue();
        }
    }

    private static ServerSocket onIpv6() throws IOException {
        return onIpv6(0);
    }

    private static ServerSocket onIpv6(int port) throws IOException {
        try {
            return new ServerSocket(port, 50, InetAddress.getByName("::1"));
        } catch (SocketException e) {
            return Assumptions.abort("no IPv6 here: " + e.getMessage());
        }
    }

    @Test
    void ask_closedPort_isRefused() throws Exception {
        int port;
        try (var server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            port = server.getLocalPort();
        }
        assertThat(asking.ask(new Tcp(port)).text()).startsWith("connection refused on 127.0.0.1:" + port);
        assertThat(asking.ask(new Tcp("127.0.0.1", port)))
                .isEqualTo(new Answer(Kind.BAD, "connection refused on 127.0.0.1:" + port, 1));
    }

    @Test
    void ask_portOfAnotherAddress_isOk() throws Exception {
        try (var server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.2"))) {
            var port = server.getLocalPort();
            assertThat(asking.ask(new Tcp("127.0.0.2", port)))
                    .isEqualTo(new Answer(Kind.GOOD, "port 127.0.0.2:" + port + " accepts connections", 1));
        }
    }

    @Test
    void ask_portOfAHostThatNobodyKnows_namesIt() throws Exception {
        assertThat(asking.ask(new Tcp("db.invalid", 5432)))
                .isEqualTo(new Answer(Kind.NO_HOST, "no such host: db.invalid", 1));
    }

    @Test
    void ask_strangerOnThePort_isNotTakenForTheService() throws Exception {
        try (var server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            var port = server.getLocalPort();
            asking.listeners = (address, _) -> address.getHostAddress().equals("127.0.0.1") ? "pid 7 (six.py)" : null;
            assertThat(asking.ask(new Tcp(port)).text())
                    .startsWith("port " + port + " is held by pid 7 (six.py), not by this service");
            asking.listeners = Listeners.UNKNOWN;
            assertThat(asking.ask(new Tcp(port)).isGood()).isTrue();
        }
    }

    @Test
    void ask_strangerOnOneLoopback_isPassedForTheServiceOnTheOther() throws Exception {
        try (var stranger = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
                var _ = onIpv6(stranger.getLocalPort())) {
            asking.listeners = (address, _) -> address.getHostAddress().equals("127.0.0.1") ? "pid 7 (six.py)" : null;
            assertThat(asking.ask(new Tcp(stranger.getLocalPort())).isGood()).isTrue();
        }
    }

    @Test
    void timeout_fullBacklog_breaksOff() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var clients = fill(server);
            try {
                var probing = asking.begin(new Tcp(server.getLocalPort()));
                assertThat(probing.isBusy()).isTrue();
                asking.timeOut();
                assertThat(asking.answer()).isEqualTo(new Answer(Kind.BAD, "no answer within 2 s", 1));
            } finally {
                for (var client : clients) {
                    client.close();
                }
            }
        }
    }

    /// Connects until the kernel takes no more for a server that accepts nobody.
    private static ArrayList<Socket> fill(ServerSocket server) throws IOException {
        var clients = new ArrayList<Socket>();
        for (; ; ) {
            var client = new Socket();
            clients.add(client);
            try {
                client.connect(new InetSocketAddress("127.0.0.1", server.getLocalPort()), 300);
            } catch (IOException e) {
                return clients;
            }
        }
    }
}
