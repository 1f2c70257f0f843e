package dev.signalbox.driver.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.signalbox.service.Port;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Who takes the connections to an address, by the kernel's table.
class ListeningSocketTest {
    private static final int PORT = 8000;

    private static List<ListeningSocket> table(String... lines) {
        return Stream.of(lines)
                .map(ListeningSocket::parse)
                .filter(Objects::nonNull)
                .toList();
    }

    private static String line(String address, String state, int inode) {
        return "   0: " + address + ":1F40 00000000:0000 " + state
                + " 00000000:00000000 00:00000000 00000000  1000        0 " + inode
                + " 1 0000000000000000 100 0 0 10 0";
    }

    private static final String ANY = "00000000";
    private static final String LOOPBACK = "0100007F";
    private static final String SECOND = "0200007F";
    private static final String ANY6 = "0".repeat(32);
    private static final String MAPPED = "0000000000000000FFFF00000100007F";
    private static final String LOOPBACK6 = "00000000000000000000000001000000";

    private static void taking(String address, List<ListeningSocket> table, int... inodes) {
        assumeThat(ByteOrder.nativeOrder()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(ListeningSocket.taking(table, InetAddress.ofLiteral(address), PORT))
                .isEqualTo(Arrays.stream(inodes)
                        .mapToObj(inode -> "socket:[" + inode + "]")
                        .collect(Collectors.toSet()));
    }

    @Test
    void twoServicesOnTwoLoopbackAddresses_takeEachTheirOwn() {
        var table = table(line(LOOPBACK, "0A", 1), line(SECOND, "0A", 2), line(ANY, "0A", 3));
        taking("127.0.0.1", table, 1);
        taking("127.0.0.2", table, 2);
        taking("127.0.0.3", table, 3);
        taking("::1", table);
    }

    @Test
    void serverOfBothProtocols_takesWhatNobodyElseDoes() {
        var table = table(line(ANY6, "0A", 1), line(LOOPBACK6, "0A", 2));
        taking("127.0.0.1", table, 1);
        taking("::1", table, 2);
        taking("127.0.0.1", table(line(ANY6, "0A", 1), line(ANY, "0A", 4)), 4);
        taking("127.0.0.1", table(line(MAPPED, "0A", 5), line(ANY6, "0A", 1)), 5);
    }

    @Test
    void serverOfAnotherAddress_isNotInTheWay_butOneOfAllIs() {
        assumeThat(ByteOrder.nativeOrder()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        var second = requireNonNull(Port.parse("127.0.0.2:8000"));
        assertThat(ListeningSocket.inTheWayOf(table(line(LOOPBACK, "0A", 1)), second))
                .isEmpty();
        assertThat(ListeningSocket.inTheWayOf(table(line(SECOND, "0A", 2)), second))
                .hasSize(1);
        assertThat(ListeningSocket.inTheWayOf(table(line(ANY, "0A", 3)), second))
                .hasSize(1);
        assertThat(ListeningSocket.inTheWayOf(table(line(ANY6, "0A", 4)), second))
                .hasSize(1);
        assertThat(ListeningSocket.inTheWayOf(table(line(SECOND, "0A", 2)), Port.of(8000)))
                .hasSize(1);
        assertThat(ListeningSocket.inTheWayOf(table(line(SECOND, "0A", 2)), Port.of(8001)))
                .isEmpty();
    }

    @Test
    void whatOnlyIsConnected_orIsNoLineOfTheTable_takesNothing() {
        taking(
                "127.0.0.1",
                table("  sl  local_address rem_address", "", line(LOOPBACK, "01", 1), line("xyz", "0A", 2)));
    }

    @Test
    void realServer_isFound() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            var port = server.getLocalPort();
            assertThat(ListeningSocket.taking(InetAddress.ofLiteral("127.0.0.1"), port))
                    .hasSize(1);
            assertThat(ListeningSocket.taking(InetAddress.ofLiteral("127.0.0.2"), port))
                    .isEmpty();
            assertThat(ListeningSocket.inTheWayOf(Port.of(port))).hasSize(1);
        }
    }
}
