package dev.signalbox.service.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;

/// Connects to a port of the loopback address, and closes at once. A service may listen on one of its two forms
/// only.
final class TcpQuestion implements Question {
    private static final List<InetAddress> LOOPBACK = List.of(address("127.0.0.1"), address("::1"));

    private final int port;

    TcpQuestion(int port) {
        this.port = port;
    }

    @Override
    public Finding ask() throws IOException {
        IOException problem = null;
        for (var address : LOOPBACK) {
            try {
                return connect(address);
            } catch (IOException e) {
                if (problem == null) {
                    problem = e;
                }
                if (Thread.currentThread().isInterrupted()) {
                    break;
                }
            }
        }
        throw problem == null ? new IOException("no loopback address") : problem;
    }

    private Finding connect(InetAddress address) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port));
            // Where nobody listens, the kernel may take the very port as the near end, and connect it to itself.
            return socket.getLocalPort() == port
                    ? Finding.no("connection refused")
                    : Finding.yes("port " + port + " accepts connections");
        }
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
