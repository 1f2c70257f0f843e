package dev.signalbox.engine.remote;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.api.ApiBench;
import dev.signalbox.engine.WholeLog;
import dev.signalbox.log.LogFiles;
import dev.signalbox.log.LogFrom;
import dev.signalbox.log.LogLevel;
import dev.signalbox.log.LogPlace;
import dev.signalbox.log.LogQuery;
import dev.signalbox.log.PlacedLine;
import dev.signalbox.time.SystemTime;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The whole log, from an engine elsewhere")
final class RemoteWholeLogTest {
    private static final List<String> BOTH = List.of("api", "talker");

    @TempDir
    private Path folder;

    private final SystemTime time = new SystemTime();
    private ApiBench bench;
    private RemoteEngine remote;

    @BeforeEach
    void open() throws Exception {
        bench = new ApiBench(folder);
        for (var id : BOTH) {
            bench.addTo("", id).logTo(LogFiles.in(folder, id));
        }
        var talker = LogFiles.in(folder, "talker");
        Files.writeString(talker.out(), "one\nERROR two refused\nthree\nfour\nfive refused\n");
        Files.writeString(talker.notes(), "1000 0 0\n1500 0 0 started pid 7\n2000 4 0\n5000 41 0\n");
        var api = LogFiles.in(folder, "api");
        Files.writeString(api.err(), "Refused again\n");
        Files.writeString(api.notes(), "1000 0 0\n3000 0 14\n");
        remote = RemoteEngine.connect(URI.create(bench.address), bench.reader, null, time);
    }

    @AfterEach
    void close() {
        remote.close();
        bench.close();
        time.close();
    }

    private static List<LogFrom> points(LogPlace place) {
        return List.of(
                new LogFrom.Oldest(),
                new LogFrom.Newest(),
                new LogFrom.At(place),
                new LogFrom.Time(Instant.ofEpochMilli(3000)),
                new LogFrom.Share(0.31));
    }

    @Test
    void pagesPlacesAndOutline_areThoseOfTheEngine() throws IOException {
        try (var here = bench.engine.wholeLog(BOTH);
                var there = remote.wholeLog(BOTH)) {
            var all = here.read(new LogFrom.Oldest(), 0, 100).lines();
            assertThat(all).hasSize(7);
            var place = all.get(3).place();
            for (var from : points(place)) {
                assertThat(there.read(from, 2, 3)).as("%s", from).isEqualTo(here.read(from, 2, 3));
            }
            assertThat(there.extent()).isEqualTo(here.extent());
            assertThat(there.share(place)).isEqualTo(here.share(place));
            assertThat(there.outline()).isEqualTo(here.outline());
            var places = all.stream().map(PlacedLine::place).toList();
            assertThat(there.around(places, 1)).isEqualTo(here.around(places, 1));
        }
    }

    @Test
    void manyPlaces_areAskedForInPieces() throws IOException {
        var out = LogFiles.in(folder, "talker").out();
        Files.writeString(out, "needle\nhay\nhay\n".repeat(50), StandardOpenOption.APPEND);
        try (var there = remote.wholeLog(BOTH)) {
            var places = there.read(new LogFrom.Newest(), 150, 0).lines().stream()
                    .filter(line -> line.line().text().equals("needle"))
                    .map(PlacedLine::place)
                    .toList();

            assertThat(there.around(places, 0)).hasSize(50);
        }
    }

    @Test
    void search_findsTheSame_andGoesOn() throws IOException {
        var query = new LogQuery("refused", false, false, Set.of(), Set.of(), null, null);
        try (var there = remote.wholeLog(BOTH);
                var search = there.search(query)) {
            await().until(() -> search.findings().isDone());
            assertThat(search.findings().count()).isEqualTo(3);
            assertThat(texts(there, search.findings().matches()))
                    .containsExactly("Refused again", "ERROR two refused", "five refused");

            Files.writeString(LogFiles.in(folder, "api").err(), "refused\n", StandardOpenOption.APPEND);

            await().until(() -> search.findings().count() == 4);
            assertThat(search.findings().counts()).containsEntry("api", 2L).containsEntry("talker", 2L);
        }
    }

    @Test
    void search_byLevelAndTime_isThatOfTheEngine() throws IOException {
        var since = Instant.ofEpochMilli(4000);
        var query = new LogQuery("", false, true, Set.of(LogLevel.ERROR), Set.of(), since, null);
        try (var there = remote.wholeLog(BOTH);
                var search = there.search(query)) {
            await().until(() -> search.findings().isDone());
            assertThat(texts(there, search.findings().matches())).containsExactly("ERROR two refused");
        }
    }

    private static List<String> texts(WholeLog log, List<LogPlace> places) throws IOException {
        return log.around(places, 0).stream()
                .flatMap(page -> page.lines().stream())
                .map(line -> line.line().text())
                .toList();
    }

    @Test
    void searchThatIsClosed_endsThere_andTooManyAtOnceAreRefused() throws IOException {
        var query = new LogQuery("refused", false, false, Set.of(), Set.of(), null, null);
        try (var there = remote.wholeLog(BOTH)) {
            for (int i = 0; i < 4; i++) {
                var search = there.search(query);
                await().until(() -> search.findings().isDone());
            }
            try (var fifth = there.search(query)) {
                await().until(() -> fifth.findings().problem().contains("too many"));
            }
        }
        try (var again = remote.wholeLog(BOTH);
                var search = again.search(query)) {
            await().until(() ->
                    search.findings().isDone() && search.findings().problem().isEmpty());
        }
    }

    @Test
    void serviceThatIsNotThere_isRefusedByName() {
        try (var there = remote.wholeLog(List.of("nobody"))) {
            assertThatThrownBy(there::extent).hasMessageContaining("there is no service \"nobody\"");
        }
    }
}
