package dev.signalbox.service.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/// Connects to a port of the loopback address, and closes at once. A service may listen on one of its two forms
/// only.
final class TcpQuestion implements Question {
    private static final List<InetAddress> LOOPBACK =
            List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));

    private final int port;

    TcpQuestion(int port) {
        this.port = port;
    }

    @Override
    public Finding ask() throws IOException {
        try (var _ = Connections.open(LOOPBACK, port)) {
            return Finding.yes("port " + port + " accepts connections");
        }
    }
}
