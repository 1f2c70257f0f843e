package dev.signalbox.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.log.LogLine.Stream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where runs begin and end in a log, and what they wrote last.
final class LogEdgesTest {
    @TempDir
    private Path folder;

    private LogFiles log = LogFiles.in(Path.of(""), "service");
    private volatile Instant now = Instant.ofEpochMilli(50_000);
    private LogNotes notes = new LogNotes(() -> now);

    @BeforeEach
    void nameFiles() {
        log = LogFiles.in(folder, "service");
        notes.follow(log);
    }

    @AfterEach
    void close() {
        notes.close();
    }

    private LogTail open() throws IOException {
        return LogTail.open(log, 100, () -> now);
    }

    private List<String> whole() throws IOException {
        return texts(open().pollWhole());
    }

    private static void add(Path file, String text) throws IOException {
        Files.write(file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static List<String> texts(List<LogLine> lines) {
        return lines.stream()
                .map(line -> (line.stream() == Stream.CONSOLE ? "── " : "") + line.text())
                .toList();
    }

    private void run(int pid, String errors) throws IOException {
        notes.begin(log);
        notes.name(log, "started pid " + pid);
        add(log.err(), errors);
        notes.end(log, "pid " + pid + " ended");
    }

    @Test
    void lastWordsWithoutALineEnd_areShownAtOnce_whenTheirProcessHasEnded() throws IOException {
        var following = open();
        run(7, "fatal: no line end");

        assertThat(texts(following.poll())).containsExactly("── started pid 7", "fatal: no line end", "── pid 7 ended");
        assertThat(texts(open().poll())).containsExactly("── started pid 7", "fatal: no line end", "── pid 7 ended");
    }

    @Test
    void questionOfAProgramThatWaitsAtAPrompt_isShownByALookAtOnce() throws IOException {
        notes.begin(log);
        notes.name(log, "started pid 7");
        add(log.out(), "use another port? [y/N] ");

        assertThat(whole()).containsExactly("── started pid 7", "use another port? [y/N] ");
    }

    @Test
    void progressWithoutALineEnd_isShownByALookAsItIs() throws IOException {
        add(log.err(), "10 %\r20 %\r30 %");

        assertThat(whole()).containsExactly("30 %");
    }

    @Test
    void lastWordsOfTwoRuns_areTwoLines() throws IOException {
        run(7, "fatal: no line end");
        run(8, "fatal: no line end");

        assertThat(whole())
                .containsExactly(
                        "── started pid 7",
                        "fatal: no line end",
                        "── pid 7 ended",
                        "── started pid 8",
                        "fatal: no line end",
                        "── pid 8 ended");
        assertThat(Files.readString(log.err())).isEqualTo("fatal: no line endfatal: no line end");
    }

    @Test
    void runWhoseEndNobodyNoted_isNotGluedToTheNext() throws IOException {
        add(log.out(), "of the run that nobody saw end");
        var following = open();
        following.poll();
        notes.begin(log);
        notes.name(log, "started pid 8");
        add(log.out(), "of the next\n");

        assertThat(whole()).containsExactly("of the run that nobody saw end", "── started pid 8", "of the next");
        assertThat(texts(following.poll()))
                .containsExactly("of the run that nobody saw end", "── started pid 8", "of the next");
    }

    @Test
    void blankFirstLineOfARun_isKept_alsoBehindWordsThatWereShownBefore() throws IOException {
        add(log.out(), "waiting");
        var following = open();
        following.poll();
        now = now.plusSeconds(2);
        assertThat(texts(following.poll())).containsExactly("waiting");
        run(8, "");
        add(log.out(), "\nhello\n");

        assertThat(texts(following.poll())).containsExactly("── started pid 8", "── pid 8 ended", "", "hello");
    }

    @Test
    void halfACharacterAtTheEndOfARun_takesNothingOfTheNext() throws IOException {
        Files.write(log.err(), new byte[] {'g', 'r', (byte) 0xC3});
        run(8, "ä\n");

        assertThat(whole()).containsExactly("gr\uFFFD", "── started pid 8", "ä", "── pid 8 ended");
    }

    @Test
    void partOfAnOperation_hasTheLastWords() throws IOException {
        notes.mark(log, "start #3 by the operator");
        notes.begin(log);
        notes.name(log, "started pid 7");
        add(log.err(), "fatal: no line end");

        var slice = LogSlice.read(log, "start #3 by the operator");

        assertThat(texts(slice.lines()))
                .containsExactly("── start #3 by the operator", "── started pid 7", "fatal: no line end");
    }

    @Test
    void startedStandsBeforeTheFirstLine_howeverFastItWasWritten() throws IOException {
        var following = open();
        notes.begin(log);
        add(log.out(), "first line\n");
        assertThat(following.poll()).isEmpty();
        now = now.plusMillis(300);
        notes.name(log, "started pid 7");
        add(log.out(), "second line\n");

        assertThat(whole()).containsExactly("── started pid 7", "first line", "second line");
        assertThat(texts(following.poll())).containsExactly("── started pid 7", "first line", "second line");
    }

    @Test
    void startedStandsBehindWhatRanBeforeIt() throws IOException {
        add(log.out(), "of a pre_start\n");
        notes.begin(log);
        add(log.err(), "first error\n");
        notes.name(log, "started pid 7");

        assertThat(whole()).containsExactly("of a pre_start", "── started pid 7", "first error");
    }

    @Test
    void whatIsToldWhileAProcessBegins_standsBehindItsName() throws IOException {
        notes.begin(log);
        add(log.out(), "first line\n");
        notes.mark(log, "something else");
        notes.name(log, "started pid 7");

        assertThat(whole()).containsExactly("── started pid 7", "first line", "── something else");
    }

    @Test
    void linesOfARunThatIsNeverNamed_areHeldBackForAWhileOnly() throws IOException {
        var following = open();
        notes.begin(log);
        add(log.out(), "first line\n");
        assertThat(following.poll()).isEmpty();

        now = now.plus(Duration.ofSeconds(11));

        assertThat(texts(following.poll())).containsExactly("first line");
    }

    @Test
    void startThatCameToNothing_leavesWhatWasTold() throws IOException {
        notes.begin(log);
        notes.mark(log, "something else");
        notes.unfollow(log);

        assertThat(whole()).containsExactly("── something else");
    }

    @Test
    void edgesOutlastTheShorteningOfTheNotes() throws IOException {
        run(7, "fatal: no line end");
        run(8, "fatal: no line end");
        var length = log.errLength();
        add(log.notes(), ("50000 0 " + length + "\n").repeat(1_000_000 / 8));
        notes.mark(log, "one too many");

        assertThat(log.notes().toFile().length()).isLessThan(1_000_000);
        assertThat(whole())
                .endsWith(
                        "── pid 7 ended",
                        "── started pid 8",
                        "fatal: no line end",
                        "── pid 8 ended",
                        "── one too many");
    }

    @Test
    void edge_readsAsItWasWritten() {
        var named = new Note(Instant.ofEpochMilli(1000), 5, 6, "pid 7 ended", true);
        var nameless = new Note(null, 5, 6, "", true);

        assertThat(Note.parse(named.format().strip())).isEqualTo(named);
        assertThat(Note.parse(nameless.format().strip())).isEqualTo(nameless);
        assertThat(Note.parse("|")).isNull();
    }
}
