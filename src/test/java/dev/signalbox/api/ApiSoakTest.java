package dev.signalbox.api;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A long time of mixed load, with readers of events that come and go: `-Dsoak.minutes=10`.
@Tag("soak")
final class ApiSoakTest {
    private static final int READERS = 1_000;
    private static final int EVENTS_BETWEEN_VISITS = 200;
    private static final long OPERATION_EVERY_MILLIS = 250;
    private static final long REQUEST_EVERY_MILLIS = 20;
    private static final List<String> LOOKS =
            List.of("/services", "/services/backend", "/operations?limit=20", "/metrics", "/health", "/nothing");

    @TempDir
    Path folder;

    private final AtomicBoolean done = new AtomicBoolean();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final LongAdder events = new LongAdder();
    private final LongAdder visits = new LongAdder();
    private final LongAdder requests = new LongAdder();

    @Test
    void load_forALongTime_losesNoEvent_andLeavesTheMemoryFlat() throws Exception {
        var minutes = Integer.getInteger("soak.minutes", 10);
        var seed = Seed.of(ApiSoakTest.class);
        var end = Instant.now().plus(Duration.ofMinutes(minutes));
        try (var bench = new ApiBench(folder);
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var timer = Executors.newScheduledThreadPool(2)) {
            var readers = new ArrayList<Future<?>>();
            for (int i = 0; i < READERS; i++) {
                var random = new Random(seed + i);
                readers.add(threads.submit(() -> read(bench, random)));
            }
            var random = new Random(seed);
            var _ = timer.scheduleAtFixedRate(
                    () -> ask(bench, "POST", "/restart/idle?wait=" + random.nextBoolean()),
                    0,
                    OPERATION_EVERY_MILLIS,
                    TimeUnit.MILLISECONDS);
            var _ = timer.scheduleAtFixedRate(
                    () -> ask(bench, "GET", LOOKS.get(random.nextInt(LOOKS.size()))),
                    0,
                    REQUEST_EVERY_MILLIS,
                    TimeUnit.MILLISECONDS);

            // By then everything is loaded, and all that is kept of the past is full or nearly so.
            var warm = Instant.now().plus(Duration.ofMinutes(minutes).dividedBy(3));
            await().forever().until(() -> Instant.now().isAfter(warm) || !failures.isEmpty());
            var before = Heap.used();
            await().forever().until(() -> Instant.now().isAfter(end) || !failures.isEmpty());
            var after = Heap.used();

            System.out.printf(
                    "ApiSoakTest: %,d events read in %,d visits, %,d requests, %,d then %,d KiB of heap%n",
                    events.sum(), visits.sum(), requests.sum(), before / 1024, after / 1024);
            done.set(true);
            timer.shutdownNow();
            // The readers wait for an event.
            ask(bench, "POST", "/restart/idle?wait=true");
            for (var reader : readers) {
                reader.get();
            }
            assertThat(failures).isEmpty();
            assertThat(bench.get("/metrics").text()).contains("signalbox_event_readers_dropped_total 0\n");
            assertThat(after).isLessThan(before + before / 4);
        }
    }

    private void ask(ApiBench bench, String method, String path) {
        try {
            var reply = bench.send(bench.request(method, path, bench.admin));
            requests.increment();
            if (reply.status() >= 500) {
                failures.add(new AssertionError(method + " " + path + ": " + reply.status()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | AssertionError e) {
            failures.add(e);
        }
    }

    /// Reads for a while, goes, comes back where it was, and checks that no number is missing.
    private void read(ApiBench bench, Random random) {
        var last = "";
        try {
            while (!done.get()) {
                try (var stream = new EventStream(bench, "/events", bench.reader, last)) {
                    visits.increment();
                    var number = number(stream.firstId());
                    for (int left = 1 + random.nextInt(EVENTS_BETWEEN_VISITS); left > 0 && !done.get(); left--) {
                        var event = stream.next();
                        events.increment();
                        if (number(event.id()) != number + 1) {
                            throw new AssertionError(event.id() + " came after " + number);
                        }
                        number++;
                    }
                    last = stream.lastId();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | AssertionError e) {
            failures.add(e);
        }
    }

    private static long number(String id) {
        return Long.parseLong(id.substring(id.indexOf('-') + 1));
    }
}
