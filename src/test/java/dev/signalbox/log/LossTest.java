package dev.signalbox.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.log.Loss.Kind;
import dev.signalbox.log.Loss.Sequel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What others do to the files of a log while its service writes.
final class LossTest {
    private static final Instant NOW = Instant.ofEpochMilli(50_000);

    @TempDir
    private Path folder;

    private final List<Loss> losses = new ArrayList<>();
    private Sequel sequel = Sequel.NEXT_START;
    private long written = -1;
    private LogFiles log = LogFiles.in(Path.of(""), "service");

    @BeforeEach
    void nameFiles() {
        log = LogFiles.in(folder, "service");
    }

    private static void add(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private NotesFile follow() {
        var notes = new NotesFile(log);
        notes.resume();
        notes.watch(new Loss.Cure() {
            @Override
            public Sequel of(Loss loss) {
                losses.add(loss);
                return sequel;
            }

            @Override
            public long written(Path file) {
                return file.equals(log.out()) ? written : -1;
            }
        });
        return notes;
    }

    private List<String> texts() throws IOException {
        return LogTail.open(log, 100, () -> NOW).pollWhole().stream()
                .map(LogLine::text)
                .toList();
    }

    @Test
    void markOfAPipe_isBesideTheLogs_whateverTheServiceIsCalled() {
        assertThat(LogFiles.in(folder, "Worker/größe").piped())
                .isEqualTo(folder.resolve("Worker%2Fgr%C3%B6%C3%9Fe.piped"));
    }

    @Test
    void logDeletedToFreeADisk_isToldOnce_andWhatIsToldStaysWhileItIsSo() throws IOException {
        add(log.out(), "first line\n");
        var notes = follow();
        notes.sample(NOW);
        Files.delete(log.out());
        notes.sample(NOW);
        notes.sample(NOW);

        var text = "service.out.log was deleted or moved away; what its service writes is kept again from the next"
                + " start on";
        assertThat(losses).containsExactly(new Loss(log.out(), Kind.DELETED, 11));
        assertThat(notes.problem()).isEqualTo(text);
        assertThat(texts()).containsExactly(text);
    }

    @Test
    void logMovedAwayAndMadeAnewByLogrotate_isTold() throws IOException {
        add(log.err(), "first line\n");
        var notes = follow();
        Files.move(log.err(), folder.resolve("service.err.log.1"));
        Files.createFile(log.err());
        notes.sample(NOW);

        assertThat(losses).containsExactly(new Loss(log.err(), Kind.REPLACED, 11));
        assertThat(texts()).singleElement().asString().startsWith("service.err.log was replaced by another file; ");
    }

    @Test
    void logEmptiedByTheNameOfStandardOutput_saysHowMuchIsLost_beforeWhatIsInItNow() throws IOException {
        sequel = Sequel.PIPE;
        add(log.out(), "first line\nsecond line\n");
        var notes = follow();
        notes.sample(NOW);
        Files.writeString(log.out(), "a warning\n");
        notes.sample(NOW);
        add(log.out(), "later\n");
        notes.sample(NOW);

        assertThat(losses).containsExactly(new Loss(log.out(), Kind.EMPTIED, 23));
        assertThat(texts())
                .containsExactly(
                        "service.out.log was emptied: at least 23 bytes are lost; a program that writes to /dev/stdout or"
                                + " /dev/stderr by name does that, so from the next start on a pipe stands between",
                        "a warning",
                        "later");
        assertThat(notes.problem()).as("up to the next start").isEqualTo(texts().getFirst());
    }

    @Test
    void logThatIsLongerThanBefore_soSoonAfterItWasEmptied_isToldToo() throws IOException {
        add(log.out(), "first\n");
        var notes = follow();
        notes.sample(NOW);
        Files.writeString(log.out(), "a warning, and more of it\n");
        notes.sample(NOW);

        assertThat(losses).containsExactly(new Loss(log.out(), Kind.EMPTIED, 6));
    }

    @Test
    void logWhoseBeginWasRotated_whichReadsAsZeros_isNotTakenForEmptied() throws IOException {
        add(log.out(), "rotated\nnot yet\n");
        var notes = follow();
        notes.sample(NOW);
        Holes.punch(log.out(), 8);
        add(log.out(), "later\n");
        notes.sample(NOW);
        assertThat(losses).isEmpty();

        Files.writeString(log.out(), "emptied, and written to again\n");
        notes.sample(NOW);

        assertThat(losses).hasSize(1);
    }

    @Test
    void logEmptiedBeforeAnybodySawIt_isToldOnce_byHowFarItsServiceHadWritten() throws IOException {
        var notes = follow();
        written = 12;
        add(log.out(), "out 3\n");
        notes.sample(NOW);
        add(log.out(), "out 4, by name\n");
        notes.sample(NOW);
        written = 40;
        add(log.out(), "out 5, as it was started\n");
        notes.sample(NOW);

        assertThat(losses).containsExactly(new Loss(log.out(), Kind.EMPTIED, 12));
    }

    @Test
    void logEmptiedAgainAndAgain_isToldEachTime() throws IOException {
        sequel = Sequel.GOES_ON;
        var notes = follow();
        for (var i = 0; i < 3; i++) {
            add(log.out(), "line\n");
            notes.sample(NOW);
            Files.writeString(log.out(), "");
            notes.sample(NOW);
        }

        assertThat(losses).hasSize(3);
        assertThat(texts()).hasSize(3).containsOnly("service.out.log was emptied: at least 5 bytes are lost");
    }

    @Test
    void whatWasRotatedBefore_isNotLost() throws IOException {
        add(log.out(), "rotated\nnot yet\n");
        Files.writeString(Head.file(log.out()), new Head(8, 0).format());
        var notes = follow();
        Files.writeString(log.out(), "");
        notes.sample(NOW);

        assertThat(losses).containsExactly(new Loss(log.out(), Kind.EMPTIED, 8));
    }

    @Test
    void segmentsOfALogWriter_areNoLoss_butItsDeletedFileIs() throws IOException {
        Segments.prepare(log.out());
        add(log.out(), "first line\n");
        var notes = follow();
        Files.move(log.out(), Segments.folder(log.out()).resolve("000000000000000-000000000000011"));
        add(log.out(), "second\n");
        notes.sample(NOW);
        assertThat(losses).isEmpty();

        Files.delete(log.out());
        notes.sample(NOW);

        assertThat(losses).containsExactly(new Loss(log.out(), Kind.DELETED, 7));
        assertThat(texts()).startsWith("first line");
    }

    @Test
    void segmentThatHasNoSuccessorYet_isNoLoss() throws IOException {
        Segments.prepare(log.out());
        add(log.out(), "first line\n");
        var notes = follow();
        Files.move(log.out(), Segments.folder(log.out()).resolve("000000000000000-000000000000011"));
        notes.sample(NOW);
        Files.createFile(log.out());
        notes.sample(NOW);
        add(log.out(), "second\n");
        notes.sample(NOW);

        assertThat(losses).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "mkfifo, DELETED",
        "mkdir, DELETED",
        "ln -s /dev/zero, DELETED",
        "ln -s nowhere, DELETED",
        "ln -s /etc/passwd, REPLACED"
    })
    void whatIsPutInThePlaceOfALog_isToldAndNotWaitedFor(String command, Kind told) throws Exception {
        add(log.out(), "first line\n");
        var notes = follow();
        Files.delete(log.out());
        assertThat(new ProcessBuilder("sh", "-c", command + " \"$0\"", log.out().toString())
                        .start()
                        .waitFor())
                .isZero();
        notes.sample(NOW);
        notes.sample(NOW);

        assertThat(losses).extracting(Loss::kind).containsExactly(told);
    }

    @Test
    void firstFileOfALog_andLogsThatGrow_areNoLoss() throws IOException {
        var notes = follow();
        add(log.out(), "first line\n");
        notes.sample(NOW);
        add(log.out(), "second line\n");
        notes.sample(NOW);

        assertThat(losses).isEmpty();
        assertThat(texts()).containsExactly("first line", "second line");
    }

    @Test
    void problem_isKnownWhileTheServiceRuns() throws IOException {
        add(log.out(), "first line\n");
        try (var notes = new LogNotes(() -> NOW)) {
            notes.follow(log, _ -> Sequel.NEXT_START);
            Files.delete(log.out());
            notes.mark(log, "anything");
            notes.unfollow(log);
            assertThat(notes.problems()).isEmpty();
        }
        assertThat(texts()).contains("anything").anyMatch(text -> text.contains("was deleted or moved away"));
    }

    @Test
    void logEmptiedAgainAndAgain_isShownAsItWasFound() throws IOException {
        sequel = Sequel.PIPE;
        add(log.out(), "first line\n");
        var notes = follow();
        notes.sample(NOW);
        Files.writeString(log.out(), "w\n");
        notes.sample(NOW);
        var shown = notes.problem();
        Files.writeString(log.out(), "");
        notes.sample(NOW);

        assertThat(losses).hasSize(2);
        assertThat(notes.problem()).isNotNull().isEqualTo(shown);
    }

    @Test
    void logFolderThatIsFull_isAProblem_untilItIsNot() throws IOException {
        var notes = follow();
        Files.deleteIfExists(log.notes());
        Files.createDirectory(log.notes());
        add(log.out(), "line\n");
        notes.sample(NOW);
        assertThat(notes.problem()).startsWith("service.notes beside its log cannot be written: ");

        Files.delete(log.notes());
        add(log.out(), "line\n");
        notes.sample(NOW);
        assertThat(notes.problem()).isNull();
    }
}
