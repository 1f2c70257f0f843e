package dev.signalbox.journal;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.journal.Records.accepted;
import static dev.signalbox.journal.Records.durably;
import static dev.signalbox.journal.Records.ended;
import static dev.signalbox.journal.Records.operation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.JournalRecord;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is too old or too much is dropped from the oldest on, but the newest operation and what has not ended.
class RetentionTest {
    private static final int OPERATIONS = 3_000;

    @TempDir
    private Path folder;

    private Path file;
    private Instant now = Records.BEGIN;

    @BeforeEach
    void place() {
        file = folder.resolve("journal.db");
    }

    private Database database() {
        return new Database(file, Schema.MIGRATIONS);
    }

    private void recordSome() throws Exception {
        try (var journal = Journal.open(file, () -> now, Retention.DEFAULT)) {
            var records = new ArrayList<JournalRecord>();
            for (int id = 1; id <= OPERATIONS; id++) {
                var operation = operation(id, "backend", OperationKind.RESTART);
                records.add(accepted(operation));
                if (id != 2) { // that one runs still
                    records.add(ended(operation, new Outcome.Failed("because of reason " + id)));
                }
            }
            durably(journal.append(records));
        }
    }

    private List<Long> left(Retention retention) throws Exception {
        try (var store = new Store(database(), () -> now)) {
            boolean more;
            do {
                more = store.retain(retention);
            } while (more);
        }
        try (var history = new SqlHistory(database(), () -> now)) {
            var hits = history.find(HistoryFilter.ALL);
            return hits.page(0, hits.count()).stream()
                    .map(RecordedOperation::id)
                    .toList();
        }
    }

    @Test
    void keep_less_dropsTheRestWhileTheJournalIsOpen() throws Exception {
        recordSome();
        now = Records.at(OPERATIONS);
        try (var journal = Journal.open(file, () -> now, Retention.DEFAULT)) {
            assertThat(journal.history().find(HistoryFilter.ALL).count()).isEqualTo(OPERATIONS);

            journal.keep(new Retention(Duration.ofSeconds(100), Long.MAX_VALUE));

            await().until(() -> journal.history().find(HistoryFilter.ALL).count() == 101);
        }
    }

    @Test
    void onRetained_isToldAfterTheOldestAreGone() throws Exception {
        recordSome();
        now = Records.at(OPERATIONS);
        try (var journal = Journal.open(file, () -> now, Retention.DEFAULT)) {
            var left = new CompletableFuture<Integer>();
            journal.onRetained(() -> {
                try {
                    left.complete(journal.history().find(HistoryFilter.ALL).count());
                } catch (JournalException e) {
                    left.completeExceptionally(e);
                }
            });

            journal.keep(new Retention(Duration.ofDays(365), Long.MAX_VALUE));

            assertThat(left.get(30, TimeUnit.SECONDS)).isEqualTo(OPERATIONS);
        }
    }

    /// It may have been open for longer than anything is kept.
    @Test
    void retain_all_consoleThatIsOpen_isStillSeenToHaveCrashed() throws Exception {
        try (var store = new Store(database(), () -> now)) {
            store.open();
            now = Records.at(10_000_000);
            while (store.retain(new Retention(Duration.ofSeconds(1), 0))) {}
        }
        try (var journal = Journal.open(file, () -> now, Retention.DEFAULT)) {
            assertThat(journal.interruption()).isPresent();
        }
    }

    @Test
    void retain_age_dropsTheOlderOnes() throws Exception {
        recordSome();
        now = Records.at(OPERATIONS);
        var left = left(new Retention(Duration.ofSeconds(100), Long.MAX_VALUE));
        assertThat(left).hasSize(101).endsWith((long) OPERATIONS - 100).startsWith((long) OPERATIONS);
    }

    @Test
    void retain_size_dropsTheOldestAndGivesTheSpaceBack() throws Exception {
        recordSome();
        var before = Files.size(file);
        var left = left(new Retention(Duration.ofDays(365), before / 2));
        assertThat(left)
                .hasSizeLessThan(OPERATIONS)
                .startsWith((long) OPERATIONS)
                .doesNotContain(1L);
        assertThat(Files.size(file)).isLessThan(before);
    }

    @Test
    void retain_all_keepsTheNewest_soThatIdsGoOn() throws Exception {
        recordSome();
        now = Records.at(10_000_000);
        assertThat(left(new Retention(Duration.ofSeconds(1), 0))).containsExactly((long) OPERATIONS);
        try (var journal = Journal.open(file, () -> now, Retention.DEFAULT)) {
            assertThat(journal.firstId()).isEqualTo(OPERATIONS + 1);
        }
    }
}
