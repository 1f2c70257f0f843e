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
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is recorded is found again, as it was, by this console and by the next.
class JournalTest {
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

    @Test
    void append_isFoundAgain_asItWas() throws Exception {
        var source = new Source(Source.Road.HTTP_API, "ci-deploy");
        var parameters = Map.of("reason", "deploy 'x'");
        var operation = new Operation(7, "backend", OperationKind.RESTART, source, "it's “new”", parameters, 5, now);
        try (var journal = open()) {
            durably(journal.append(List.of(accepted(operation))));
            durably(journal.append(List.of(started(operation))));
            durably(journal.append(List.of(ended(operation, new Outcome.Failed("port 8000 is held")))));
            durably(journal.append(List.of(new JournalRecord.LateEffect(operation, "ended normally", now))));
        }
        try (var journal = open()) {
            var details = journal.history().details(7).orElseThrow();
            var recorded = details.recorded();
            assertThat(recorded.operation()).isEqualTo(operation);
            assertThat(recorded.acceptedAt()).isEqualTo(now.plusMillis(1));
            assertThat(recorded.startedAt()).isEqualTo(now.plusMillis(2));
            assertThat(recorded.end())
                    .isEqualTo(new RecordedOperation.End(
                            new Outcome.Failed("port 8000 is held"),
                            now.plusMillis(102),
                            Duration.ofMillis(1),
                            Duration.ofMillis(100),
                            true));
            assertThat(details.steps()).containsExactly(new Step("SIGTERM sent", Duration.ofMillis(3), true));
            assertThat(details.effects()).containsExactly(new OperationDetails.Effect(now, "ended normally"));
            assertThat(journal.firstId()).isEqualTo(8);
            assertThat(journal.operations()).isEqualTo(1);
            assertThat(journal.interruption()).isEmpty();
        }
    }

    static List<Outcome> outcomes() {
        return List.of(
                new Outcome.Succeeded(),
                new Outcome.Failed("no such file"),
                new Outcome.TimedOut(Duration.ofMillis(1_500)),
                new Outcome.Coalesced(12),
                new Outcome.Cancelled(new Cancellation.User()),
                new Outcome.Cancelled(new Cancellation.Superseded(9)),
                new Outcome.Cancelled(new Cancellation.Dependency(4, "blockchain_node_1")),
                new Outcome.Cancelled(new Cancellation.Shutdown()),
                new Outcome.Cancelled(new Cancellation.Crash()));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void outcome_isFoundAgain_asItWas(Outcome outcome) throws Exception {
        var operation = operation(1, "backend", OperationKind.STOP);
        try (var journal = open()) {
            durably(journal.append(List.of(accepted(operation))));
            durably(journal.append(List.of(ended(operation, outcome))));
            var recorded = journal.history().details(1).orElseThrow().recorded();
            assertThat(recorded.end().outcome()).isEqualTo(outcome);
            assertThat(recorded.word()).isEqualTo(outcome.word());
            assertThat(outcome.describe()).contains(recorded.cause());
        }
    }

    @Test
    void file_isItsOwnersAlone() throws Exception {
        try (var journal = open()) {
            durably(journal.append(List.of(accepted(operation(1, "backend", OperationKind.START)))));
            try (var files = Files.list(folder)) {
                assertThat(files)
                        .isNotEmpty()
                        .allSatisfy(
                                each -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                                        .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void append_ofSeveral_isWholeOrNothing() throws Exception {
        try (var journal = open()) {
            var first = operation(1, "backend", OperationKind.START);
            durably(journal.append(List.of(accepted(first))));
            var repeated =
                    journal.append(List.of(accepted(operation(2, "frontend", OperationKind.START)), accepted(first)));
            assertThat(repeated.toCompletableFuture()).failsWithin(Duration.ofSeconds(20));
            durably(Records.retried(
                    () -> journal.append(List.of(accepted(operation(3, "frontend", OperationKind.STOP))))));
            assertThat(journal.history().find(HistoryFilter.ALL).page(0, 10))
                    .extracting(RecordedOperation::id)
                    .containsExactly(3L, 1L);
        }
    }

    @Test
    void close_isRecorded() throws Exception {
        try (var journal = open()) {
            assertThat(journal.history().events("", 10))
                    .extracting(JournalEvent::kind)
                    .containsExactly(JournalEvent.Kind.OPENED);
        }
        try (var journal = open()) {
            assertThat(journal.history().events("", 10))
                    .extracting(JournalEvent::kind)
                    .containsExactly(JournalEvent.Kind.OPENED, JournalEvent.Kind.CLOSED, JournalEvent.Kind.OPENED);
        }
    }
}
