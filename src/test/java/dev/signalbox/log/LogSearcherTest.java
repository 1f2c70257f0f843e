package dev.signalbox.log;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.log.RotationBench.lines;
import static dev.signalbox.log.RotationBench.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signalbox.Seed;
import dev.signalbox.log.LogLine.Stream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A search through all that is kept of a log")
final class LogSearcherTest {
    @TempDir
    private Path folder;

    private RotationBench bench;
    private LogFiles other;
    private Map<String, LogFiles> logs;

    @BeforeEach
    void open() throws IOException {
        bench = new RotationBench(folder);
        bench.keep(1000, 1000);
        other = LogFiles.in(folder, "another");
        logs = Map.of("service", bench.log, "another", other);
    }

    private static LogQuery text(String text) {
        return new LogQuery(text, false, true, Set.of(), Set.of(), null, null);
    }

    private static LogQuery regex(String text) {
        return new LogQuery(text, true, false, Set.of(), Set.of(), null, null);
    }

    private static LogFindings done(LogSearcher search) {
        await().until(() -> search.findings().isDone());
        return search.findings();
    }

    private LogFindings find(LogQuery query) {
        try (var search = new LogSearcher(logs, query)) {
            return done(search);
        }
    }

    private List<String> texts(LogQuery query) throws IOException {
        var found = find(query);
        try (var reader = new LogReader(logs)) {
            var texts = new ArrayList<String>();
            for (var place : found.matches()) {
                texts.add(reader.read(new LogFrom.At(place), 0, 1)
                        .lines()
                        .getFirst()
                        .line()
                        .text());
            }
            return texts;
        }
    }

    @Test
    void textInARotatedPartAndInTheLog_isFoundInBoth_andCountedByService() throws IOException {
        write(bench.log.out(), lines(0, 350));
        bench.rotate();
        write(bench.log.out(), lines(350, 360));
        write(other.err(), lines(50, 60));

        var found = find(text("0005"));

        assertThat(found.count()).isEqualTo(21);
        assertThat(found.counts()).containsExactlyInAnyOrderEntriesOf(Map.of("service", 11L, "another", 10L));
        assertThat(found.matches()).hasSize(21).isSorted();
        assertThat(found.lines()).isEqualTo(370);
        assertThat(found.bytes()).isEqualTo(3700).isEqualTo(found.of());
        assertThat(found.rows().stream().mapToInt(Integer::intValue).sum()).isEqualTo(21);
        assertThat(texts(text("000000355"))).containsExactly("000000355");
    }

    @Test
    void coloursWithinAWord_doNotHideIt() throws IOException {
        write(bench.log.out(), "plain\n\u001b[31mup\u001b[1mstream\u001b[0m timed out\nupstream\n");

        assertThat(find(text("upstream")).count()).isEqualTo(2);
        assertThat(find(text("[31m")).count()).isZero();
    }

    @Test
    void progressThatReturns_isFoundAsItStandsAtLast() throws IOException {
        write(bench.log.out(), "10 %\r55 %\r100 %\nother\r\n");

        assertThat(find(text("55 %")).count()).isZero();
        assertThat(find(text("100 %")).count()).isEqualTo(1);
        assertThat(find(regex("other$")).count()).isEqualTo(1);
    }

    @Test
    void capitalsMatterOnlyIfAsked() throws IOException {
        write(bench.log.out(), "Refused\nREFUSED\nrefused\n\u212aelvin\nkelvin\nÄrger\n");

        assertThat(find(text("refused")).count()).isEqualTo(1);
        assertThat(find(regex("refused")).count()).isEqualTo(3);
        assertThat(find(anyCase("refused")).count()).isEqualTo(3);
        assertThat(find(anyCase("KELVIN")).count()).isEqualTo(2);
        assertThat(find(anyCase("ärger")).count()).isEqualTo(1);
    }

    private static LogQuery anyCase(String text) {
        return new LogQuery(text, false, false, Set.of(), Set.of(), null, null);
    }

    @Test
    void levelStreamAndTime_areLookedAt() throws IOException {
        write(bench.log.out(), "INFO a\nERROR b\n");
        write(bench.log.notes(), "1000 0 0 started pid 7\n2000 7 0\n3000 15 0\n");
        write(bench.log.err(), "WARN c\nERROR d\nstack\n");
        write(bench.log.notes(), "4000 15 15\n5000 15 21\n");

        assertThat(texts(new LogQuery("", false, true, Set.of(LogLevel.ERROR), Set.of(), null, null)))
                .containsExactly("ERROR b", "ERROR d");
        assertThat(texts(new LogQuery("", false, true, Set.of(), Set.of(Stream.ERR), null, null)))
                .containsExactly("WARN c", "ERROR d", "stack");
        assertThat(texts(new LogQuery("", false, true, Set.of(), Set.of(Stream.CONSOLE), null, null)))
                .containsExactly("started pid 7");
        assertThat(texts(timed(3000L, 5000L))).containsExactly("ERROR b", "WARN c", "ERROR d");
        assertThat(texts(timed(5000L, null))).containsExactly("stack");
        assertThat(texts(timed(null, 2001L))).containsExactly("started pid 7", "INFO a");
    }

    private static LogQuery timed(@Nullable Long since, @Nullable Long until) {
        return new LogQuery(
                "",
                false,
                true,
                Set.of(),
                Set.of(),
                since == null ? null : Instant.ofEpochMilli(since),
                until == null ? null : Instant.ofEpochMilli(until));
    }

    @Test
    void whatIsWrittenLater_isFoundOnceItsLineHasEnded() throws IOException {
        write(bench.log.out(), "needle 1\nneed");
        try (var search = new LogSearcher(logs, text("needle"))) {
            assertThat(done(search).count()).isEqualTo(1);

            write(bench.log.out(), "le 2\nneedle 3");
            await().until(() -> search.findings().count() == 2);
            bench.rotate();
            write(bench.log.out(), "\nhay\n");
            await().until(() -> search.findings().count() == 3);

            assertThat(search.findings().matches()).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void lineThatNobodyEnds_isFoundAfterAWhile() throws IOException {
        write(bench.log.out(), "needle");
        assertThat(bench.log.out().toFile().setLastModified(System.currentTimeMillis() - 5_000))
                .isTrue();

        assertThat(find(text("needle")).count()).isEqualTo(1);
    }

    @Test
    void expressionThatTakesForEver_endsWithItsReason() throws IOException {
        write(bench.log.out(), "a".repeat(60) + "\n");

        var found = find(regex("(a+)+\\1b"));

        assertThat(found.problem()).startsWith("the expression takes too long");
        assertThat(find(regex("(a|b)*c")).problem()).isEmpty();
    }

    @Test
    void deepExpressionOnALongLine_endsWithItsReason_andNotTheSearchThread() throws IOException {
        write(bench.log.out(), "ab".repeat(8_000) + "\n");

        var found = find(regex("(ab|cd|(ef))*x"));

        assertThat(found.isDone()).isTrue();
    }

    @Test
    void wrongExpression_isRefusedWithThePlace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> regex("a(b"))
                .withMessage(
                        "the expression is wrong: Unclosed group at character 4. Allowed: one as Java's Pattern has it");
    }

    @Test
    void moreMatchesThanAreKept_areCounted_andTheNewestAreKept() throws IOException {
        write(bench.log.out(), lines(0, 250_000));

        var found = find(text("0"));

        assertThat(found.count()).isEqualTo(250_000);
        assertThat(found.matches()).hasSize(LogFindings.MOST_MATCHES);
        assertThat(found.matches().getLast().position()).isEqualTo(2_499_990);
        assertThat(found.matches().getFirst().position()).isEqualTo(1_500_000);
    }

    @Test
    void anyQuery_findsWhatOneWouldFindWhoReadsAllLines() throws IOException {
        var random = new Random(Seed.of(LogSearcherTest.class));
        for (int i = 0; i < 3000; i++) {
            var log = random.nextBoolean() ? bench.log : other;
            write(random.nextBoolean() ? log.out() : log.err(), line(random));
            if (random.nextInt(9) == 0) {
                write(
                        log.notes(),
                        (random.nextInt(9) == 0 ? "|" : "") + (1_000_000 + i) + " " + log.outLength() + " "
                                + log.errLength() + "\n");
            }
            if (random.nextInt(300) == 0) {
                bench.rotate();
            }
        }
        for (var log : logs.values()) {
            write(log.out(), "\n");
            write(log.err(), "\n");
        }
        try (var reader = new LogReader(logs)) {
            var whole = reader.read(new LogFrom.Oldest(), 0, LogPage.MOST_LINES).lines();
            for (var query : List.of(
                    text("err"),
                    anyCase("err"),
                    text("ab"),
                    anyCase("Ab c"),
                    regex("^a.*c$"),
                    regex("r{2}"),
                    text("é"))) {
                var matcher = new LineMatcher(query);
                assertThat(find(query).matches())
                        .as(query.text())
                        .isEqualTo(whole.stream()
                                .filter(line -> matcher.matches(
                                        line.line().stream(), line.line().text()))
                                .map(PlacedLine::place)
                                .sorted()
                                .toList());
            }
        }
    }

    private static String line(Random random) {
        var words = List.of("a", "b", " ", "c", "err", "ERR", "é", "\u001b[1m", "\r", "x".repeat(50));
        var line = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            var rare = random.nextInt(20) == 0;
            line.append(words.get(random.nextInt(rare ? words.size() : 7)));
        }
        return line + (random.nextInt(30) == 0 ? "" : "\n");
    }

    @Test
    void survey_countsErrorsAndWarnings_whereTheyAre() throws IOException {
        write(
                bench.log.out(),
                lines(0, 50_000) + "ERROR a\n[w] b\n" + lines(0, 50_000) + "E0102 15:04:05 c\nserver ok\n");
        try (var survey = new LogSurvey(Map.of("service", bench.log))) {
            await().until(() -> survey.counts().done() == 1);

            var counts = survey.counts();
            assertThat(counts.lines()).isEqualTo(100_004);
            assertThat(sum(counts.errors().subList(120, 136))).isEqualTo(1);
            assertThat(sum(counts.errors().subList(246, 256))).isEqualTo(1);
            assertThat(sum(counts.errors())).isEqualTo(2);
            assertThat(sum(counts.warnings())).isZero();
            write(bench.log.out(), "WARN d\n");
            await().until(() -> sum(survey.counts().warnings()) == 1);
        }
    }

    private static int sum(List<Integer> counts) {
        return counts.stream().mapToInt(Integer::intValue).sum();
    }
}
