package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.time.FakeTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Places of connections and their time, without a server.
final class ConnectionsTest {
    private static final int MOST = 8;
    private static final int OF_ONE = 2;
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration STALL = Duration.ofSeconds(30);
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();
    private final Metrics metrics = new Metrics();
    private final Connections connections = new Connections(time, metrics, MOST, LIMIT, STALL);
    private final List<SocketChannel> ends = new ArrayList<>();
    private ServerSocketChannel listener;

    @BeforeEach
    void listen() throws IOException {
        listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void close() throws IOException {
        connections.close();
        listener.close();
        for (var end : ends) {
            end.close();
        }
    }

    /// One that is accepted now.
    private Connection accepted() throws IOException {
        ends.add(SocketChannel.open(listener.getLocalAddress()));
        var accepted = listener.accept();
        ends.add(accepted);
        connections.configureSocket(accepted);
        return Connection.current();
    }

    private List<Connection> accepted(int count) throws IOException {
        var all = new ArrayList<Connection>();
        for (int i = 0; i < count; i++) {
            all.add(accepted());
        }
        return all;
    }

    private static void send(Connection connection, String text) {
        assertThat(connection.received(text.getBytes(StandardCharsets.US_ASCII)))
                .isTrue();
    }

    private String metrics() {
        var text = new PrometheusText();
        metrics.write(text);
        return text.toString();
    }

    // --- time ---

    @Test
    void connectionThatSaysNothing_isCutOffInTime() throws IOException {
        var silent = accepted();

        time.advance(LIMIT);
        assertThat(silent.isOpen()).isTrue();
        time.advance(SECOND);
        assertThat(silent.isOpen()).isFalse();
        assertThat(connections.open()).isZero();
        assertThat(metrics()).contains("signalbox_http_rejections_total{reason=\"slow\"} 1\n");
    }

    @Test
    void connectionThatDrips_hasNoMoreTime_thanOneThatSaysNothing() throws IOException {
        var dripping = accepted();
        for (int i = 0; i < LIMIT.toSeconds(); i++) {
            send(dripping, "G");
            time.advance(SECOND);
        }

        time.advance(SECOND);
        assertThat(dripping.isOpen()).isFalse();
    }

    @Test
    void requestThatIsHandled_hasAllTheTimeItTakes_andItsAnswerHasNot() throws IOException {
        var connection = accepted();
        send(connection, "GET /");
        connection.complete();
        time.advance(Duration.ofHours(1));
        assertThat(connection.isOpen()).isTrue();

        connection.answers();
        time.advance(LIMIT.plus(SECOND));
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void connectionWithoutARequest_isClosedLater_andThatIsNobodysFault() throws IOException {
        var connection = accepted();
        connection.finished();
        time.advance(LIMIT.plus(SECOND));
        assertThat(connection.isOpen()).isTrue();

        send(connection, "G");
        time.advance(LIMIT.minus(SECOND));
        connection.complete();
        connection.finished();
        time.advance(LIMIT.multipliedBy(3).plus(SECOND));
        assertThat(connection.isOpen()).isFalse();
        assertThat(metrics()).doesNotContain("reason=\"slow\"");
    }

    @Test
    void streamThatIsRead_goesOn_andOneOfWhichNothingIsTakenIsCutOff() throws IOException {
        var read = accepted();
        var stuck = accepted();
        read.complete();
        stuck.complete();
        stuck.writes();
        for (int i = 0; i < STALL.toSeconds(); i++) {
            read.writes();
            read.written();
            time.advance(SECOND);
        }

        time.advance(SECOND);
        assertThat(stuck.isOpen()).isFalse();
        assertThat(read.isOpen()).isTrue();
    }

    @Test
    void moreThanARequestMayHave_isTooMuch() throws IOException {
        var connection = accepted();

        assertThat(connection.received(new byte[100 * 1024])).isTrue();
        assertThat(connection.received(new byte[100 * 1024])).isFalse();
        connection.finished();
        assertThat(connection.received(new byte[100 * 1024])).isTrue();
    }

    // --- places ---

    @Test
    void crowdOfOneAddress_keepsAQuarterOfThePlaces_onceItIsNotYoung() throws IOException {
        var crowd = accepted(MOST);
        assertThat(crowd).allMatch(Connection::isOpen);
        time.advance(SECOND.multipliedBy(2));

        var next = accepted();

        assertThat(next.isOpen()).isTrue();
        assertThat(crowd.stream().filter(Connection::isOpen)).hasSize(OF_ONE - 1);
        assertThat(crowd.getLast().isOpen()).isTrue();
        assertThat(metrics()).contains("signalbox_http_rejections_total{reason=\"crowd\"} 7\n");
    }

    @Test
    void placesThatAreFull_areTakenFromTheOldestStranger_andNotFromWhoWasLetIn() throws IOException {
        var all = accepted(MOST);
        all.getFirst().admit();

        var next = accepted();

        assertThat(next.isOpen()).isTrue();
        assertThat(all.getFirst().isOpen()).isTrue();
        assertThat(all.get(1).isOpen()).isFalse();
        assertThat(all.subList(2, MOST)).allMatch(Connection::isOpen);
    }

    @Test
    void placesOfThoseWhoWereLetIn_areTakenWhereNothingGoesOn_elseNobodyMoreComesIn() throws IOException {
        var all = accepted(MOST);
        all.forEach(Connection::admit);
        all.forEach(Connection::complete);
        all.get(3).finished();

        var next = accepted();
        assertThat(next.isOpen()).isTrue();
        assertThat(all.get(3).isOpen()).isFalse();

        next.admit();
        next.complete();
        assertThat(accepted().isOpen()).isFalse();
        assertThat(connections.open()).isEqualTo(MOST);
    }

    @Test
    void connectionThatEnds_leavesItsPlace() throws IOException {
        var connection = accepted();

        connections.end(connection);

        assertThat(connections.open()).isZero();
        assertThat(connection.isOpen()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, this machine",
        "127.77.0.3, this machine",
        "::1, this machine",
        "::ffff:127.0.0.2, this machine",
        "192.0.2.7, 192.0.2.7",
        "2001:db8:1:2:3:4:5:6, 2001:0db8:0001:0002::/64",
        "2001:db8:1:2::1, 2001:0db8:0001:0002::/64"
    })
    void addresses_areCountedAsOne_ofWhichOneHasMany(String address, String owner) throws IOException {
        assertThat(Connections.owner(new InetSocketAddress(InetAddress.getByName(address), 1)))
                .isEqualTo(owner);
    }

    @ParameterizedTest
    @CsvSource({
        "Max open files            20000                20000                files, 4000000000, 2000",
        "Max open files            1024                 1024                 files, 4000000000, 262",
        "Max open files            400                  400                  files, 4000000000, 50",
        "Max open files            unlimited            unlimited            files, 4000000000, 2000",
        "Max open files            20000                20000                files, 64000000, 1302",
        "nothing of the kind, 4000000000, 2000"
    })
    void places_areAsManyAsDescriptorsAndHeapAllow(String limits, long heap, int most) throws IOException {
        var file = Files.writeString(folder.resolve("limits"), "Limit Soft Hard Units\n" + limits + "\n");

        assertThat(Connections.most(file, heap)).isEqualTo(most);
    }
}
