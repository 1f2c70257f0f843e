package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.TestClassPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An API with a heap of 128 MB, before which a crowd stands that says nothing, or nonsense: `-Dsoak.minutes=10`.
@Tag("soak")
@Timeout(3_600)
final class CrowdSoakTest {
    private static final int SILENT = 2_000;
    /// What of the crowd is closed comes again, one after the other.
    private static final long SILENT_EVERY_MICROS = 2_000;
    private static final long MALFORMED_EVERY_MICROS = 5_000;
    private static final int GOOD = 50;
    private static final long GOOD_EVERY_MICROS = 250_000;
    private static final Duration WARM = Duration.ofSeconds(10);
    /// How many times longer the good ones may wait for it.
    private static final double MOST = 3;
    private static final List<String> NONSENSE = List.of(
            "nonsense\r\n\r\n",
            "POST /plans HTTP/1.1\r\nHost: evil\r\nTransfer-Encoding: chunked\r\n\r\n" + "f".repeat(20_000),
            "GET /services HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(20_000) + "\r\n\r\n",
            "GET /services HTTP/1.1\r\nbad header\r\n\r\n");

    @TempDir
    Path folder;

    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<HttpClient> clients =
            Stream.generate(HttpClient::newHttpClient).limit(GOOD).toList();

    @AfterEach
    void close() {
        threads.shutdownNow();
        clients.forEach(HttpClient::shutdownNow);
    }

    /// The API as a program of its own.
    static final class Served {
        private Served() {}

        public static void main(String[] args) throws Exception {
            try (var bench = new ApiBench(Path.of(args[0]))) {
                System.out.println(bench.address + " " + bench.reader);
                // Until nobody waits for it any more.
                while (System.in.read() >= 0) {}
            }
        }
    }

    @Test
    void goodCallers_beforeACrowd_hardlyNoticeIt() throws Exception {
        var minutes = Integer.getInteger("soak.minutes", 10);
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var api = new ProcessBuilder(
                        java,
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        TestClassPath.text(),
                        Served.class.getName(),
                        folder.toString())
                .redirectError(Redirect.INHERIT)
                .start();
        try (var said = new BufferedReader(new InputStreamReader(api.getInputStream()))) {
            var words = said.readLine().split(" ", -1);
            var half = Duration.ofMinutes(minutes).dividedBy(2);
            var _ = good(words[0], words[1], WARM);
            var quiet = good(words[0], words[1], half);
            long[] crowded;
            var silent = new AtomicLong();
            var malformed = new AtomicLong();
            try (var crowd = new Crowd(words[0]);
                    var timer = Executors.newScheduledThreadPool(2)) {
                every(timer, SILENT_EVERY_MICROS, () -> silent.addAndGet(crowd.stand()));
                every(timer, MALFORMED_EVERY_MICROS, () -> talk(words[0], malformed));
                crowded = good(words[0], words[1], half);
                timer.shutdownNow();
            }
            System.out.printf(
                    "CrowdSoakTest: p50 %,d then %,d us, p99 %,d then %,d us (%.1f times) of %,d and %,d requests of "
                            + "%d good callers; %,d silent connections, %,d malformed requests; %d processors%n",
                    at(quiet, 0.5),
                    at(crowded, 0.5),
                    at(quiet, 0.99),
                    at(crowded, 0.99),
                    (double) at(crowded, 0.99) / at(quiet, 0.99),
                    quiet.length,
                    crowded.length,
                    GOOD,
                    silent.get(),
                    malformed.get(),
                    Runtime.getRuntime().availableProcessors());
            assertThat(api.isAlive()).isTrue();
            assertThat(failures).isEmpty();
            assertThat((double) at(crowded, 0.99)).isLessThan(MOST * at(quiet, 0.99));
        } finally {
            api.destroyForcibly().waitFor();
        }
    }

    private static void every(ScheduledExecutorService timer, long micros, Runnable task) {
        var _ = timer.scheduleAtFixedRate(task, 0, micros, TimeUnit.MICROSECONDS);
    }

    /// Good callers, each on a connection of its own.
    ///
    /// @return how long their requests took, in microseconds, the shortest first
    private long[] good(String address, String token, Duration length) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(address + "/services"))
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(30))
                .build();
        var times = new ConcurrentLinkedQueue<Long>();
        var left = new CountDownLatch((int) (length.toMillis() * 1_000 / GOOD_EVERY_MICROS) * GOOD);
        try (var timer = Executors.newScheduledThreadPool(1)) {
            var next = new AtomicInteger();
            every(timer, GOOD_EVERY_MICROS / GOOD, () -> {
                var client = clients.get(next.getAndIncrement() % GOOD);
                threads.submit(() -> one(client, request, times, left));
            });
            left.await();
            timer.shutdownNow();
        }
        return times.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    private void one(HttpClient client, HttpRequest request, Queue<Long> times, CountDownLatch left) {
        var begin = System.nanoTime();
        try {
            var answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                failures.add(new AssertionError("a good caller was answered " + answer.statusCode()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            failures.add(e);
        }
        times.add((System.nanoTime() - begin) / 1_000);
        left.countDown();
    }

    private static long at(long[] sorted, double part) {
        return sorted[(int) (part * (sorted.length - 1))];
    }

    /// Connections that say nothing; what is closed is opened again.
    private static final class Crowd implements AutoCloseable {
        private final String address;
        private final RawHttp[] standing = new RawHttp[SILENT];
        private int next;

        Crowd(String address) {
            this.address = address;
        }

        /// Looks at one of them.
        ///
        /// @return 1 if it had to be opened
        int stand() {
            next = (next + 1) % SILENT;
            var one = standing[next];
            try {
                if (one != null && !isClosed(one)) {
                    return 0;
                }
                if (one != null) {
                    one.close();
                }
                standing[next] = new RawHttp(address);
                standing[next].channel.configureBlocking(false);
                return 1;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static boolean isClosed(RawHttp one) {
            try {
                return one.channel.read(ByteBuffer.allocate(1)) < 0;
            } catch (IOException e) {
                return true;
            }
        }

        @Override
        public void close() throws IOException {
            for (var one : standing) {
                if (one != null) {
                    one.close();
                }
            }
        }
    }

    /// Sends a request that is none.
    private void talk(String address, AtomicLong sent) {
        var request = NONSENSE.get((int) (sent.getAndIncrement() % NONSENSE.size()));
        Callable<String> exchange = () -> RawHttp.overNetwork(address, request);
        threads.submit(exchange);
    }
}
