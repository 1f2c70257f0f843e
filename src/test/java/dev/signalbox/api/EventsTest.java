package dev.signalbox.api;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.journal.StreamEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The stream of events. The limit is for one that does not come.
@Timeout(120)
final class EventsTest {
    private static final int READERS = 1_000;

    @TempDir
    Path folder;

    private ApiBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new ApiBench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private EventStream stream(String query) throws Exception {
        return new EventStream(bench, "/events" + query, bench.reader);
    }

    private List<String> untilEnded(EventStream stream) throws IOException {
        var types = new ArrayList<String>();
        do {
            types.add(stream.next().type());
        } while (!types.getLast().equals("ended"));
        return types;
    }

    private static long number(String id) {
        return Long.parseLong(id.substring(id.indexOf('-') + 1));
    }

    @Test
    void events_ofAnOperation_comeInOrderWithIdsThatRise() throws Exception {
        try (var stream = stream("?service=idle")) {
            bench.post("/start/idle");

            var ids = new ArrayList<Long>();
            var types = new ArrayList<String>();
            EventStream.Event event;
            do {
                event = stream.next();
                types.add(event.type());
                ids.add(number(event.id()));
            } while (!event.type().equals("ended"));
            // What is told of the service comes from another thread, which may be first.
            assertThat(types)
                    .contains("service")
                    .filteredOn(type -> !type.equals("service"))
                    .startsWith("accepted", "started", "step");
            assertThat(ids).isSorted().doesNotHaveDuplicates();
            assertThat(event.data().at("/operation/outcome").asString()).isEqualTo("succeeded");
            assertThat(event.data().path("service").asString()).isEqualTo("idle");
        }
    }

    private static EventStream.Event untilService(EventStream stream, String path, String value) throws IOException {
        EventStream.Event event;
        do {
            event = stream.next();
        } while (!event.data().at("/status" + path).asString("").equals(value));
        return event;
    }

    @Test
    void service_ofWhichOnlyWhatIsDesiredChanges_isTold() throws Exception {
        bench.post("/start/idle?wait=true");
        bench.queue.hold("idle");
        try (var stream = stream("?service=idle&type=service")) {
            var restart = bench.send(bench.request("POST", "/restart/idle", bench.admin));

            var told = untilService(stream, "/desired/by", "HTTP API, boss").data();
            assertThat(told.at("/status/state").asString()).isEqualTo("running");
            assertThat(told.at("/status/desired/value").asString()).isEqualTo("running");
            // What is withdrawn gives back what was desired before.
            bench.send(bench.request("DELETE", "/operations/" + restart.field("id"), bench.admin));
            untilService(stream, "/desired/by", "HTTP API, deploy");
        }
    }

    @Test
    void service_ofWhichOnlyTheDecisionChanges_isTold() throws Exception {
        bench.post("/stop/backend?wait=true");
        bench.addAutostarted("web", "backend");
        await().until(() -> bench.get("/services/web").text().contains("\"dependency\""));
        try (var stream = stream("?service=web&type=service")) {
            bench.queue.hold("web");
            var held = untilService(stream, "/reason/code", "held").data();
            assertThat(held.at("/status/state").asString()).isEqualTo("stopped");
            bench.queue.resume("web");
            var waits = untilService(stream, "/reason/code", "dependency").data();
            assertThat(waits.at("/status/reason/waits_for").asString()).isEqualTo("backend");
        }
    }

    @Test
    void service_whoseScheduleIsSuspended_isTold() throws Exception {
        bench.addScheduled("nightly");
        try (var stream = stream("?service=nightly&type=service")) {
            bench.post("/services/nightly/schedule/suspend");
            untilService(stream, "/schedule_suspended/by", "HTTP API, deploy");
        }
    }

    @Test
    void ids_whileReadersComeAndOthersAsk_haveNoGap() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var storm = threads.submit(() -> {
                for (int i = 0; i < 20; i++) {
                    bench.post("/restart/idle?wait=true");
                    bench.post("/restart/backend?wait=true");
                }
                return "done";
            });
            var readings = new ArrayList<Future<List<Long>>>();
            for (int i = 0; i < 10; i++) {
                readings.add(threads.submit(() -> {
                    var numbers = new ArrayList<Long>();
                    try (var stream = stream("")) {
                        numbers.add(number(stream.firstId()));
                        while (numbers.size() < 100) {
                            numbers.add(number(stream.next().id()));
                        }
                    }
                    return numbers;
                }));
            }
            for (var reading : readings) {
                var numbers = reading.get();
                var first = numbers.getFirst();
                assertThat(numbers)
                        .isEqualTo(LongStream.range(first, first + numbers.size())
                                .boxed()
                                .toList());
            }
            assertThat(storm.get()).isEqualTo("done");
        }
    }

    @Test
    void filter_letsThroughWhatWasAskedForOnly() throws Exception {
        try (var stream = stream("?service=backend&type=ended")) {
            bench.post("/start/idle?wait=true");
            bench.post("/start/backend?wait=true");

            var event = stream.next();
            assertThat(event.type()).isEqualTo("ended");
            assertThat(event.data().at("/operation/service").asString()).isEqualTo("backend");
        }
    }

    @Test
    void resume_behindTheLastEvent_missesNothing() throws Exception {
        String last;
        try (var stream = stream("?service=idle")) {
            bench.post("/start/idle");
            untilEnded(stream);
            last = stream.lastId();
        }
        bench.post("/stop/idle?wait=true");
        bench.post("/start/idle?wait=true");

        try (var again = new EventStream(bench, "/events?service=idle", bench.reader, last)) {
            var kinds = new ArrayList<String>();
            while (kinds.size() < 2) {
                var event = again.next();
                assertThat(event.type()).isNotEqualTo("reset");
                if (event.type().equals("ended")) {
                    kinds.add(event.data().at("/operation/kind").asString());
                }
            }
            assertThat(kinds).containsExactly("stop", "start");
        }
    }

    @Test
    void resume_behindAnEventThatIsGone_saysSo() throws Exception {
        try (var stream = new EventStreamWithoutGreeting(bench, "otherrun-17")) {
            assertThat(stream.firstLines()).contains("event:reset").anyMatch(line -> line.contains("read the lists"));
        }
    }

    @Test
    void resume_behindThousands_missesNothing_andIsNotTakenForSlow() throws Exception {
        String last;
        try (var stream = stream("?service=idle")) {
            bench.post("/start/idle");
            untilEnded(stream);
            last = stream.lastId();
        }
        for (int i = 0; i < 5_000; i++) {
            bench.api.events().onMissed(i);
        }

        try (var again = new EventStream(bench, "/events", bench.reader, last)) {
            bench.post("/stop/idle?wait=true");
            var expected = number(last);
            EventStream.Event event;
            do {
                event = again.next();
                assertThat(number(event.id())).isEqualTo(++expected);
            } while (!event.type().equals("ended"));
            assertThat(expected).isGreaterThan(number(last) + 5_000);
        }
    }

    @Test
    void resume_behindWhatNobodyKnows_saysSo_andGoesOnFromThere() throws Exception {
        String last;
        try (var stream = stream("?service=idle")) {
            bench.post("/start/idle");
            untilEnded(stream);
            last = stream.lastId();
        }

        try (var stream = new EventStreamWithoutGreeting(bench, "elsewhere-" + number(last))) {
            var lines = stream.firstLines();
            assertThat(lines).contains("event:reset");
            var id = lines.stream()
                    .filter(line -> line.startsWith("id:"))
                    .findFirst()
                    .orElseThrow()
                    .substring(3);
            // The lists that are read now are at least as new as this.
            assertThat(number(id)).isGreaterThanOrEqualTo(number(last));
            bench.post("/stop/idle?wait=true");
            try (var again = new EventStream(bench, "/events?service=idle", bench.reader, id)) {
                assertThat(untilEnded(again)).startsWith("accepted");
            }
        }
    }

    @Test
    void heartbeat_tellsThatTheStreamLives() throws Exception {
        bench.close();
        bench = new ApiBench(
                Files.createDirectory(folder.resolve("again")), Duration.ofSeconds(10), Duration.ofMillis(20));
        try (var stream = stream("?service=nobody")) {
            for (int i = 0; i < 3; i++) {
                assertThat(stream.nextComment()).isEqualTo("still here");
            }
        }
    }

    @Test
    void token_revoked_endsItsStreamsBeforeTheNextEvent() throws Exception {
        var secret = bench.token("short", Role.READ, null);
        try (var stream = new EventStream(bench, "/events", secret);
                var other = stream("?type=ended")) {
            bench.send(bench.request("DELETE", "/tokens/short", bench.admin));
            bench.post("/start/idle?wait=true");

            var event = stream.next();
            assertThat(event.type()).isEqualTo("dropped");
            assertThat(event.data().path("reason").asString()).isEqualTo("the token was revoked or has expired");
            assertThat(stream.nextOrEnd()).isNull();
            assertThat(other.next().type()).isEqualTo("ended");
        }
    }

    /// Reads raw lines, as a stream that begins with a reset has no greeting.
    private static final class EventStreamWithoutGreeting implements AutoCloseable {
        private final SocketChannel channel;

        EventStreamWithoutGreeting(ApiBench bench, String lastId) throws IOException {
            var uri = URI.create(bench.address);
            channel = SocketChannel.open(new InetSocketAddress(uri.getHost(), uri.getPort()));
            channel.write(ByteBuffer.wrap(("GET /events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                            + bench.reader + "\r\nLast-Event-ID: " + lastId + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII)));
        }

        List<String> firstLines() throws IOException {
            var bytes = ByteBuffer.allocate(10_000);
            String text;
            do {
                if (channel.read(bytes) < 0) {
                    throw new IOException("the stream has ended");
                }
                text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
            } while (!text.contains("data:"));
            return text.lines().toList();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    @Test
    void thousandReaders_eachSeesEveryEvent() throws Exception {
        var streams = new ArrayList<EventStream>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var opening = new ArrayList<Future<EventStream>>();
            for (int i = 0; i < READERS; i++) {
                opening.add(threads.submit(() -> stream("?service=idle")));
            }
            for (var each : opening) {
                streams.add(each.get());
            }
            bench.post("/start/idle?wait=true");
            var first = untilEnded(streams.getFirst());
            for (var stream : streams.subList(1, READERS)) {
                assertThat(untilEnded(stream)).isEqualTo(first);
            }
        } finally {
            streams.forEach(EventStream::close);
        }
        // They are noticed to be gone at the next event or heartbeat.
        bench.post("/stop/idle?wait=true");
        bench.post("/start/idle?wait=true");
        await().until(() -> {
            bench.post("/restart/idle?wait=true");
            return bench.get("/metrics").text().contains("signalbox_event_readers 0\n");
        });
    }

    @Test
    void reader_thatTakesNothing_isDropped_andSlowsNobody() throws Exception {
        var uri = URI.create(bench.address);
        try (var slow = SocketChannel.open(new InetSocketAddress(uri.getHost(), uri.getPort()))) {
            slow.write(ByteBuffer.wrap(
                    ("GET /events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + bench.reader + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII)));
            await().until(() -> bench.get("/metrics").text().contains("signalbox_event_readers 1\n"));

            // The kernel takes some of it; the rest stays in a buffer that has an end.
            var hub = bench.api.events();
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                for (int i = 0; i < 1_000; i++) {
                    hub.onMissed(i);
                }
                return bench.get("/metrics").text().contains("signalbox_event_readers_dropped_total 1\n");
            });
            // It is told why, if it takes that at last.
            assertThat(until(slow, "events waited for it\"}"))
                    .contains("event:dropped")
                    .contains("it read too slowly: 1000 events waited for it");
            assertThat(bench.post("/start/idle?wait=true").field("outcome")).isEqualTo("succeeded");
            assertThat(bench.get("/metrics").text()).contains("signalbox_event_readers 0\n");
        }
    }

    private static String until(SocketChannel channel, String words) throws IOException {
        var part = ByteBuffer.allocate(64 * 1024);
        var end = "";
        while (!end.contains(words)) {
            if (channel.read(part.clear()) < 0) {
                throw new IOException("ended without " + words);
            }
            end += StandardCharsets.UTF_8.decode(part.flip());
            end = end.substring(Math.max(0, end.length() - 1_000));
        }
        return end;
    }

    private static StreamEvent event(long number, String type, String service, String data) {
        return new StreamEvent(number, "run", type, service, data);
    }

    @Test
    void buffer_full_endsWithTheReason() throws Exception {
        var reader = new EventReader(2, new EventFilter(Set.of(), Set.of()));

        assertThat(reader.offer(event(1, "ended", "a", "{}"))).isTrue();
        assertThat(reader.offer(event(2, "ended", "a", "{}"))).isTrue();
        assertThat(reader.offer(event(3, "ended", "a", "{}"))).isFalse();

        assertThat(reader.next(0)).isNull();
        assertThat(reader.end()).isEqualTo("it read too slowly: 2 events waited for it");
    }

    @Test
    void closing_endsStreamsWithTheReason() throws Exception {
        try (var stream = stream("")) {
            bench.api.close();

            var event = stream.next();
            assertThat(event.type()).isEqualTo("dropped");
            assertThat(event.data().path("reason").asString()).isEqualTo("the server is closing");
            assertThat(stream.nextOrEnd()).isNull();
        }
    }
}
