package dev.signalbox.journal;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is kept for readers that come back.
final class EventJournalTest {
    private static final int KEPT = 100;

    @TempDir
    Path folder;

    private Path file;
    private EventJournal journal;

    @BeforeEach
    void open() {
        file = folder.resolve("events.db");
        journal = EventJournal.open(file, KEPT);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private void reopen() {
        journal.close();
        journal = EventJournal.open(file, KEPT);
    }

    private static StreamEvent event(long number, String run) {
        return new StreamEvent(number, run, "ended", "backend", "{\"n\":" + number + "}");
    }

    private void append(String run, long from, long to) {
        LongStream.rangeClosed(from, to).forEach(number -> journal.append(event(number, run)));
    }

    private List<Long> behind(long number) throws JournalException {
        return journal.behind(number, 1_000).stream().map(StreamEvent::number).toList();
    }

    private void change(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void events_areReadAsTheyWereTold_alsoByTheNextRun() throws Exception {
        append("a", 1, 3);
        reopen();
        assertThat(journal.last()).isEqualTo(3);
        append("b", 4, 5);
        reopen();

        assertThat(journal.behind(2, 2)).containsExactly(event(3, "a"), event(4, "b"));
        assertThat(journal.behind(5, 2)).isEmpty();
        assertThat(journal.knows("a", 3)).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void whatWasLost_isNotTakenForWhatCameInItsPlace() throws Exception {
        append("a", 1, 5);
        journal.close();
        change("DELETE FROM told WHERE number > 3");
        journal = EventJournal.open(file, KEPT);
        append("b", journal.last() + 1, 9);
        reopen();

        assertThat(journal.knows("a", 3)).isTrue();
        assertThat(journal.knows("a", 4)).isFalse();
        assertThat(journal.knows("a", 5)).isFalse();
        assertThat(journal.knows("b", 5)).isTrue();
    }

    @Test
    void gap_endsWhatIsTold() throws Exception {
        append("a", 1, 9);
        journal.close();
        change("DELETE FROM told WHERE number = 6");
        journal = EventJournal.open(file, KEPT);

        assertThat(behind(3)).containsExactly(4L, 5L);
        assertThat(behind(5)).isEmpty();
        assertThat(behind(6)).containsExactly(7L, 8L, 9L);
    }

    @Test
    void newest_areKept() throws Exception {
        append("a", 1, 50);
        reopen();
        append("a", 51, 500);
        reopen();

        assertThat(journal.knows("a", 400)).isFalse();
        assertThat(behind(400)).hasSize(KEPT);
        // A reader that is behind what is kept has a gap before it.
        assertThat(behind(100)).isEmpty();
    }

    @Test
    void damagedFile_isBegunAnew() throws Exception {
        append("a", 1, 5);
        journal.close();
        Files.writeString(file, "this is no database, but long enough to be looked at as if it were one");
        Files.deleteIfExists(Path.of(file + "-wal"));
        journal = EventJournal.open(file, KEPT);

        assertThat(journal.last()).isZero();
        append("b", 1, 2);
        reopen();
        assertThat(behind(0)).containsExactly(1L, 2L);
    }

    @Test
    void fileThatCannotBeOpened_losesNothingButWhatCameBefore() throws Exception {
        var nowhere = EventJournal.open(folder.resolve("no folder/events.db"), KEPT);
        nowhere.append(event(1, "a"));
        assertThat(nowhere.last()).isEqualTo(1);
        assertThat(nowhere.knows("a", 1)).isFalse();
        nowhere.close();
    }

    @Test
    void fileDeletedMeanwhile_isMadeAgain() throws Exception {
        append("a", 1, 2);
        await().until(() -> journal.knows("a", 2));
        remove();
        journal.append(event(3, "a"));
        await().until(() -> journal.knows("a", 3));
        assertThat(journal.knows("a", 2)).isFalse();
    }

    private void remove() throws IOException {
        for (var suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(Path.of(file + suffix));
        }
    }

    @Test
    void fileThatCannotBeWritten_leavesAGap() throws Exception {
        append("a", 1, 2);
        await().until(() -> journal.knows("a", 2));
        change("CREATE TRIGGER refuse BEFORE INSERT ON told BEGIN SELECT RAISE(ABORT, 'full'); END");
        // The one that is refused must be the only one of its batch.
        journal.append(event(3, "a"));
        await().until(() -> journal.isFailing());
        change("DROP TRIGGER refuse");
        journal.append(event(4, "a"));
        await().until(() -> journal.knows("a", 4));

        assertThat(behind(1)).containsExactly(2L);
        assertThat(behind(3)).containsExactly(4L);
    }
}
