package dev.signalbox.service.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.service.Answer;
import dev.signalbox.service.Answer.Kind;
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
        try {
            return new ServerSocket(0, 50, InetAddress.getByName("::1"));
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
        assertThat(asking.ask(new Tcp(port))).isEqualTo(new Answer(Kind.BAD, "connection refused", 1));
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
