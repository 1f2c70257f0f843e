package dev.signalbox.journal;

import static dev.signalbox.journal.Records.durably;
import static dev.signalbox.journal.Records.ended;
import static dev.signalbox.journal.Records.operation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.JournalRecord;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.RequestKey;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests are known by their keys to the next engine, as long as they are kept.
class EarlierRequestTest {
    private static final RequestKey KEY = new RequestKey("deploy 17", "restart of backend", "what it came to");

    @TempDir
    private Path folder;

    private volatile Instant now = Records.BEGIN;

    private Journal open() throws IOException {
        return Journal.open(folder.resolve("journal.db"), () -> now, Retention.DEFAULT);
    }

    private static JournalRecord accepted(long id, RequestKey key) {
        return new JournalRecord.Accepted(operation(id, "backend", OperationKind.RESTART), Records.at(id), key);
    }

    private static Outcome.Cancelled unanswered() {
        return new Outcome.Cancelled(new Cancellation.Unanswered());
    }

    /// In the file.
    private int rows() throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"));
                var row = connection.createStatement().executeQuery("SELECT count(*) FROM requests")) {
            return row.getInt(1);
        }
    }

    @Test
    void request_isKnownToTheNextEngineOnly_withAllThatWasAcceptedForIt() throws Exception {
        try (var journal = open()) {
            durably(journal.append(List.of(accepted(1, KEY))));
            durably(journal.append(List.of(accepted(2, KEY), accepted(3, null))));
            assertThat(journal.earlierRequest(KEY.name())).isEmpty();
        }
        try (var journal = open()) {
            assertThat(journal.earlierRequest(KEY.name()))
                    .contains(new EarlierRequest(KEY, Records.at(1), List.of(1L, 2L)));
            assertThat(journal.earlierRequest("another")).isEmpty();
        }
    }

    @Test
    void request_ofAnOperationThatTheJournalDidNotTake_isNotKnownEither() throws Exception {
        try (var journal = open()) {
            durably(journal.append(List.of(accepted(1, null))));
            var refused = journal.append(List.of(accepted(2, KEY), accepted(1, null)));
            assertThat(refused.toCompletableFuture()).failsWithin(Duration.ofSeconds(20));
        }
        try (var journal = open()) {
            assertThat(journal.earlierRequest(KEY.name())).isEmpty();
        }
    }

    /// Who asked was told that it would not be done.
    @Test
    void request_thatWasRefusedAsTheJournalAnsweredTooLate_canBeMadeOnceMore() throws Exception {
        var late = operation(1, "backend", OperationKind.RESTART);
        try (var journal = open()) {
            durably(journal.append(List.of(accepted(1, KEY))));
            durably(journal.append(List.of(ended(late, unanswered()))));
        }
        try (var journal = open()) {
            assertThat(journal.earlierRequest(KEY.name())).isEmpty();
        }
    }

    @Test
    void request_isKnownForADay_andDroppedThen() throws Exception {
        try (var journal = open()) {
            durably(journal.append(List.of(accepted(1, KEY))));
        }
        now = Records.at(1).plus(EarlierRequest.KEPT).minusMillis(1);
        try (var journal = open()) {
            assertThat(journal.earlierRequest(KEY.name())).isPresent();
            now = now.plusMillis(1);
            assertThat(journal.earlierRequest(KEY.name())).isEmpty();
        }
        try (var journal = open()) {
            assertThat(journal.earlierRequest(KEY.name())).isEmpty();
        }
        assertThat(rows()).isEqualTo(1);
        try (var store = new Store(new Database(folder.resolve("journal.db"), Schema.MIGRATIONS), () -> now)) {
            store.retain(Retention.DEFAULT);
        }
        assertThat(rows()).isZero();
    }

    @Test
    void requests_moreThanAreKept_areTheNewest() throws Exception {
        try (var journal = open()) {
            var records = new ArrayList<JournalRecord>();
            for (int id = 1; id <= EarlierRequest.MOST + 1; id++) {
                records.add(accepted(id, new RequestKey(name(id % 6, id), "restart of backend", "")));
            }
            durably(journal.append(records));
        }
        try (var journal = open()) {
            assertThat(journal.earlierRequest(name(1, 1))).isEmpty();
            assertThat(journal.earlierRequest(name(2, 2))).isPresent();
        }
        try (var store = new Store(new Database(folder.resolve("journal.db"), Schema.MIGRATIONS), () -> now)) {
            store.retain(Retention.DEFAULT);
        }
        assertThat(rows()).isEqualTo(EarlierRequest.MOST);
    }

    private static String name(int caller, int request) {
        return "http_api\ntoken " + caller + "\nrequest " + request;
    }

    @Test
    void requestsOfOneCaller_moreThanAreKept_makeNoneOfAnotherForgotten() throws Exception {
        try (var journal = open()) {
            var records = new ArrayList<JournalRecord>();
            records.add(accepted(1, new RequestKey(name(1, 1), "restart of backend", "")));
            for (int id = 2; id <= EarlierRequest.MOST_EACH + 2; id++) {
                records.add(accepted(id, new RequestKey(name(2, id), "restart of backend", "")));
            }
            durably(journal.append(records));
        }
        try (var journal = open()) {
            assertThat(journal.earlierRequest(name(1, 1))).isPresent();
            assertThat(journal.earlierRequest(name(2, 2))).isEmpty();
            assertThat(journal.earlierRequest(name(2, 3))).isPresent();
        }
        try (var store = new Store(new Database(folder.resolve("journal.db"), Schema.MIGRATIONS), () -> now)) {
            store.retain(Retention.DEFAULT);
        }
        assertThat(rows()).isEqualTo(EarlierRequest.MOST_EACH + 1);
    }

    @Test
    void name_thatIsUsedForAnotherRequestAfterItsTime_isThatOfTheNewOne() throws Exception {
        var other = new RequestKey(KEY.name(), "stop of backend", "");
        try (var journal = open()) {
            durably(journal.append(List.of(accepted(1, KEY))));
            durably(journal.append(List.of(accepted(2, other))));
        }
        try (var journal = open()) {
            assertThat(journal.earlierRequest(KEY.name()))
                    .contains(new EarlierRequest(other, Records.at(2), List.of(2L)));
        }
    }

    @Test
    void request_ofAFileOfTheVersionBefore_isKept() throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"))) {
            Schema.migrate(connection, Schema.MIGRATIONS.subList(0, 1));
        }
        try (var journal = open()) {
            durably(journal.append(List.of(accepted(1, KEY))));
        }
        try (var journal = open()) {
            assertThat(journal.earlierRequest(KEY.name())).isPresent();
            assertThat(journal.notice()).isEmpty();
        }
    }
}
