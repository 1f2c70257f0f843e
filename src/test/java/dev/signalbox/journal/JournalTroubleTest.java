package dev.signalbox.journal;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.journal.Records.accepted;
import static dev.signalbox.journal.Records.durably;
import static dev.signalbox.journal.Records.ended;
import static dev.signalbox.journal.Records.operation;
import static dev.signalbox.journal.Records.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that are damaged, too new, locked or gone, and a clock that is set back.
class JournalTroubleTest {
    @TempDir
    private Path folder;

    private Path file;
    private volatile Instant now = Records.BEGIN;

    @BeforeEach
    void place() {
        file = folder.resolve("journal.db");
    }

    private Journal open() throws IOException {
        return Journal.open(file, () -> now, Retention.DEFAULT);
    }

    private void recordSome(int count) throws IOException {
        try (var journal = open()) {
            for (int id = 1; id <= count; id++) {
                var operation = operation(id, "backend", OperationKind.RESTART);
                durably(journal.append(List.of(accepted(operation))));
                durably(journal.append(List.of(ended(operation, new Outcome.Succeeded()))));
            }
        }
    }

    private Connection other() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    private List<Path> aside() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(each -> each.getFileName().toString().matches("journal-.*\\.db"))
                    .toList();
        }
    }

    private static String failure(Journal journal, long id) throws InterruptedException {
        try {
            journal.append(List.of(accepted(operation(id, "backend", OperationKind.STOP))))
                    .toCompletableFuture()
                    .get();
            return "";
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause().getMessage());
        }
    }

    // --- unreadable ---

    @Test
    void open_noDatabase_isPutAsideAsItIs() throws Exception {
        Files.writeString(file, "this is something that somebody else needs");
        try (var journal = open()) {
            assertThat(journal.notice().orElseThrow()).contains("put aside", "damaged");
            assertThat(aside())
                    .singleElement()
                    .satisfies(each -> assertThat(each).hasContent("this is something that somebody else needs"));
            assertThat(failure(journal, journal.firstId())).isEmpty();
        }
    }

    @Test
    void open_newerFile_isPutAsideAsItIs() throws Exception {
        recordSome(3);
        try (var connection = other();
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 4711");
        }
        var before = Files.readAllBytes(file);
        try (var journal = open()) {
            assertThat(journal.notice().orElseThrow()).contains("newer version", "format 4711");
            assertThat(aside())
                    .singleElement()
                    .satisfies(each -> assertThat(each).hasBinaryContent(before));
        }
    }

    @Test
    void open_secondDamagedFileInTheSameSecond_keepsBoth() throws Exception {
        for (var text : List.of("first", "second")) {
            Files.writeString(file, text.repeat(200), StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.CREATE);
            open().close();
        }
        assertThat(aside()).hasSize(2);
    }

    @Test
    void open_cutInTheMiddleAfterACrash_isPutAside() throws Exception {
        recordSome(200);
        try (var connection = other();
                var statement = connection.createStatement()) {
            statement.execute("DELETE FROM events WHERE kind = 'closed'");
        }
        var bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        try (var journal = open()) {
            assertThat(journal.notice().orElseThrow()).contains("damaged");
            assertThat(failure(journal, journal.firstId())).isEmpty();
        }
    }

    @Test
    void open_tornWriteAheadLog_hasWhatWasWholeBeforeIt() throws Exception {
        var copy = folder.resolve("copy.db");
        try (var journal = open()) {
            for (int id = 1; id <= 50; id++) {
                durably(journal.append(List.of(accepted(operation(id, "backend", OperationKind.START)))));
            }
            // As a crash of the machine might leave it, in the middle of a write.
            Files.copy(file, copy);
            var log = Files.readAllBytes(Path.of(file + "-wal"));
            Files.write(Path.of(copy + "-wal"), Arrays.copyOf(log, log.length - 2_000));
        }
        try (var journal = Journal.open(copy, () -> now, Retention.DEFAULT)) {
            assertThat(journal.notice()).isEmpty();
            assertThat(journal.interruption().orElseThrow().cancelled())
                    .hasSizeBetween(48, 49)
                    .extracting(RecordedOperation::id)
                    .contains(1L, 48L);
        }
    }

    // --- unwritable ---

    @Test
    void append_lockedFile_isRefusedWithTheReasonUntilItIsFree() throws Exception {
        try (var journal = open();
                var connection = other();
                var statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThat(failure(journal, 1)).isEqualTo("another program has locked it");
            assertThat(journal.problem()).isEqualTo("another program has locked it");

            statement.execute("ROLLBACK");
            await().until(() -> journal.problem() == null);
            assertThat(failure(journal, 2)).isEmpty();
            assertThat(journal.history().find(HistoryFilter.ALL).page(0, 9))
                    .extracting(RecordedOperation::id)
                    .containsExactly(2L);
        }
    }

    /// Without it, another program that looks into the file takes the write-ahead log away when it closes it.
    @Test
    void touch_whileTheFileIsOpen_leavesItsLockAlone() throws Exception {
        try (var journal = open()) {
            await().until(() -> Files.exists(Path.of(file + "-alive")));
            durably(journal.append(List.of(accepted(operation(1, "backend", OperationKind.START)))));
            var mine =
                    "POSIX .* " + ProcessHandle.current().pid() + " .*:" + Files.getAttribute(file, "unix:ino") + " .*";
            assertThat(Files.readAllLines(Path.of("/proc/locks"))).anyMatch(lock -> lock.matches(".*" + mine));
        }
    }

    @Test
    void append_deletedFile_goesOnInANewOne() throws Exception {
        try (var journal = open()) {
            var operation = operation(1, "backend", OperationKind.START);
            durably(journal.append(List.of(accepted(operation))));
            for (var suffix : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(Path.of(file + suffix));
            }
            durably(journal.append(List.of(ended(operation, new Outcome.Succeeded()))));
            assertThat(journal.history().details(1).orElseThrow().recorded().word())
                    .isEqualTo("succeeded");
        }
    }

    @Test
    void open_lockedFile_isOpenAndTellsItsFirstIdLater() throws Exception {
        recordSome(5);
        var later = new AtomicLong();
        try (var connection = other();
                var statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            try (var journal = open()) {
                journal.onOpenedLate(later::set);
                assertThat(journal.problem()).isEqualTo("another program has locked it");
                assertThat(failure(journal, 1)).isNotEmpty();

                statement.execute("ROLLBACK");
                await().untilAtomic(later, equalTo(6L));
                await().until(() -> journal.problem() == null);
                assertThat(failure(journal, 6)).isEmpty();
            }
        }
    }

    @Test
    void record_whileLocked_isKeptAndWrittenLater() throws Exception {
        try (var journal = open();
                var connection = other();
                var statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThat(failure(journal, 1)).isNotEmpty();
            for (int i = 0; i < Writer.EVENTS + 5; i++) {
                journal.record(new JournalEvent(now, "backend", JournalEvent.Kind.STATE, "running", "pid " + i));
            }
            statement.execute("ROLLBACK");
            await().until(() -> journal.history().events("backend", 1).size() == 1 && journal.problem() == null);
            await().untilAsserted(() -> assertThat(journal.history().events("backend", 20_000))
                    .hasSize(Writer.EVENTS)
                    .first()
                    .extracting(JournalEvent::text)
                    .isEqualTo("pid " + (Writer.EVENTS + 4)));
            assertThat(journal.history().events("", 5))
                    .filteredOn(event -> event.kind() == JournalEvent.Kind.MISSED)
                    .singleElement()
                    .extracting(JournalEvent::value)
                    .isEqualTo("5");
        }
    }

    // --- after a crash ---

    /// The same file as a process that was killed would leave it.
    private Path crashed(Journal journal) throws IOException {
        var copy = folder.resolve("crashed.db");
        Files.copy(file, copy);
        Files.copy(Path.of(file + "-wal"), Path.of(copy + "-wal"));
        return copy;
    }

    @Test
    void open_afterACrash_endsWhatHadNotEnded() throws Exception {
        Path copy;
        try (var journal = open()) {
            var waits = operation(1, "backend", OperationKind.START);
            var runs = operation(2, "frontend", OperationKind.RESTART);
            var over = operation(3, "frontend", OperationKind.STOP);
            durably(journal.append(List.of(accepted(waits), accepted(runs), accepted(over))));
            durably(journal.append(List.of(started(runs), started(over))));
            durably(journal.append(List.of(ended(over, new Outcome.Succeeded()))));
            copy = crashed(journal);
        }
        now = Records.at(600);
        try (var journal = Journal.open(copy, () -> now, Retention.DEFAULT)) {
            var interruption = journal.interruption().orElseThrow();
            assertThat(interruption.cancelled())
                    .extracting(RecordedOperation::id)
                    .containsExactly(1L);
            assertThat(interruption.failed()).extracting(RecordedOperation::id).containsExactly(2L);
            assertThat(interruption.operations())
                    .extracting(RecordedOperation::id)
                    .containsExactly(1L, 2L);
            var found = journal.history().find(HistoryFilter.ALL).page(0, 9);
            assertThat(found)
                    .extracting(operation -> operation.end().outcome())
                    .containsExactly(
                            new Outcome.Succeeded(), Outcomes.CRASHED, new Outcome.Cancelled(new Cancellation.Crash()));
            assertThat(journal.firstId()).isEqualTo(4);
            assertThat(journal.history().events("", 9))
                    .extracting(JournalEvent::kind)
                    .startsWith(JournalEvent.Kind.OPENED, JournalEvent.Kind.CRASHED);
        }
        try (var journal = Journal.open(copy, () -> now, Retention.DEFAULT)) {
            assertThat(journal.interruption()).as("told once").isEmpty();
        }
    }

    @Test
    void open_afterACrash_clockSetBackAnHour_hasNoNegativeTimesAndKeepsTheOrder() throws Exception {
        Path copy;
        try (var journal = open()) {
            var runs = operation(1, "backend", OperationKind.START);
            durably(journal.append(List.of(accepted(runs))));
            durably(journal.append(List.of(started(runs))));
            copy = crashed(journal);
        }
        now = Records.BEGIN.minus(Duration.ofHours(1));
        Files.setLastModifiedTime(Files.createFile(Path.of(copy + "-alive")), FileTime.from(now));
        try (var journal = Journal.open(copy, () -> now, Retention.DEFAULT)) {
            var failed = journal.interruption().orElseThrow().failed().getFirst();
            assertThat(failed.end().waited()).isPositive();
            assertThat(failed.end().ran()).isGreaterThanOrEqualTo(Duration.ZERO);
            assertThat(journal.firstId()).isEqualTo(2);
            durably(journal.append(List.of(accepted(operation(2, "backend", OperationKind.STOP)))));
            assertThat(journal.history().find(HistoryFilter.ALL).page(0, 9))
                    .extracting(RecordedOperation::id)
                    .containsExactly(2L, 1L);
        }
    }
}
