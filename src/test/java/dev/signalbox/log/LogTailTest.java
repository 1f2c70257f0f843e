package dev.signalbox.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.signalbox.log.LogLine.Stream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogTailTest {
    @TempDir
    private Path folder;

    private LogFiles log = LogFiles.in(Path.of(""), "service");
    private Instant now = Instant.ofEpochMilli(50_000);

    @BeforeEach
    void nameFiles() {
        log = LogFiles.in(folder, "service");
    }

    private LogTail open(int limit) throws IOException {
        return LogTail.open(log, limit, () -> now);
    }

    private static void add(Path file, String text) throws IOException {
        add(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void add(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static List<String> texts(List<LogLine> lines) {
        return lines.stream().map(LogLine::text).toList();
    }

    private LogLine line(long millis, Stream stream, String text) {
        return new LogLine(Instant.ofEpochMilli(millis), stream, text);
    }

    @Test
    void poll_holeThatItsServiceHasMade_isTold_andNotShownAsZeros() throws IOException {
        var tail = open(10);
        add(log.out(), "before\nbegun");
        try (var file = new RandomAccessFile(log.out().toFile(), "rw")) {
            file.setLength(1L << 40);
        }
        add(log.out(), "after\n");
        var length = (1L << 40) - "before\nbegun".length();
        var hole = String.format("a hole of %,d bytes in service.out.log", length);

        assertThat(texts(tail.poll())).containsExactly("before", "begun", hole, "after");
        assertThat(texts(open(10).poll())).hasSize(2).endsWith("after");
        assertThat(LastLines.of(log.out(), 0, 10)).containsExactly("after");
    }

    @Test
    void poll_zerosThatItsServiceHasWritten_areShown() throws IOException {
        var tail = open(10);
        add(log.out(), "a\0b\0\0\n");

        assertThat(texts(tail.poll())).containsExactly("a\0b\0\0");
    }

    @Test
    void poll_noFiles_isEmpty() throws IOException {
        var tail = open(10);

        assertThat(tail.poll()).isEmpty();
        add(log.err(), "first\n");
        assertThat(tail.poll()).containsExactly(line(50_000, Stream.ERR, "first"));
    }

    @Test
    void poll_lineThatIsTooLong_isNotCutWithinASequenceForATerminal() throws IOException {
        var most = "x".repeat(LineAssembler.MAX_LINE - 3);
        add(log.out(), most + "\u001b[31mred\u001b[0m\n");
        add(log.err(), "\u001b]0;" + "title".repeat(LineAssembler.MAX_LINE) + "\u0007text\n");

        assertThat(texts(open(10).poll())).containsExactly(most + LineAssembler.CUT, LineAssembler.CUT);
    }

    @Test
    void poll_first_givesTheLastOnes() throws IOException {
        add(log.out(), "one\ntwo\nthree\n");

        assertThat(texts(open(2).poll())).containsExactly("two", "three");
        assertThat(open(0).poll()).isEmpty();
        assertThat(texts(open(3).poll())).containsExactly("one", "two", "three");
        assertThat(texts(open(100).poll())).containsExactly("one", "two", "three");
    }

    @Test
    void poll_notes_mergeTheFiles() throws IOException {
        add(log.out(), "a\nb\nc\nd\n");
        add(log.err(), "1\n2\n");
        add(log.notes(), "1000 0 0 started pid 7\n2000 2 2\n3000 4 2 restart #12 began\n4000 6 4\n");

        assertThat(open(100).poll())
                .containsExactly(
                        line(1000, Stream.CONSOLE, "started pid 7"),
                        line(2000, Stream.OUT, "a"),
                        line(2000, Stream.ERR, "1"),
                        line(3000, Stream.OUT, "b"),
                        line(3000, Stream.CONSOLE, "restart #12 began"),
                        line(4000, Stream.OUT, "c"),
                        line(4000, Stream.ERR, "2"),
                        new LogLine(null, Stream.OUT, "d"));
        assertThat(texts(open(3).poll())).containsExactly("c", "2", "d");
    }

    @Test
    void poll_unknownTimes_areNull() throws IOException {
        add(log.out(), "a\nb\nc\n");
        add(log.notes(), "2000 2 0\n- 4 0\n3000 6 0\n");

        assertThat(open(100).poll())
                .extracting(LogLine::text, LogLine::time)
                .containsExactly(
                        // Its note may be the first that was kept.
                        tuple("a", null), tuple("b", null), tuple("c", Instant.ofEpochMilli(3000)));
    }

    @Test
    void poll_later_givesWhatWasAdded() throws IOException {
        add(log.out(), "a\n");
        var tail = open(100);
        tail.poll();
        add(log.out(), "b\n");
        add(log.err(), "x\n");
        add(log.notes(), "2000 4 0 marker\n");

        assertThat(tail.poll())
                .containsExactly(
                        line(2000, Stream.OUT, "b"),
                        line(2000, Stream.CONSOLE, "marker"),
                        line(50_000, Stream.ERR, "x"));
        assertThat(tail.poll()).isEmpty();
    }

    @Test
    void poll_noteInTheMiddleOfALine_countsForTheNext() throws IOException {
        var tail = open(100);
        tail.poll();
        add(log.out(), "begin");
        add(log.notes(), "1000 5 0\n");
        assertThat(tail.poll()).isEmpty();
        add(log.out(), " end\n");
        add(log.notes(), "2000 10 0\n");

        assertThat(tail.poll()).containsExactly(line(2000, Stream.OUT, "begin end"));
    }

    @Test
    void poll_lineWithoutEnd_isShownAfterASecond() throws IOException {
        var tail = open(100);
        add(log.out(), "password: ");
        assertThat(tail.poll()).isEmpty();
        now = now.plusMillis(999);
        assertThat(tail.poll()).isEmpty();
        now = now.plusMillis(1);

        assertThat(texts(tail.poll())).containsExactly("password: ");
        add(log.out(), "\nnext\n");
        assertThat(texts(tail.poll())).containsExactly("next");
    }

    @Test
    void poll_fileWasCut_saysSoAndGoesOn() throws IOException {
        add(log.out(), "a\nb\nc");
        add(log.notes(), "1000 4 0\n");
        var tail = open(100);
        tail.poll();
        Files.writeString(log.out(), "new\n");

        assertThat(tail.poll())
                .containsExactly(
                        line(50_000, Stream.OUT, "c"),
                        line(50_000, Stream.CONSOLE, "service.out.log was cut by its service"),
                        line(50_000, Stream.OUT, "new"));
        add(log.out(), "newer\n");
        add(log.notes(), "2000 10 0\n");
        assertThat(tail.poll()).containsExactly(line(2000, Stream.OUT, "newer"));
    }

    @Test
    void poll_fileWasCutBefore_oldNotesDoNotCount() throws IOException {
        add(log.out(), "new\nnewer\n");
        add(log.notes(), "1000 0 0\n2000 500 0\n3000 4 0\n4000 10 0\n");

        assertThat(open(100).poll()).containsExactly(line(3000, Stream.OUT, "new"), line(4000, Stream.OUT, "newer"));
    }

    @Test
    void poll_fileWasDeleted_goesOnWithTheNext() throws IOException {
        add(log.out(), "a\n");
        var tail = open(100);
        tail.poll();
        Files.delete(log.out());
        assertThat(tail.poll()).isEmpty();
        add(log.out(), "b\n");

        assertThat(texts(tail.poll())).containsExactly("b");
    }

    @Test
    void poll_lineEndsAndProgressBars_leaveTheLastState() throws IOException {
        add(log.out(), "windows\r\n10%\r20%\r30%\nempty\r\r\n\n");

        assertThat(texts(open(100).poll())).containsExactly("windows", "30%", "empty", "");
    }

    @Test
    void poll_bytesThatAreNoText_areReplaced() throws IOException {
        add(log.out(), new byte[] {'a', (byte) 0xFF, 'b', '\n', (byte) 0xC3, '\n'});

        assertThat(texts(open(100).poll())).containsExactly("a\uFFFDb", "\uFFFD");
    }

    @Test
    void poll_longLine_isCutAtACharacter() throws IOException {
        add(log.out(), "x" + "ä".repeat(10_000) + "\nnext\n");

        var lines = texts(open(100).poll());
        assertThat(lines.getFirst()).isEqualTo("x" + "ä".repeat(8191) + LineAssembler.CUT);
        assertThat(lines.getLast()).isEqualTo("next");
    }

    @Test
    void poll_gigabyteWithoutALineEnd_readsItsEndOnly() throws IOException {
        try (var file = new RandomAccessFile(log.out().toFile(), "rw")) {
            file.setLength(1L << 30);
        }
        add(log.out(), "\nlast\n");

        assertThat(texts(open(1).poll())).containsExactly("last");
        assertThat(texts(open(5).poll())).last().isEqualTo("last");
    }

    @Test
    void poll_moreThanOneReadTakes_givesItAll() throws IOException {
        var count = 200_000;
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("a line with the number ").append(i).append('\n');
        }
        var tail = open(10);
        tail.poll();
        add(log.out(), text.toString());
        add(log.notes(), "60000 " + text.length() + " 0 marker\n");

        var next = 0;
        for (var lines = tail.poll(); !lines.isEmpty(); lines = tail.poll()) {
            for (var line : lines) {
                if (next < count) {
                    assertThat(line.text()).isEqualTo("a line with the number " + next++);
                } else {
                    assertThat(line).isEqualTo(line(60_000, Stream.CONSOLE, "marker"));
                    next++;
                }
            }
        }
        assertThat(next).isEqualTo(count + 1);
        assertThat(texts(open(3).poll()))
                .containsExactly("a line with the number 199998", "a line with the number 199999", "marker");
    }

    private void note(long millis, String text) throws IOException {
        var note = new Note(Instant.ofEpochMilli(millis), log.outLength(), log.errLength(), text);
        add(log.notes(), note.format());
    }

    @Test
    void openAt_beginsAtTheMark_andGoesOn() throws IOException {
        add(log.out(), "before\n");
        note(10_000, "restart #1 by operator");
        add(log.out(), "one\n");
        note(20_000, "restart #12 by operator");
        add(log.err(), "two\n");
        note(30_000, "");

        var tail = LogTail.openAt(log, "restart #12 by operator", () -> now).orElseThrow();

        assertThat(tail.poll())
                .containsExactly(
                        line(20_000, Stream.CONSOLE, "restart #12 by operator"), line(30_000, Stream.ERR, "two"));
        add(log.out(), "three\n");
        assertThat(tail.poll()).containsExactly(line(50_000, Stream.OUT, "three"));
    }

    @Test
    void openAt_neverMarked_isNothing() throws IOException {
        add(log.out(), "one\n");
        note(10_000, "restart #12 by operator");

        assertThat(LogTail.openAt(log, "restart #1 by operator")).isEmpty();
        assertThat(LogTail.openAt(LogFiles.in(folder, "other"), "restart #1 by operator"))
                .isEmpty();
    }

    @Test
    void openAt_whatIsRotatedAway_isNothing() throws IOException {
        note(10_000, "start #1 by operator");
        add(log.out(), "one\ntwo\n");
        note(20_000, "stop #2 by operator");
        Files.writeString(Head.file(log.out()), new Head(4, 0).format());

        assertThat(LogTail.openAt(log, "start #1 by operator")).isEmpty();
        assertThat(LogTail.openAt(log, "stop #2 by operator")).isPresent();
    }

    @Test
    void openAt_cutSince_beginsWithWhatIsLeft() throws IOException {
        add(log.out(), "a long line from before\n");
        note(10_000, "restart #1 by operator");
        Files.writeString(log.out(), "new\n");
        note(20_000, "");

        var lines = LogTail.openAt(log, "restart #1 by operator", () -> now)
                .orElseThrow()
                .poll();

        assertThat(texts(lines)).containsExactly("restart #1 by operator", "new");
    }
}
