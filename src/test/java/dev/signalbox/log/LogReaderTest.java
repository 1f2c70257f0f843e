package dev.signalbox.log;

import static dev.signalbox.log.RotationBench.lines;
import static dev.signalbox.log.RotationBench.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Seed;
import dev.signalbox.log.LogLine.Stream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("All that is kept of a log")
final class LogReaderTest {
    @TempDir
    private Path folder;

    private RotationBench bench;
    private Path out;
    private Path notes;

    @BeforeEach
    void open() throws IOException {
        bench = new RotationBench(folder);
        bench.keep(1000, 100);
        out = bench.log.out();
        notes = bench.log.notes();
    }

    private LogReader reader() {
        return new LogReader(Map.of("service", bench.log));
    }

    private static List<String> texts(LogPage page) {
        return page.lines().stream().map(line -> line.line().text()).toList();
    }

    private static List<String> numbers(int from, int to) {
        return lines(from, to).lines().toList();
    }

    private static LogPage newest(LogReader reader, int lines) throws IOException {
        return reader.read(new LogFrom.Newest(), lines, 0);
    }

    @Test
    void rotatedPartsAndTheLog_areOneSequence() throws IOException {
        write(out, lines(0, 350));
        bench.rotate();
        write(out, lines(350, 360));

        try (var reader = reader()) {
            assertThat(texts(reader.read(new LogFrom.Oldest(), 0, 1000))).isEqualTo(numbers(0, 360));
            var page = newest(reader, 1000);
            assertThat(texts(page)).isEqualTo(numbers(0, 360));
            assertThat(page.oldest()).isTrue();
            assertThat(page.newest()).isTrue();
            assertThat(reader.extent().bytes()).isEqualTo(3600);
            assertThat(reader.extent().parts()).isEqualTo(3);
            assertThat(reader.extent().lines()).isEqualTo(360);
        }
    }

    @Test
    void place_staysWhatItIs_whileTheLogIsRotatedAndGrows() throws IOException {
        write(out, lines(0, 150));
        try (var reader = reader()) {
            var place = newest(reader, 100).lines().getFirst().place();
            bench.rotate();
            write(out, lines(150, 300));
            bench.rotate();
            bench.rotate();

            var page =
                    reader.read(new LogFrom.At(LogPlace.parse(place.toString()).orElseThrow()), 2, 3);

            assertThat(texts(page)).isEqualTo(numbers(48, 53));
            assertThat(page.behind()).isEqualTo(2);
            assertThat(page.oldest()).isFalse();
            assertThat(page.newest()).isFalse();
        }
    }

    @Test
    void partThatIsDeletedUnderTheReader_isGoneAndTheRestIsThere() throws IOException {
        write(out, lines(0, 350));
        bench.rotate();
        try (var reader = reader()) {
            var place =
                    reader.read(new LogFrom.Oldest(), 0, 1).lines().getFirst().place();
            bench.keep(1000, 1);
            bench.rotate();

            assertThat(texts(reader.read(new LogFrom.At(place), 10, 2))).isEqualTo(numbers(200, 202));
            assertThat(texts(newest(reader, 1000))).isEqualTo(numbers(200, 350));
        }
    }

    @Test
    void serviceCutsItsLog_whatIsThereNowIsRead() throws IOException {
        write(out, lines(0, 150));
        bench.rotate();
        try (var reader = reader()) {
            newest(reader, 1000);
            Files.writeString(out, "new\n");

            var expected = new ArrayList<>(numbers(0, 100));
            expected.add("new");
            assertThat(texts(newest(reader, 1000))).isEqualTo(expected);
            bench.rotate();
            write(out, "newer\n");
            expected.add("newer");
            assertThat(texts(newest(reader, 1000))).isEqualTo(expected);
        }
    }

    @Test
    void partOfAnEarlierVersion_isReadToo() throws IOException {
        var text = lines(0, 300_000);
        var old = RotatedFile.path(out, 0, text.length());
        try (var zip = new GZIPOutputStream(Files.newOutputStream(old))) {
            zip.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        Files.writeString(Head.file(out), new Head(0, text.length()).format());
        write(out, lines(300_000, 300_010));

        try (var reader = reader()) {
            assertThat(texts(newest(reader, 20))).isEqualTo(numbers(299_990, 300_010));
            assertThat(texts(reader.read(new LogFrom.Share(0.5), 0, 1))).isEqualTo(numbers(150_005, 150_006));
            assertThat(texts(reader.read(new LogFrom.Oldest(), 0, 2))).isEqualTo(numbers(0, 2));
        }
    }

    @Test
    void linesOfTwoStreamsAndMarks_standByTime() throws IOException {
        write(out, "a\nb\nc\n");
        write(bench.log.err(), "x\ny\n");
        write(notes, "1000 2 0 restart #1 by operator\n2000 2 2\n3000 4 2 started pid 7\n4000 6 2\n5000 6 4\n");

        try (var reader = reader()) {
            var page = reader.read(new LogFrom.Oldest(), 0, 100);

            assertThat(texts(page)).containsExactly("a", "restart #1 by operator", "x", "b", "started pid 7", "c", "y");
            assertThat(page.lines().stream().map(line -> line.line().time()))
                    .containsExactly(null, time(1000), time(2000), time(3000), time(3000), time(4000), time(5000));
            assertThat(page.lines().stream().map(PlacedLine::place)).isSorted();
            for (int i = 0; i < page.lines().size(); i++) {
                var from = new LogFrom.At(page.lines().get(i).place());
                assertThat(texts(reader.read(from, 100, 0)))
                        .isEqualTo(texts(page).subList(0, i));
                assertThat(texts(reader.read(from, 0, 100)))
                        .isEqualTo(texts(page).subList(i, 7));
            }
            assertThat(texts(reader.read(new LogFrom.Time(time(2500)), 1, 1))).containsExactly("x", "b");
        }
    }

    private static Instant time(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    @Test
    void lineThatARunDidNotEnd_isOneOfItsOwn() throws IOException {
        write(out, "half|whole\n");
        write(notes, "1000 0 0\n2000 5 0\n|2500 5 0 pid 7 ended, exit code 1\n3000 11 0\n");

        try (var reader = reader()) {
            assertThat(texts(newest(reader, 10))).containsExactly("half|", "pid 7 ended, exit code 1", "whole");
            assertThat(texts(reader.read(new LogFrom.Oldest(), 0, 10)))
                    .containsExactly("half|", "pid 7 ended, exit code 1", "whole");
        }
    }

    @Test
    void marksTellWhichRunsEndedUnasked() throws IOException {
        write(
                notes,
                "1000 0 0\n1000 0 0 started pid 7\n|2000 0 0 pid 7 ended, exit code 1\n"
                        + "3000 0 0 started pid 8\n4000 0 0 stop #3 by operator\n|4100 0 0 pid 8 ended, exit code 143 (or SIGTERM)\n");

        try (var reader = reader()) {
            assertThat(reader.marks().stream().filter(LogOutline.Mark::bad))
                    .extracting(mark -> mark.line().line().text())
                    .containsExactly("pid 7 ended, exit code 1");
        }
    }

    @Test
    void lineOfMegabytes_isCutWithAMark_andThoseBesideItAreRead() throws IOException {
        write(out, "before\n" + "x".repeat(40_000_000) + "\nbehind\n");

        try (var reader = reader()) {
            var back = newest(reader, 10);

            assertThat(texts(back)).isEqualTo(texts(reader.read(new LogFrom.Oldest(), 0, 10)));
            assertThat(texts(back)).hasSize(4).startsWith("before").endsWith("behind");
            assertThat(texts(back).get(1))
                    .hasSize(LineAssembler.MAX_LINE + LineAssembler.CUT.length())
                    .endsWith(" […]");
        }
    }

    @Test
    void bytesThatAreNoText_areReadAllTheSame() throws IOException {
        Files.write(out, new byte[] {(byte) 0xff, 0, 'a', '\n', '1', '\r', '2', '\r', '\n', '\n'});

        try (var reader = reader()) {
            assertThat(texts(newest(reader, 10))).containsExactly("\ufffd\0a", "2", "");
        }
    }

    @Test
    void pagesFromAnywhere_areStretchesOfOneSequence() throws IOException {
        var random = new Random(Seed.of(LogReaderTest.class));
        bench.keep(2_000, 1_000);
        var other = LogFiles.in(folder, "another");
        write(notes, "");
        for (int i = 0; i < 400; i++) {
            var log = random.nextBoolean() ? bench.log : other;
            append(log, random, i);
            if (random.nextInt(3) > 0) {
                write(log.notes(), note(log, random, i));
            }
            if (random.nextInt(20) == 0) {
                bench.rotate();
            }
        }
        try (var reader = new LogReader(Map.of("service", bench.log, "another", other))) {
            var whole = reader.read(new LogFrom.Oldest(), 0, LogPage.MOST_LINES).lines();
            assertThat(whole).hasSizeGreaterThan(400);
            assertThat(reader.read(new LogFrom.Newest(), LogPage.MOST_LINES, 0).lines())
                    .isEqualTo(whole);
            for (int i = 0; i < whole.size(); i += 1 + random.nextInt(9)) {
                var page = reader.read(new LogFrom.At(whole.get(i).place()), 3, 4);
                assertThat(page.lines()).isEqualTo(whole.subList(Math.max(0, i - 3), Math.min(whole.size(), i + 4)));
                var share = reader.share(whole.get(i).place());
                assertThat(share).isBetween(0.0, 1.0);
                var there = reader.read(new LogFrom.Share(share), 0, 1).lines();
                assertThat(there.isEmpty() ? whole.size() : whole.indexOf(there.getFirst()))
                        .isBetween(i - 12, i + 12);
            }
        }
    }

    private static void append(LogFiles log, Random random, int number) throws IOException {
        for (int i = random.nextInt(4); i > 0; i--) {
            write(
                    random.nextBoolean() ? log.out() : log.err(),
                    "line " + number + " " + i + "x".repeat(random.nextInt(40)) + (random.nextInt(9) == 0 ? "" : "\n"));
        }
    }

    private static String note(LogFiles log, Random random, int number) {
        var edge = random.nextInt(10) == 0 ? "|" : "";
        var mark = random.nextInt(5) == 0 ? " mark " + number : "";
        return edge + (1_000_000 + 10L * number) + " " + log.outLength() + " " + log.errLength() + mark + "\n";
    }

    @Test
    void around_whereLinesMeet_isOnePage() throws IOException {
        write(out, lines(0, 1000));
        try (var reader = reader()) {
            var all = reader.read(new LogFrom.Oldest(), 0, 1000).lines();
            var places = List.of(10, 13, 18, 500).stream()
                    .map(i -> all.get(i).place())
                    .toList();

            var pages = reader.around(places, 2);

            assertThat(pages.stream().map(LogReaderTest::texts)).containsExactly(numbers(8, 21), numbers(498, 503));
        }
    }

    @Test
    void growingLog_isReadToItsEndEachTime() throws IOException {
        try (var reader = reader()) {
            assertThat(newest(reader, 10).lines()).isEmpty();
            for (int i = 0; i < 20; i++) {
                Files.writeString(out, "line " + i, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                assertThat(texts(newest(reader, 1))).containsExactly("line " + i);
                write(out, "\n");
                assertThat(texts(newest(reader, 1))).containsExactly("line " + i);
            }
        }
    }

    @Test
    void streamOfEachLine_isTold() throws IOException {
        write(bench.log.err(), "ERROR it broke\n");
        try (var reader = reader()) {
            var line = newest(reader, 1).lines().getFirst();
            assertThat(line.line().stream()).isEqualTo(Stream.ERR);
            assertThat(line.level()).isEqualTo(LogLevel.ERROR);
        }
    }
}
