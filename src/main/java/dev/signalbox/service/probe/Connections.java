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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Connections to services. What answers in the place of a service is none.
///
/// @param patience the time of a try, of which each address but the last gets its share
/// @param listeners who listens on this machine
record Connections(Duration patience, Listeners listeners) {

    /// Connects to the first address that takes it. An interrupt breaks it off.
    ///
    /// @return to be closed
    /// @throws IOException if none does, with what was wrong with each; of those that could not be tried nothing is
    ///     said if another could, as they are not there on many machines
    Socket open(List<InetAddress> addresses, int port) throws IOException {
        var problems = new ArrayList<Problem>();
        IOException stranger = null;
        IOException untried = new UnaskableException("no address");
        for (var i = 0; i < addresses.size(); i++) {
            var address = addresses.get(i);
            var share = i == addresses.size() - 1 ? Duration.ZERO : patience.dividedBy(addresses.size());
            try {
                return open(address, port, share);
            } catch (StrangerException e) {
                stranger = e;
            } catch (IOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                var problem = Problems.connecting(e);
                if (problem instanceof UnaskableException) {
                    untried = problem;
                } else {
                    problems.add(new Problem(Problems.text(problem), AddressText.of(address, port)));
                }
            }
        }
        if (stranger != null) { // which is why nobody else listens
            throw stranger;
        }
        throw problems.isEmpty() ? untried : new IOException(Problem.text(problems));
    }

    private Socket open(InetAddress address, int port, Duration share) throws IOException {
        var socket = socket();
        var isOurs = false;
        try {
            connect(socket, address, port, share);
            var stranger = address.isLoopbackAddress() ? listeners.stranger(address, port) : null;
            if (stranger != null) {
                throw new StrangerException(port, stranger);
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

    /// What was wrong with one address.
    private record Problem(String text, String place) {

        /// All of them, each text once.
        static String text(List<Problem> problems) {
            var places = new LinkedHashMap<String, List<String>>();
            for (var problem : problems) {
                places.computeIfAbsent(problem.text, _ -> new ArrayList<>()).add(problem.place);
            }
            return String.join(
                    "; ",
                    places.entrySet().stream()
                            .map(entry -> entry.getKey() + " on " + String.join(" and ", entry.getValue()))
                            .toList());
        }
    }

    /// Somebody else listens.
    private static final class StrangerException extends IOException {
        private static final long serialVersionUID = 1;

        StrangerException(int port, String who) {
            super("port " + port + " is held by " + who + ", not by this service");
        }
    }
}
