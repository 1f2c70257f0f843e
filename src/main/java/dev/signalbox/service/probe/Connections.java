package dev.signalbox.service.probe;

import dev.signalbox.service.AddressText;
import dev.signalbox.service.Durations;
import dev.signalbox.service.Listeners;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;

/// Connections to services. What answers in the place of a service is none.
///
/// @param patience the time of a try, of which each address but the last gets its share
/// @param listeners who listens on this machine
record Connections(Duration patience, Listeners listeners) {

    /// Connects to the first address that takes it. An interrupt breaks it off.
    ///
    /// @return to be closed
    /// @throws IOException if none does, with what was wrong with them
    Socket open(List<InetAddress> addresses, int port) throws IOException {
        var failures = new Failures();
        for (var i = 0; i < addresses.size(); i++) {
            var address = addresses.get(i);
            var share = i == addresses.size() - 1 ? Duration.ZERO : patience.dividedBy(addresses.size());
            try {
                return open(address, port, share);
            } catch (IOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                failures.add(AddressText.of(address, port), e);
            }
        }
        throw failures.verdict();
    }

    private Socket open(InetAddress address, int port, Duration share) throws IOException {
        var socket = socket();
        var isOurs = false;
        try {
            connect(socket, address, port, share);
            var stranger = address.isLoopbackAddress() ? listeners.stranger(address, port) : null;
            if (stranger != null) {
                throw new Failures.StrangerException(port, stranger);
            }
            isOurs = true;
            return socket;
        } finally {
            if (!isOurs) {
                socket.close();
            }
        }
    }

    private static Socket socket() throws IOException {
        var socket = new Socket(Proxy.NO_PROXY);
        try {
            socket.setTcpNoDelay(true); // this is when it gets its file handle
            return socket;
        } catch (SocketException e) {
            throw new UnaskableException(e);
        }
    }

    /// @param share of the time, zero for all of it
    private static void connect(Socket socket, InetAddress address, int port, Duration share) throws IOException {
        try {
            socket.connect(new InetSocketAddress(address, port), Math.toIntExact(share.toMillis()));
        } catch (SocketTimeoutException e) {
            throw share.isZero() ? e : new SocketTimeoutException("no answer within " + Durations.text(share));
        }
        // Where nobody listens, the kernel may take the very port as the near end, and connect it to itself.
        if (socket.getLocalPort() == port && socket.getLocalAddress().equals(socket.getInetAddress())) {
            throw new ConnectException("connected to itself");
        }
    }
}
