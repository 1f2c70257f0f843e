package dev.signalbox.api;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Seed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Bytes at the bare door, made from a seed: requests and greetings of TLS that are a little or very wrong, and
/// bytes that mean nothing.
@Timeout(900)
final class RawFuzzTest {
    private static final int CLIENTS = 8;
    private static final int ANSWER_MILLIS = 3_000;
    private static final int VERSION_NOT_SUPPORTED = 505;
    private static final long MOST_HEAP = 48L * 1024 * 1024;
    /// Threads of the Java runtime itself that come when they are first needed.
    private static final int SLACK = 8;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
    /// All that is said of who knocks.
    private static final Pattern KNOCK = Pattern.compile(".* requests from this machine without a right token: \\d+");
    private static final List<String> PIECES = List.of(
            "\r\n",
            "\n",
            "\r",
            "\0",
            " ",
            "\t",
            ":",
            "%",
            "\u001b]0;forged\u0007",
            "\n2026-11-30T00:20:00.000 INFO forged\n",
            "Transfer-Encoding: chunked\r\n",
            "Transfer-Encoding: xchunked, chunked\r\n",
            "Content-Length: 0\r\n",
            "Content-Length: 18446744073709551616\r\n",
            "Content-Length: 60000\r\n",
            "Content-Encoding: gzip\r\n",
            "Expect: 100-continue\r\n",
            "Connection: close\r\n",
            "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAAA\r\n",
            "Host: evil.example\r\n",
            "Host: [::1\r\n",
            "Range: bytes=5-1\r\n",
            "If-None-Match: *\r\n",
            "Authorization: Bearer forged\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "HTTP/1.0",
            "HTTP/9.9",
            "7fffffff\r\n",
            "ffffffffffffffffff\r\n",
            "0\r\n\r\n",
            "a".repeat(5_000),
            "x: " + "b".repeat(20_000) + "\r\n");

    @TempDir
    Path folder;

    @Test
    void bytes_fromASeed_neitherBreakNorFillAnything() throws Exception {
        fuzz(Duration.ofSeconds(4));
    }

    @Test
    @Tag("soak")
    void bytes_fromASeed_forMinutes_neitherBreakNorFillAnything() throws Exception {
        fuzz(Duration.ofMinutes(Integer.getInteger("soak.minutes", 5)));
    }

    private void fuzz(Duration length) throws Exception {
        var seed = Seed.of(RawFuzzTest.class);
        try (var bench = new ApiBench(folder, Duration.ofSeconds(1), Duration.ofMillis(50))) {
            var tls = bench.api.listen(
                    new ApiSettings("127.0.0.1", 0, OwnCertificate.in(folder, "ip:127.0.0.1"), Set.of()));
            var requests = requests(bench);
            var greetings = List.of(greeting(), requests.getFirst());
            var doors = Map.of(RawHttp.network(bench.address), requests, RawHttp.network(tls), greetings);
            send(doors, seed, Duration.ofSeconds(1), new ConcurrentSkipListMap<>());
            var threadsBefore = Thread.getAllStackTraces().size();
            var heapBefore = Heap.used();

            var statuses = new ConcurrentSkipListMap<Integer, Integer>();
            var log = Log.of(() -> send(doors, seed + CLIENTS, length, statuses));

            System.out.println("RawFuzzTest: " + statuses);
            assertThat(statuses.keySet())
                    .as("-Dseed=%d", seed)
                    .allMatch(status -> status < 500 || status == VERSION_NOT_SUPPORTED)
                    .contains(200, 400, 401, 411, 421);
            assertThat(log)
                    .as("-Dseed=%d", seed)
                    .allMatch(line -> KNOCK.matcher(line).matches());
            assertThat(log.size()).isLessThanOrEqualTo((int) length.toMinutes() + 1);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> bench.get("/services").status() == 200);
            assertThat(RawHttp.overSocket(bench.socket(), health())).startsWith("HTTP/1.1 200");
            assertThat(bench.get("/health").field("listeners")).isEqualTo("ok");
            assertThat(bench.get("/metrics").text()).contains("signalbox_http_listeners_reopened_total 0\n");
            await().until(() -> Thread.getAllStackTraces().size() <= threadsBefore + SLACK);
            await().atMost(Duration.ofSeconds(30)).until(() -> Heap.used() < heapBefore + MOST_HEAP);
        }
    }

    private static String health() {
        return "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    }

    private static List<byte[]> requests(ApiBench bench) {
        var token = "Authorization: Bearer " + bench.reader + "\r\n";
        var host = "Host: localhost\r\n";
        var json = "Content-Type: application/json\r\nContent-Length: 42\r\n";
        var body = "\r\n{\"kind\": \"start\", \"services\": [\"backend\"]}";
        return List.of(
                        health(),
                        "GET /services HTTP/1.1\r\n" + host + token + "\r\n",
                        "GET /services?x=1 HTTP/1.1\r\n" + host + token + "Connection: close\r\n\r\n",
                        "HEAD /services/backend HTTP/1.1\r\n" + host + token + "\r\n",
                        "POST /plans?preview=true HTTP/1.1\r\n" + host + token + json + body,
                        "POST /plans HTTP/1.1\r\n" + host + json + "Expect: 100-continue\r\n" + body,
                        "POST /plans HTTP/1.1\r\n" + host + token
                                + "Transfer-Encoding: chunked\r\n\r\n2;a=b\r\n{}\r\n0\r\n\r\n",
                        "GET http://localhost/health HTTP/1.1\r\n" + host + "\r\n",
                        "GET /operations?limit=5 HTTP/1.1\r\n" + host + token + "\r\n" + health())
                .stream()
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }

    /// What a client says first in TLS.
    private static byte[] greeting() throws Exception {
        var engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        var bytes = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), bytes);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static void send(
            Map<InetSocketAddress, List<byte[]>> doors, long seed, Duration length, Map<Integer, Integer> statuses)
            throws Exception {
        var end = System.nanoTime() + length.toNanos();
        try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
            var clients = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < CLIENTS; i++) {
                var random = new Random(seed + i);
                clients.add(() -> {
                    while (System.nanoTime() - end < 0) {
                        var entries = List.copyOf(new TreeMap<>(byPort(doors)).values());
                        var door = entries.get(random.nextInt(entries.size()));
                        var answer = exchange(door.getKey(), mutated(random, door.getValue()), random);
                        STATUS.matcher(answer)
                                .results()
                                .forEach(found -> statuses.merge(Integer.valueOf(found.group(1)), 1, Integer::sum));
                    }
                    return true;
                });
            }
            for (var client : threads.invokeAll(clients)) {
                client.get();
            }
        }
    }

    private static Map<Integer, Map.Entry<InetSocketAddress, List<byte[]>>> byPort(
            Map<InetSocketAddress, List<byte[]>> doors) {
        var sorted = new TreeMap<Integer, Map.Entry<InetSocketAddress, List<byte[]>>>();
        doors.entrySet().forEach(entry -> sorted.put(entry.getKey().getPort(), entry));
        return sorted;
    }

    private static byte[] mutated(Random random, List<byte[]> valid) {
        if (random.nextInt(10) == 0) {
            var bytes = new byte[random.nextInt(2_000)];
            random.nextBytes(bytes);
            return bytes;
        }
        var bytes = any(random, valid);
        for (int left = random.nextInt(4); left > 0 && bytes.length > 0; left--) {
            var at = random.nextInt(bytes.length);
            var to = at + random.nextInt(bytes.length - at + 1);
            bytes = switch (random.nextInt(6)) {
                case 0 -> joined(part(bytes, 0, at), new byte[] {(byte) random.nextInt(256)}, part(bytes, at + 1));
                case 1 -> joined(part(bytes, 0, at), part(bytes, to));
                case 2 -> joined(part(bytes, 0, to), part(bytes, at));
                case 3 -> part(bytes, 0, at);
                case 4 -> joined(part(bytes, 0, at), part(any(random, valid), 0));
                default -> joined(part(bytes, 0, lineAt(bytes, at)), piece(random), part(bytes, lineAt(bytes, at)));
            };
        }
        return bytes;
    }

    /// Behind the end of the line, so that what comes in between is often a line of its own.
    private static int lineAt(byte[] bytes, int at) {
        for (int i = at; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return at;
    }

    private static byte[] piece(Random random) {
        return any(random, PIECES).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] part(byte[] bytes, int from) {
        return part(bytes, from, bytes.length);
    }

    private static byte[] part(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, Math.min(from, to), to);
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static <T> T any(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /// Sends the bytes in one piece or two, ends its side or says no more, and reads what is answered.
    private static String exchange(InetSocketAddress door, byte[] bytes, Random random) {
        var answer = new ByteArrayOutputStream();
        try (var socket = new Socket(door.getAddress(), door.getPort())) {
            socket.setSoTimeout(ANSWER_MILLIS);
            var half = random.nextBoolean() ? bytes.length : random.nextInt(bytes.length + 1);
            socket.getOutputStream().write(bytes, 0, half);
            socket.getOutputStream().write(bytes, half, bytes.length - half);
            if (random.nextInt(50) != 0) {
                socket.shutdownOutput();
            }
            socket.getInputStream().transferTo(answer);
        } catch (IOException e) {
            // Cut off, or nothing more comes: that is an answer, too.
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }
}
