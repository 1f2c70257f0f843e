package dev.signalbox.journal;

import static dev.signalbox.journal.Records.accepted;
import static dev.signalbox.journal.Records.durably;
import static dev.signalbox.journal.Records.ended;
import static dev.signalbox.journal.Records.operation;
import static dev.signalbox.journal.Records.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.JournalRecord;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What can be taken back, and why the rest cannot.
class CompensationTest {
    private static final Outcome SUCCEEDED = new Outcome.Succeeded();

    @TempDir
    private Path folder;

    private Journal journal;

    @BeforeEach
    void open() throws Exception {
        journal = Journal.open(folder.resolve("journal.db"), () -> Records.at(5_000), Retention.DEFAULT);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private void waiting(Operation operation) {
        durably(journal.append(List.of(accepted(operation))));
    }

    private Operation ran(long id, String service, OperationKind kind, Outcome outcome, long plan) {
        var operation = operation(id, service, kind, Source.OPERATOR, plan);
        durably(journal.append(List.of(accepted(operation), started(operation), ended(operation, outcome))));
        return operation;
    }

    private Operation ran(long id, String service, OperationKind kind) {
        return ran(id, service, kind, SUCCEEDED, 0);
    }

    private Operation ranForNothing(long id, String service, OperationKind kind) {
        var operation = operation(id, service, kind);
        var end = new QueueSnapshot.Ended(
                operation, SUCCEEDED, Duration.ZERO, Duration.ZERO, List.of(), false, operation.submittedAt());
        durably(journal.append(List.of(accepted(operation), started(operation), new JournalRecord.Ended(end))));
        return operation;
    }

    private Compensation of(Operation operation) throws JournalException {
        return Compensation.of(
                journal.history().details(operation.id()).orElseThrow().recorded(), journal.history());
    }

    private String reason(Operation operation) throws JournalException {
        return ((Compensation.Impossible) of(operation)).reason();
    }

    private static Compensation possible(OperationKind kind, String... services) {
        return new Compensation.Possible(Map.of(kind, Set.of(services)));
    }

    @Test
    void startAndStop_areTakenBackByTheOther() throws Exception {
        assertThat(of(ran(1, "backend", OperationKind.START))).isEqualTo(possible(OperationKind.STOP, "backend"));
        assertThat(of(ran(2, "frontend", OperationKind.STOP))).isEqualTo(possible(OperationKind.START, "frontend"));
    }

    @Test
    void restart_cannot() throws Exception {
        assertThat(reason(ran(1, "backend", OperationKind.RESTART))).contains("cannot be taken back");
    }

    @Test
    void whatDidNotSucceed_cannot() throws Exception {
        assertThat(reason(ran(1, "a", OperationKind.START, new Outcome.Failed("no"), 0)))
                .contains("what it did is not known");
        assertThat(reason(ran(2, "b", OperationKind.START, new Outcome.TimedOut(Duration.ofSeconds(30)), 0)))
                .contains("what it did is not known");
        assertThat(reason(ran(3, "c", OperationKind.START, new Outcome.Coalesced(9), 0)))
                .contains("merged into #9");
        assertThat(reason(ran(4, "d", OperationKind.STOP, new Outcome.Cancelled(new Cancellation.User()), 0)))
                .contains("cancelled while it ran");
        var waits = operation(5, "e", OperationKind.START);
        waiting(waits);
        assertThat(reason(waits)).contains("has not ended");
        durably(journal.append(List.of(ended(waits, new Outcome.Cancelled(new Cancellation.User()), Duration.ZERO))));
        assertThat(reason(waits)).isEqualTo("it never ran");
    }

    @Test
    void whatChangedNothing_hasNothingToTakeBack_andOvertakesNothing() throws Exception {
        var start = ran(1, "backend", OperationKind.START);
        var again = ranForNothing(2, "backend", OperationKind.START);

        assertThat(reason(again)).isEqualTo("it found nothing to do");
        assertThat(of(start)).isEqualTo(possible(OperationKind.STOP, "backend"));
    }

    @Test
    void whatWasOvertaken_cannot_evenByWhatStillWaits() throws Exception {
        var start = ran(1, "backend", OperationKind.START);
        var other = ran(2, "frontend", OperationKind.START);
        var stop = ran(3, "backend", OperationKind.STOP);
        waiting(operation(4, "frontend", OperationKind.RESTART));

        assertThat(reason(start)).isEqualTo("stop #3 came after it");
        assertThat(reason(other)).isEqualTo("restart #4 came after it");
        assertThat(of(stop)).isEqualTo(possible(OperationKind.START, "backend"));
    }

    @Test
    void longPast_isReadInPages() throws Exception {
        var start = ran(1, "backend", OperationKind.START);
        for (int id = 2; id < 2 * Compensation.PAGE + 10; id++) {
            ranForNothing(id, "backend", OperationKind.START);
        }

        assertThat(of(start)).isEqualTo(possible(OperationKind.STOP, "backend"));
    }

    @Test
    void plan_isTakenBackAsFarAsItSucceeded() throws Exception {
        ran(1, "a", OperationKind.START, SUCCEEDED, 1);
        ran(2, "b", OperationKind.START, SUCCEEDED, 1);
        ran(3, "c", OperationKind.START, new Outcome.Failed("no"), 1);

        assertThat(ofPlan(1)).isEqualTo(possible(OperationKind.STOP, "a", "b"));
    }

    @Test
    void planThatStopsOneAndStartsAnother_isTakenBackBothWays() throws Exception {
        ran(1, "holder", OperationKind.STOP, SUCCEEDED, 1);
        ran(2, "wanted", OperationKind.START, SUCCEEDED, 1);

        assertThat(ofPlan(1))
                .isEqualTo(new Compensation.Possible(
                        Map.of(OperationKind.START, Set.of("holder"), OperationKind.STOP, Set.of("wanted"))));
    }

    @Test
    void planThatStopsAndStartsTheSame_startsNothingThatRuns() throws Exception {
        ran(1, "a", OperationKind.STOP, SUCCEEDED, 1);
        ran(2, "a", OperationKind.START, SUCCEEDED, 1);

        assertThat(ofPlan(1)).isInstanceOf(Compensation.Impossible.class);
    }

    private Compensation ofPlan(long plan) throws JournalException {
        return Compensation.of(journal.history().plan(plan), journal.history());
    }
}
