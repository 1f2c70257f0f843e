package dev.signalbox.driver.process;

import dev.signalbox.service.Port;
import dev.signalbox.state.OpenSockets;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A TCP socket of this machine on which somebody listens, from `/proc/net`.
///
/// @param address where; any if it is that of all of the machine's
/// @param link what stands for it among the open files of a process
record ListeningSocket(InetAddress address, int port, String link) {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final String LISTENING = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final int HEX = 16;

    /// Those that keep others from listening on a port.
    static Set<String> inTheWayOf(Port port) {
        return inTheWayOf(all(), port);
    }

    static Set<String> inTheWayOf(List<ListeningSocket> all, Port port) {
        return links(
                all,
                socket -> socket.port == port.number()
                        && (port.address() == null || socket.isOfAll() || socket.address.equals(port.address())));
    }

    /// Those that take the connections to an address: the ones on exactly that, else the ones on all.
    static Set<String> taking(InetAddress address, int port) {
        return taking(all(), address, port);
    }

    static Set<String> taking(List<ListeningSocket> all, InetAddress address, int port) {
        var exact = links(all, socket -> socket.port == port && socket.address.equals(address));
        if (!exact.isEmpty()) {
            return exact;
        }
        var sameKind = links(all, socket -> socket.port == port && socket.isOfAll() && socket.isLike(address));
        return sameKind.isEmpty() && address instanceof Inet4Address
                ? links(all, socket -> socket.port == port && socket.isOfAll())
                : sameKind;
    }

    private boolean isOfAll() {
        return address.isAnyLocalAddress();
    }

    private boolean isLike(InetAddress other) {
        return address instanceof Inet6Address == other instanceof Inet6Address;
    }

    private static Set<String> links(List<ListeningSocket> all, Predicate<ListeningSocket> wanted) {
        return all.stream().filter(wanted).map(ListeningSocket::link).collect(Collectors.toSet());
    }

    /// All that there are.
    static List<ListeningSocket> all() {
        return TABLES.stream()
                .flatMap(ListeningSocket::lines)
                .map(ListeningSocket::parse)
                .filter(Objects::nonNull)
                .toList();
    }

    private static Stream<String> lines(Path table) {
        try {
            return Files.readAllLines(table, StandardCharsets.ISO_8859_1).stream();
        } catch (IOException e) {
            return Stream.empty(); // there is no such protocol on this machine
        }
    }

    /// Reads a line of the kernel's table; `null` if nobody listens there.
    static @Nullable ListeningSocket parse(String line) {
        var fields = line.strip().split("\\s+", -1);
        if (fields.length <= INODE || !fields[STATE].equals(LISTENING)) {
            return null;
        }
        var colon = fields[LOCAL_ADDRESS].lastIndexOf(':');
        try {
            var port = Integer.parseInt(fields[LOCAL_ADDRESS].substring(colon + 1), HEX);
            var address = address(fields[LOCAL_ADDRESS].substring(0, colon));
            return new ListeningSocket(address, port, OpenSockets.link(fields[INODE]));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | UnknownHostException e) {
            return null; // no line of the kernel's
        }
    }

    /// The kernel writes the four bytes of each word as the number that they are on its machine.
    private static InetAddress address(String hex) throws UnknownHostException {
        var words = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
        var bytes = ByteBuffer.allocate(words.capacity()).order(ByteOrder.nativeOrder());
        while (words.hasRemaining()) {
            bytes.putInt(words.getInt());
        }
        return InetAddress.getByAddress(bytes.array());
    }
}
