package dev.signalbox.api;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.log.LogFiles;
import dev.signalbox.service.FakeDriver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What bytes do that come before anybody has shown who he is. The limit is for a door that is shut.
@Timeout(120)
final class DoorTest {
    private static final Duration ARRIVAL = Duration.ofSeconds(1);
    private static final int MOST = 200;

    @TempDir
    Path folder;

    private final Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());
    private ApiBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new ApiBench(folder, ARRIVAL, Duration.ofMillis(50), EventHub.AT_HAND, MOST);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private String raw(String request) throws Exception {
        return RawHttp.overNetwork(bench.address, request);
    }

    private String authorized() {
        return "\r\nAuthorization: Bearer " + bench.operator;
    }

    private void assertAlive() throws Exception {
        assertThat(bench.get("/services").status()).isEqualTo(200);
    }

    // --- framing ---

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5\r\nhello\r\n0\r\n\r\n",
                "5;a=b\r\nhello\r\n0\r\n\r\n",
                "x\n2026-11-30T00:20:00.000 INFO signalbox.operations - forged\u001b]0;pwned\u0007\r\nabc\r\n0\r\n\r\n",
                "7fffffff\r\n",
                "+5\r\nhello\r\n0\r\n\r\n",
                ""
            })
    void chunks_areNotTaken_withATokenOrWithout_andNothingOfThemIsKept(String chunks) throws Exception {
        var log = Log.of(() -> {
            for (var head : List.of(
                    "POST /nope HTTP/1.1\r\nHost: evil",
                    "POST /plans HTTP/1.1\r\nHost: localhost",
                    "POST /plans HTTP/1.1\r\nHost: localhost" + authorized(),
                    "GET /health HTTP/1.1\r\nHost: localhost")) {
                assertThat(raw(head + "\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks))
                        .startsWith("HTTP/1.1 411")
                        .contains("Connection: close")
                        .doesNotContain("forged");
            }
        });

        assertThat(log).isEmpty();
        assertAlive();
    }

    @Test
    void chunkSizeWithoutEnd_isNotRead() throws Exception {
        var log = Log.of(() -> {
            try (var raw = new RawHttp(bench.address)) {
                raw.send("POST /nope HTTP/1.1\r\nHost: evil\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "f".repeat(30_000_000));
                assertThat(raw.rest()).matches("(?s)(HTTP/1.1 411 .*)?");
            }
        });

        assertThat(log).isEmpty();
        assertAlive();
    }

    @Test
    void bodyThatEndsEarly_isNobodysMistakeButItsSenders() throws Exception {
        var log = Log.of(() -> {
            try (var raw = new RawHttp(bench.address)) {
                raw.send("POST /plans HTTP/1.1\r\nHost: localhost" + authorized()
                        + "\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{");
                raw.channel.shutdownOutput();
                assertThat(raw.rest()).matches("(?s)(HTTP/1.1 4\\d\\d .*)?");
            }
        });

        assertThat(log).isEmpty();
        assertAlive();
    }

    @Test
    void oldHttp_isToldThatItIsNotServed() throws Exception {
        assertThat(raw("GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 505")
                .contains("Allowed: HTTP/1.1");
    }

    @Test
    void continue_isNotSaidToWhoIsRefused() throws Exception {
        var expects = "Content-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n";

        assertThat(raw("POST /plans HTTP/1.1\r\nHost: evil.example\r\n" + expects))
                .startsWith("HTTP/1.1 421")
                .contains("Connection: close");
        assertThat(raw("POST /plans HTTP/1.1\r\nHost: localhost\r\n" + expects)).startsWith("HTTP/1.1 401");
        try (var raw = new RawHttp(bench.address)) {
            var head = "POST /plans HTTP/1.1\r\nHost: localhost" + authorized() + "\r\n" + expects;
            assertThat(raw.ask(head)).startsWith("HTTP/1.1 100");
            assertThat(raw.ask("{}")).startsWith("HTTP/1.1 4");
        }
    }

    @Test
    void targetWithAScheme_isServed() throws Exception {
        for (var target :
                List.of("http://localhost:7070/health", "HTTP://LOCALHOST/health", "http://127.0.0.1/health")) {
            assertThat(raw("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                    .as(target)
                    .startsWith("HTTP/1.1 200");
        }
        assertThat(raw("GET http://evil.example/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 421");
    }

    @Test
    void methodInSmallLetters_behindAnotherRequest_isRefused() throws Exception {
        var answer = raw("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
                + "get /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200").contains("HTTP/1.1 400");
    }

    @Test
    void requestsInARow_areAllAnswered() throws Exception {
        var answer = raw("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(20)
                + "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer.split("HTTP/1.1 200", -1)).hasSize(22);
    }

    // --- time and places ---

    @ParameterizedTest
    @ValueSource(strings = {"", "G", "\r\n", "GET /health HTTP/1.1\r\n", "\u0016\u0003\u0001"})
    void connection_thatSaysNothingOrHardlyAnything_isCutOff(String beginning) throws Exception {
        try (var raw = new RawHttp(bench.address)) {
            raw.send(beginning);

            assertThat(raw.rest()).matches("(?s)(HTTP/1.1 4\\d\\d .*)?");
        }
    }

    @Test
    void connection_thatDripsItsFirstLine_isCutOff() throws Exception {
        try (var raw = new RawHttp(bench.address)) {
            var since = System.nanoTime();
            raw.channel.configureBlocking(false);
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                raw.send("G");
                return isCutOff(raw);
            });
            assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThanOrEqualTo(ARRIVAL);
        }
    }

    private static boolean isCutOff(RawHttp raw) {
        try {
            return raw.channel.read(ByteBuffer.allocate(1_000)) != 0;
        } catch (IOException e) {
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\u0016",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
                "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
            })
    void connectionWithTls_thatDoesNotFinishItsGreeting_isCutOff(String beginning) throws Exception {
        var address =
                bench.api.listen(new ApiSettings("127.0.0.1", 0, OwnCertificate.in(folder, "ip:127.0.0.1"), Set.of()));
        var log = Log.of(() -> {
            try (var raw = new RawHttp(address)) {
                raw.send(beginning);

                assertThat(raw.rest()).doesNotContain("HTTP/1.1 200");
            }
        });

        assertThat(log).isEmpty();
    }

    @Test
    void crowdThatSaysNothing_keepsNobodyOut() throws Exception {
        var crowd = new ArrayList<RawHttp>();
        try (var patient = new ApiBench(
                Files.createDirectory(folder.resolve("patient")),
                Duration.ofMinutes(1),
                Duration.ofSeconds(15),
                EventHub.AT_HAND,
                MOST)) {
            for (int i = 0; i < 5 * MOST; i++) {
                crowd.add(new RawHttp(patient.address));
            }
            assertThat(patient.get("/services").status()).isEqualTo(200);
            for (int i = 0; i < MOST; i++) {
                crowd.add(new RawHttp(patient.address));
            }

            assertThat(patient.get("/services").status()).isEqualTo(200);
            assertThat(patient.get("/metrics").text()).contains("signalbox_http_rejections_total{reason=\"crowd\"}");
        } finally {
            for (var one : crowd) {
                one.close();
            }
        }
    }

    @Test
    void bytesOfALogThatNobodyTakes_areNotSentForEver() throws Exception {
        var talker = new FakeDriver().logTo(LogFiles.in(folder, "talker"));
        Files.write(talker.log().out(), new byte[16 * 1024 * 1024]);
        bench.add("talker", talker);
        try (var raw = new RawHttp(bench.address)) {
            raw.send("GET /services/talker/log/out HTTP/1.1\r\nHost: localhost" + authorized() + "\r\n\r\n");

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> bench.get("/metrics")
                            .text()
                            .contains("signalbox_http_rejections_total{reason=\"slow\"} 1\n"));
            assertThat(raw.rest().length()).isLessThan(16 * 1024 * 1024);
        }
    }

    @Test
    void listenerThatCannotBeOpenedAgain_isToldByTheOther() throws Exception {
        var port = RawHttp.network(bench.address).getPort();
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().endsWith("-listener") && !before.contains(thread))
                .forEach(Thread::interrupt);
        await().until(() -> !bench.socket().toFile().exists());
        bench.api.look();
        assertThat(health()).contains("HTTP/1.1 200").contains("\"listeners\":\"ok\"");
        assertAlive();

        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().endsWith("-listener") && !before.contains(thread))
                .forEach(Thread::interrupt);
        await().until(() -> !bench.socket().toFile().exists());
        try (var _ = await().ignoreExceptions()
                .until(() -> new ServerSocket(port, 1, InetAddress.getLoopbackAddress()), Objects::nonNull)) {
            bench.api.look();

            assertThat(health())
                    .startsWith("HTTP/1.1 503")
                    .contains("\"status\":\"degraded\"")
                    .contains("127.0.0.1:" + port + " does not come here");
        }
        bench.api.look();
        assertThat(health()).startsWith("HTTP/1.1 200");
        assertAlive();
    }

    private String health() throws Exception {
        return RawHttp.overSocket(
                bench.socket(), "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    @Test
    void callerWithMoreThanItsShare_isRefused_andOthersAreNot() throws Exception {
        var streams = new ArrayList<EventStream>();
        try {
            for (int i = 0; i < MOST / 2; i++) {
                streams.add(new EventStream(bench, "/events", bench.reader, ""));
            }

            assertThat(bench.get("/services").status()).isEqualTo(429);
            assertThat(bench.send(bench.request("GET", "/services", bench.operator))
                            .status())
                    .isEqualTo(200);
        } finally {
            for (var stream : streams) {
                stream.close();
            }
        }
        await().until(() -> bench.get("/services").status() == 200);
    }
}
