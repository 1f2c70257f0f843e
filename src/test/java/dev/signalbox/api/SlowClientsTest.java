package dev.signalbox.api;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.log.LogFiles;
import dev.signalbox.service.FakeDriver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Clients that send or take as little as they can, to hold connections. The limit is for one that is not cut off
/// as it should be.
@Timeout(120)
final class SlowClientsTest {
    private static final Duration ARRIVAL = Duration.ofSeconds(1);

    /// Requests with an end that does not come. A token is put before `Content-Length`, but not `content-length`.
    private static final List<String> NEVER_WHOLE = List.of(
            "G",
            "GET /services HTTP/1.1\r\nHost: loc",
            "POST /plans HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{",
            "POST /start/idle HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\n",
            "GET /events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\n",
            "GET /health HTTP/1.1\r\nHost: localhost\r\ncontent-length: 50\r\n\r\n",
            "GET /nothing HTTP/1.1\r\nHost: localhost\r\ncontent-length: 50\r\n\r\n",
            "POST /plans HTTP/1.1\r\nHost: localhost\r\ncontent-length: 50\r\n\r\n",
            "POST /plans HTTP/1.1\r\nHost: evil.example\r\ncontent-length: 50\r\n\r\n",
            "POST /start/idle HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n",
            "POST /plans HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab");

    @TempDir
    Path folder;

    private ApiBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new ApiBench(folder, ARRIVAL, Duration.ofSeconds(15));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private String authorized() {
        return "\r\nAuthorization: Bearer " + bench.operator;
    }

    private void assertAlive() throws Exception {
        assertThat(bench.get("/services").status()).isEqualTo(200);
    }

    @Test
    void requests_thatNeverArrive_areCutOff() throws Exception {
        var uri = URI.create(bench.address);
        var channels = new ArrayList<SocketChannel>();
        for (var begin : NEVER_WHOLE) {
            var channel = SocketChannel.open(new InetSocketAddress(uri.getHost(), uri.getPort()));
            var text = begin.replace("\r\nContent-Length", authorized() + "\r\nContent-Length");
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            channels.add(channel);
        }
        for (int i = 0; i < channels.size(); i++) {
            try (var channel = channels.get(i)) {
                var answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).as(NEVER_WHOLE.get(i)).matches("(?s)(HTTP/1.1 4\\d\\d .*)?");
            } catch (IOException e) {
                // Cut off is cut off.
            }
        }
        assertThat(bench.get("/operations").json()).isEmpty();
        assertAlive();
    }

    @Test
    void connection_thatAsksNoMore_isClosed() throws Exception {
        assertThat(RawHttp.overNetwork(bench.address, "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void answers_thatNobodyTakes_areCutOff() throws Exception {
        var uri = URI.create(bench.address);
        try (var channel = SocketChannel.open(new InetSocketAddress(uri.getHost(), uri.getPort()))) {
            channel.configureBlocking(false);
            var request = "GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                try {
                    for (int i = 0; i < 100; i++) {
                        channel.write(ByteBuffer.wrap(request));
                    }
                    return false;
                } catch (IOException e) {
                    return true;
                }
            });
        }
        assertAlive();
    }

    @Test
    void request_thatArrivesByteByByte_isCutOff() throws Exception {
        var uri = URI.create(bench.address);
        try (var channel = SocketChannel.open(new InetSocketAddress(uri.getHost(), uri.getPort()))) {
            channel.write(ByteBuffer.wrap("GET /health HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII)));
            channel.configureBlocking(false);
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                try {
                    channel.write(ByteBuffer.wrap(new byte[] {'x'}));
                    return channel.read(ByteBuffer.allocate(1_000)) != 0;
                } catch (IOException e) {
                    return true;
                }
            });
        }
        assertAlive();
    }

    /// Each is held as long as that, and many would fill the memory.
    @Test
    void largeAnswers_thatNobodyTakes_leaveRoomForThoseOfOthers() throws Exception {
        var path = "/services/talker/log?lines=1000";
        var raws = new ArrayList<RawHttp>();
        try (var patient = new ApiBench(
                Files.createDirectory(folder.resolve("patient")), Duration.ofMinutes(2), Duration.ofSeconds(15))) {
            var talker = new FakeDriver().logTo(LogFiles.in(folder, "talker"));
            Files.writeString(talker.log().out(), ("\1".repeat(999) + "\n").repeat(990));
            patient.add("talker", talker);
            var length = patient.get(path).text().length();
            for (var i = 0; i <= Runtime.getRuntime().maxMemory() / 32 / length + 1; i++) {
                var raw = new RawHttp(patient.address);
                raws.add(raw);
                raw.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + patient.operator
                        + "\r\n\r\n");
            }

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> patient.send(patient.request("GET", path, patient.operator))
                                    .status()
                            == 429);
            assertThat(patient.send(patient.request("GET", "/services", patient.operator))
                            .status())
                    .isEqualTo(200);
            assertThat(patient.get(path).text()).hasSize(length);
            assertThat(patient.get("/metrics").text()).contains("signalbox_http_rejections_total{reason=\"large\"}");
        } finally {
            for (var raw : raws) {
                raw.close();
            }
        }
    }
}
