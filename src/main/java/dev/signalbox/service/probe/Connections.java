package dev.signalbox.service.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;

/// Connections to services.
final class Connections {
    private Connections() {}

    /// Connects to the first address that takes it. An interrupt breaks it off.
    ///
    /// @return to be closed
    /// @throws IOException if none does, with what was wrong with the first; the others are not there on many
    ///     machines
    static Socket open(List<InetAddress> addresses, int port) throws IOException {
        IOException problem = null;
        for (var address : addresses) {
            var socket = socket();
            try {
                connect(socket, address, port);
                return socket;
            } catch (IOException e) {
                socket.close();
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                problem = problem == null ? Problems.connecting(e) : problem;
            }
        }
        throw problem == null ? new UnaskableException("no address") : problem;
    }

    private static Socket socket() throws UnaskableException {
        var socket = new Socket(Proxy.NO_PROXY);
        try {
            socket.setTcpNoDelay(true); // this is when it gets its file handle
            return socket;
        } catch (SocketException e) {
            throw new UnaskableException(e);
        }
    }

    private static void connect(Socket socket, InetAddress address, int port) throws IOException {
        socket.connect(new InetSocketAddress(address, port));
        // Where nobody listens, the kernel may take the very port as the near end, and connect it to itself.
        if (socket.getLocalPort() == port && socket.getLocalAddress().equals(socket.getInetAddress())) {
            throw new ConnectException("connected to itself");
        }
    }
}
