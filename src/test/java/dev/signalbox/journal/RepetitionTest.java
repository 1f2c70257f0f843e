package dev.signalbox.journal;

import static dev.signalbox.journal.Records.accepted;
import static dev.signalbox.journal.Records.durably;
import static dev.signalbox.journal.Records.ended;
import static dev.signalbox.journal.Records.operation;
import static dev.signalbox.journal.Records.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What would do a plan's work again.
class RepetitionTest {
    private static final Outcome SUCCEEDED = new Outcome.Succeeded();
    private static final Outcome FAILED = new Outcome.Failed("no");
    private static final Outcome CANCELLED = new Outcome.Cancelled(new Cancellation.Dependency(1, "a"));

    @TempDir
    private Path folder;

    private Journal journal;
    private long id;

    @BeforeEach
    void open() throws Exception {
        journal = Journal.open(folder.resolve("journal.db"), () -> Records.at(5_000), Retention.DEFAULT);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private void member(String service, OperationKind kind, Outcome outcome) {
        var operation = operation(++id, service, kind, Source.OPERATOR, 1);
        durably(journal.append(List.of(accepted(operation), started(operation), ended(operation, outcome))));
    }

    private Map<OperationKind, Set<String>> again() throws JournalException {
        return Repetition.of(journal.history().plan(1)).services();
    }

    private Map<OperationKind, Set<String>> failedAgain() throws JournalException {
        return Repetition.ofFailed(journal.history().plan(1), journal.history()).services();
    }

    @Test
    void starts_areStarts() throws Exception {
        member("a", OperationKind.START, SUCCEEDED);
        member("b", OperationKind.START, FAILED);

        assertThat(again()).isEqualTo(Map.of(OperationKind.START, Set.of("a", "b")));
        assertThat(failedAgain()).isEqualTo(Map.of(OperationKind.START, Set.of("b")));
    }

    @Test
    void stopAndStart_areARestart_andSoIsTheRestOfOne() throws Exception {
        member("b", OperationKind.STOP, FAILED);
        member("a", OperationKind.STOP, SUCCEEDED);
        member("a", OperationKind.START, FAILED);
        member("b", OperationKind.START, CANCELLED);

        assertThat(again()).isEqualTo(Map.of(OperationKind.RESTART, Set.of("a", "b")));
        assertThat(failedAgain()).isEqualTo(Map.of(OperationKind.RESTART, Set.of("a", "b")));
    }

    @Test
    void missingStartsAlone_areStarts() throws Exception {
        member("a", OperationKind.STOP, SUCCEEDED);
        member("a", OperationKind.START, FAILED);

        assertThat(failedAgain()).isEqualTo(Map.of(OperationKind.START, Set.of("a")));
    }

    @Test
    void merged_isJudgedByWhatItWasMergedInto() throws Exception {
        member("a", OperationKind.RESTART, new Outcome.Coalesced(3));
        member("b", OperationKind.RESTART, new Outcome.Coalesced(4));
        member("a", OperationKind.RESTART, FAILED);
        member("b", OperationKind.RESTART, SUCCEEDED);
        member("c", OperationKind.RESTART, new Outcome.Coalesced(5));

        assertThat(failedAgain()).isEqualTo(Map.of(OperationKind.RESTART, Set.of("a", "c")));
    }

    @Test
    void allWell_leavesNothing() throws Exception {
        member("a", OperationKind.START, SUCCEEDED);

        assertThat(failedAgain()).isEmpty();
    }
}
