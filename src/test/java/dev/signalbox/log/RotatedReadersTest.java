package dev.signalbox.log;

import static dev.signalbox.log.RotationBench.lines;
import static dev.signalbox.log.RotationBench.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.log.LogLine.Stream;
import dev.signalbox.state.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What rotation does to those who read a log: nothing that they would see, but that it begins later.
final class RotatedReadersTest {
    @TempDir
    private Path folder;

    private RotationBench bench;
    private Path out;

    @BeforeEach
    void open() throws IOException {
        bench = new RotationBench(folder);
        bench.keep(1000, 100);
        out = bench.log.out();
    }

    private LogTail tail(int limit) throws IOException {
        return LogTail.open(bench.log, limit, () -> bench.now);
    }

    private static List<String> texts(List<LogLine> lines) {
        return lines.stream().map(LogLine::text).toList();
    }

    private static List<String> numbers(int from, int to) {
        return lines(from, to).lines().toList();
    }

    @Test
    void lastLines_rotated_beginsAtTheHead() throws IOException {
        write(out, lines(0, 150));
        bench.rotate();

        assertThat(LastLines.of(out, 0, 1000)).isEqualTo(numbers(100, 150));
        assertThat(LastLines.of(out, 1200, 1000)).isEqualTo(numbers(120, 150));
        assertThat(LastLines.of(out, 0, 5)).isEqualTo(numbers(145, 150));
    }

    @Test
    void poll_openedAfterwards_beginsAtTheHead() throws IOException {
        write(out, lines(0, 150));
        write(bench.log.notes(), "5000 500 0\n6000 900 0 started pid 7\n7000 1100 0\n8000 1200 0 restart #12 began\n");
        bench.rotate();

        var lines = tail(1000).poll();

        // The first marker is among what was rotated.
        var expected = new ArrayList<>(numbers(100, 120));
        expected.add("restart #12 began");
        expected.addAll(numbers(120, 150));
        assertThat(texts(lines)).isEqualTo(expected);
        assertThat(lines.getFirst()).isEqualTo(new LogLine(Instant.ofEpochMilli(7000), Stream.OUT, "000000100"));
        assertThat(texts(tail(1000).poll())).isEqualTo(expected);
    }

    @Test
    void poll_rotatedWhileFollowed_seesNothingOfIt() throws IOException {
        var tail = tail(1000);
        var seen = new ArrayList<String>();
        for (int i = 0; i < 50; i++) {
            write(out, lines(20 * i, 20 * i + 20));
            write(bench.log.notes(), i + " " + (200 * i + 200) + " 0 marker " + i + "\n");
            if (i % 2 == 0) {
                bench.rotate();
                seen.addAll(texts(tail.poll()));
            } else {
                seen.addAll(texts(tail.poll()));
                bench.rotate();
            }
        }

        var expected = new ArrayList<String>();
        for (int i = 0; i < 50; i++) {
            expected.addAll(numbers(20 * i, 20 * i + 20));
            expected.add("marker " + i);
        }
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void poll_rotatedBeforeItWasRead_saysHowMuchIsMissing() throws IOException {
        write(out, "beg");
        var tail = tail(1000);
        tail.poll();
        write(out, "in\n" + lines(0, 150));
        bench.rotate();
        var head = Head.offset(out);

        var lines = texts(tail.poll());

        assertThat(lines.getFirst()).isEqualTo("beg");
        assertThat(lines.get(1))
                .isEqualTo(String.format("%,d bytes of service.out.log were rotated before they were shown", head - 3));
        assertThat(String.join("\n", lines.subList(2, lines.size())) + "\n").isEqualTo(RotationBench.live(out));
    }

    @Test
    void poll_notYetFreed_readsOnWhereItWas() throws IOException {
        write(out, lines(0, 10));
        var tail = tail(1000);
        tail.poll();
        write(out, lines(10, 150));
        // Recorded, and the hole comes later.
        PrivateFiles.replace(Head.file(out), new Head(1000, 0).format());

        assertThat(texts(tail.poll())).isEqualTo(numbers(10, 150));
    }

    @Test
    void poll_zerosThatAreNoHole_areGiven() throws IOException {
        var tail = tail(1000);
        write(out, "a\0b\n");
        assertThat(texts(tail.poll())).containsExactly("a\0b");
    }

    @Test
    void poll_serviceCutItsRotatedLog_beginsAnew() throws IOException {
        write(out, lines(0, 150));
        bench.rotate();
        var tail = tail(3);
        assertThat(texts(tail.poll())).isEqualTo(numbers(147, 150));
        Files.writeString(out, "new\n");

        // Before the rotation has noticed, and after.
        assertThat(texts(tail.poll())).containsExactly("service.out.log was cut by its service", "new");
        assertThat(texts(tail(3).poll())).containsExactly("new");
        bench.rotate();
        write(out, "newer\n");
        assertThat(texts(tail.poll())).containsExactly("newer");
        assertThat(texts(tail(3).poll())).containsExactly("new", "newer");
    }

    @Test
    void notes_compacted_dropWhatWasRotatedFirst() throws IOException {
        write(out, lines(0, 150));
        bench.rotate();
        var marker = "m".repeat(1000);
        try (var notes = new LogNotes(() -> bench.now)) {
            for (int i = 0; i < 980; i++) {
                write(bench.log.notes(), 1000 + i + " " + i + " 0 " + marker + "\n");
            }
            for (int i = 0; i < 40; i++) {
                notes.mark(bench.log, i + marker);
            }
        }

        assertThat(Files.readAllLines(bench.log.notes()))
                .hasSizeBetween(40, 42)
                .noneMatch(line -> line.startsWith("1000 0 "));
    }

    @Test
    void notes_compacted_olderMarkersOutliveOlderTimes() throws IOException {
        var text = new StringBuilder("1000 0 0 started pid 7\n");
        for (int i = 1; i < 60_000; i++) {
            text.append(1000 + i).append(' ').append(i).append(" 0\n");
        }
        write(bench.log.notes(), text.toString());
        write(out, "x");
        try (var notes = new LogNotes(() -> bench.now)) {
            for (int i = 0; bench.log.notes().toFile().length() < NotesFile.MAX_SIZE; i++) {
                notes.mark(bench.log, "m".repeat(50_000));
                if (i > 20) {
                    break;
                }
            }
        }

        var kept = Files.readAllLines(bench.log.notes());
        assertThat(bench.log.notes().toFile().length()).isLessThan(NotesFile.MAX_SIZE);
        assertThat(kept.getFirst()).isEqualTo("1000 0 0 started pid 7");
        assertThat(kept.get(1)).matches("- \\d+ 0");
        assertThat(kept.get(2)).matches("\\d+ \\d+ 0");
    }
}
