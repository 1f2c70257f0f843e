package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.Seed;
import dev.signalbox.journal.EventJournal;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Readers of events that come back after more has happened than is at hand, or to another run of the engine. The
/// limit is for an event that does not come.
@Timeout(120)
final class EventResumeTest {
    /// Little, so that the journal of events must tell the rest.
    private static final int AT_HAND = 5;

    @TempDir
    Path folder;

    private ApiBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new ApiBench(folder, Duration.ofSeconds(10), Duration.ofSeconds(15), AT_HAND);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private EventStream stream(String query, String lastId) throws Exception {
        return new EventStream(bench, "/events" + query, bench.reader, lastId);
    }

    private String now() throws Exception {
        try (var stream = stream("", "")) {
            return stream.firstId();
        }
    }

    private static long number(String id) {
        return Long.parseLong(id.substring(id.indexOf('-') + 1));
    }

    /// Ends the engine's API and its journal of events, and begins another run of both.
    private void restart(String... changes) throws Exception {
        bench.api.close();
        bench.events.close();
        for (var change : changes) {
            change(change);
        }
        bench.events = EventJournal.open(folder.resolve("events.db"));
        bench.reopen();
    }

    private void change(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("events.db"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Reads until the end of `count` operations has been told.
    private static List<EventStream.Event> untilEnded(EventStream stream, int count) throws Exception {
        var events = new ArrayList<EventStream.Event>();
        for (var ends = 0; ends < count; ) {
            var event = stream.next();
            assertThat(event.type()).isNotEqualTo("reset");
            events.add(event);
            ends += event.type().equals("ended") ? 1 : 0;
        }
        return events;
    }

    @Test
    void moreThanIsAtHand_isToldFromTheJournal_withoutAGap() throws Exception {
        var last = now();
        for (int i = 0; i < 10; i++) {
            bench.post("/restart/idle?wait=true");
        }

        try (var stream = stream("", last)) {
            var numbers = untilEnded(stream, 10).stream()
                    .map(event -> number(event.id()))
                    .toList();
            var first = number(last) + 1;
            assertThat(numbers).hasSizeGreaterThan(10 * AT_HAND).isEqualTo(consecutive(first, numbers.size()));
        }
    }

    private static List<Long> consecutive(long first, int count) {
        return LongStream.range(first, first + count).boxed().toList();
    }

    @Test
    void filter_holdsForWhatTheJournalTells() throws Exception {
        var last = now();
        for (int i = 0; i < 3; i++) {
            bench.post("/restart/idle?wait=true");
            bench.post("/restart/backend?wait=true");
        }

        try (var stream = stream("?service=backend&type=ended", last)) {
            for (int i = 0; i < 3; i++) {
                var event = stream.next();
                assertThat(event.type()).isEqualTo("ended");
                assertThat(event.data().path("service").asString()).isEqualTo("backend");
            }
        }
    }

    @Test
    void resuming_whileMoreHappens_losesAndRepeatsNothing() throws Exception {
        var seed = Seed.of(EventResumeTest.class);
        var random = new Random(seed);
        var last = now();
        var going = new AtomicBoolean(true);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var storm = threads.submit(() -> {
                while (going.get()) {
                    bench.post("/restart/idle?wait=true");
                }
                return "done";
            });
            for (int i = 0; i < 30; i++) {
                try (var stream = stream("", last)) {
                    for (var left = random.nextInt(1, 60); left > 0; left--) {
                        var event = stream.next();
                        assertThat(event.type()).isNotEqualTo("reset");
                        assertThat(number(event.id())).as("-Dseed=%d", seed).isEqualTo(number(last) + 1);
                        last = event.id();
                    }
                }
            }
            going.set(false);
            assertThat(storm.get()).isEqualTo("done");
        }
    }

    @Test
    void nextRun_goesOnWithTheEventsOfTheOneBefore_andSaysThatItBegan() throws Exception {
        var last = now();
        bench.post("/start/idle?wait=true");
        restart();
        bench.post("/stop/idle?wait=true");

        try (var stream = stream("", last)) {
            var events = untilEnded(stream, 2);
            assertThat(events.stream().map(event -> number(event.id())).toList())
                    .isEqualTo(consecutive(number(last) + 1, events.size()));
            var types = events.stream().map(EventStream.Event::type).toList();
            assertThat(types.indexOf("engine")).isGreaterThan(types.indexOf("ended"));
            assertThat(events.getLast().data().at("/operation/kind").asString()).isEqualTo("stop");
        }
    }

    @Test
    void hubThatIsClosed_tellsNothingMore_inTheNumbersOfTheNext() throws Exception {
        var last = now();
        bench.reopen();
        bench.post("/restart/idle?wait=true");

        try (var stream = stream("", last)) {
            var events = untilEnded(stream, 1);
            assertThat(events.stream().map(event -> number(event.id())).toList())
                    .isEqualTo(consecutive(number(last) + 1, events.size()));
        }
        restart();
        try (var stream = stream("", last)) {
            // The same from the file, where each number has room for one event.
            untilEnded(stream, 1);
        }
    }

    @Test
    void whatWasToldAndLost_isReset() throws Exception {
        bench.post("/start/idle?wait=true");
        var last = now();
        restart("DELETE FROM told WHERE number > " + (number(last) - 2));
        bench.post("/stop/idle?wait=true");

        assertThatThrownBy(() -> stream("", last)).hasMessageContaining("event:reset");
    }

    @Test
    void gapBehindTheReader_isReset_whereItIsReached() throws Exception {
        var last = now();
        bench.post("/start/idle?wait=true");
        restart("DELETE FROM told WHERE number = " + (number(last) + 3));
        bench.post("/stop/idle?wait=true");

        try (var stream = stream("", last)) {
            assertThat(number(stream.next().id())).isEqualTo(number(last) + 1);
            assertThat(number(stream.next().id())).isEqualTo(number(last) + 2);
            var reset = stream.next();
            assertThat(reset.type()).isEqualTo("reset");
            bench.post("/start/idle");
            assertThat(number(stream.next().id())).isEqualTo(number(reset.id()) + 1);
        }
    }

    @Test
    void withoutTheJournal_theStreamGoesOn() throws Exception {
        bench.api.close();
        bench.events.close();
        bench.events = EventJournal.open(folder.resolve("no folder/events.db"));
        bench.reopen();
        var first = now();
        try (var stream = stream("?type=ended", "")) {
            bench.post("/start/idle?wait=true");
            assertThat(stream.next().type()).isEqualTo("ended");
        }
        assertThatThrownBy(() -> stream("", first)).hasMessageContaining("event:reset");
    }
}
