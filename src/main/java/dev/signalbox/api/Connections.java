package dev.signalbox.api;

import dev.signalbox.service.OwnLimits;
import dev.signalbox.time.TimeSource;
import io.helidon.common.socket.SocketOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/// The connections of a listener. There are so many places; where none is free, the oldest goes on which nobody
/// has spoken who may, so that the door stays open whoever stands in it. Who is late is cut off.
///
/// The HTTP library has each connection configured when it has accepted it, on the listener's thread, before it
/// makes the connection's own: there a connection begins. Safe to use from any thread.
final class Connections implements SocketOptions, AutoCloseable {
    private static final int MOST = 2_000;
    private static final int LEAST = 50;
    /// Of one address, on which nobody has spoken who may: a part of all.
    private static final int PART = 4;
    /// Many may come at once, and what they have sent waits to be read: those are nobody's crowd yet.
    private static final Duration YOUNG = Duration.ofSeconds(1);
    /// For services, their logs and probes, the journal.
    private static final int OTHER_DESCRIPTORS = 500;
    /// What a connection takes that says nothing, and some room: buffers and a thread.
    private static final long BYTES_EACH = 48 * 1024;
    /// This one and the one on the socket's file.
    private static final int LISTENERS = 2;
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final int NETWORK_BYTES = 8;
    private static final SocketOptions OPTIONS =
            SocketOptions.builder().tcpNoDelay(true).buildPrototype();

    private final TimeSource time;
    private final Metrics metrics;
    private final int most;
    private final Duration limit;
    private final Duration stall;
    private final Set<Connection> all = new LinkedHashSet<>();
    private final Map<String, ArrayDeque<Connection>> strangers = new HashMap<>();
    private TimeSource.Timer next;
    private boolean closed;
    private volatile Call call = new Call(InetSocketAddress.createUnresolved("", 0), new CountDownLatch(1));

    /// One that is expected, and whether it has come.
    private record Call(SocketAddress from, CountDownLatch arrived) {}

    /// @param most how many there are at once
    /// @param limit within which a request must have arrived, and an answer been taken
    /// @param stall within which something of an answer must have been taken that goes on
    Connections(TimeSource time, Metrics metrics, int most, Duration limit, Duration stall) {
        this.time = time;
        this.metrics = metrics;
        this.most = most;
        this.limit = limit;
        this.stall = stall;
        next = time.schedule(LOOK_EVERY, this::look);
    }

    /// How many connections a listener may have where this program runs: as its descriptors and its heap allow.
    ///
    /// @param limits as in [OwnLimits#FILE]
    static int most(Path limits, long heapBytes) {
        var descriptors = (OwnLimits.soft(limits, "Max open files") - OTHER_DESCRIPTORS) / LISTENERS;
        return Math.clamp(Math.min(descriptors, heapBytes / BYTES_EACH), LEAST, MOST);
    }

    /// How many connections one caller may use at once.
    int mostOfOne() {
        return most / 2;
    }

    synchronized int open() {
        return all.size();
    }

    /// Expects one connection from an address of this machine, in place of the one before.
    ///
    /// @return is counted down when it is accepted
    CountDownLatch expect(SocketAddress from) {
        var expected = new Call(from, new CountDownLatch(1));
        call = expected;
        return expected.arrived;
    }

    // --- their begin and end ---

    /// A connection was accepted, whose thread this one makes next.
    @Override
    public void configureSocket(SocketChannel channel) {
        OPTIONS.configureSocket(channel);
        try {
            var from = channel.getRemoteAddress();
            if (from.equals(call.from)) {
                call.arrived.countDown();
            }
            var connection = new Connection(channel, owner(from), time, limit, stall);
            admit(connection);
            connection.inherit();
        } catch (IOException e) {
            // It has gone already; it is closed for that.
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void admit(Connection connection) {
        var same = strangers.computeIfAbsent(connection.owner(), _ -> new ArrayDeque<>());
        same.removeIf(other -> other.isAdmitted() || !other.isOpen());
        while (same.size() >= Math.max(1, most / PART)
                && !connection.owner().isEmpty()
                && same.getFirst().isOlderThan(YOUNG)) {
            drop(same.removeFirst());
        }
        if (all.size() >= most) {
            all.removeIf(other -> !other.isOpen());
        }
        if (all.size() >= most) {
            var victim = oldest(other -> !other.isAdmitted())
                    .or(() -> oldest(Connection::isIdle))
                    .orElse(connection);
            drop(victim);
        }
        if (connection.isOpen()) {
            same.addLast(connection);
            all.add(connection);
        }
    }

    private Optional<Connection> oldest(Predicate<Connection> which) {
        return all.stream().filter(which).findFirst();
    }

    private void drop(Connection connection) {
        metrics.rejected("crowd");
        connection.cutOff();
        all.remove(connection);
    }

    /// Its thread has done with it.
    void end(Connection connection) {
        connection.cutOff();
        synchronized (this) {
            all.remove(connection);
        }
    }

    private void look() {
        try {
            lookAtAll();
        } finally {
            synchronized (this) {
                next = time.schedule(LOOK_EVERY, this::look);
                if (closed) {
                    next.cancel();
                }
            }
        }
    }

    private synchronized void lookAtAll() {
        for (var connection : all) {
            if (connection.isOpen() && connection.isLate()) {
                if (!connection.isIdle()) {
                    metrics.rejected("slow");
                }
                connection.cutOff();
            }
        }
        all.removeIf(connection -> !connection.isOpen());
        strangers.values().forEach(same -> same.removeIf(other -> other.isAdmitted() || !other.isOpen()));
        strangers.values().removeIf(ArrayDeque::isEmpty);
    }

    /// Who is counted as one: this machine, a machine of the older internet, a network of the newer one, in which
    /// anybody has addresses without end. Empty for who comes by the socket's file.
    static String owner(SocketAddress address) {
        return address instanceof InetSocketAddress internet ? owner(internet.getAddress()) : "";
    }

    private static String owner(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return "this machine";
        }
        if (address instanceof Inet6Address) {
            var network = HexFormat.ofDelimiter("").formatHex(address.getAddress(), 0, NETWORK_BYTES);
            return network.replaceAll("(.{4})(?=.)", "$1:") + "::/64";
        }
        return address.getHostAddress();
    }

    @Override
    public synchronized void close() {
        closed = true;
        next.cancel();
    }

    // --- as the library has it ---

    @Override
    public Map<SocketOption<?>, Object> socketOptions() {
        return OPTIONS.socketOptions();
    }

    @Override
    public Duration connectTimeout() {
        return OPTIONS.connectTimeout();
    }

    @Override
    public Duration readTimeout() {
        return OPTIONS.readTimeout();
    }

    @Override
    public Optional<Integer> socketReceiveBufferSize() {
        return OPTIONS.socketReceiveBufferSize();
    }

    @Override
    public Optional<Integer> socketSendBufferSize() {
        return OPTIONS.socketSendBufferSize();
    }

    @Override
    public boolean socketReuseAddress() {
        return OPTIONS.socketReuseAddress();
    }

    @Override
    public boolean socketKeepAlive() {
        return OPTIONS.socketKeepAlive();
    }

    @Override
    public boolean tcpNoDelay() {
        return OPTIONS.tcpNoDelay();
    }
}
