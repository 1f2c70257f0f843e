package dev.signalbox.journal;

import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueSnapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What an end of the engine that was no closing did to the operations (rule 23).
///
/// @param at the last sign of life, wall clock
/// @param cancelled those that waited
/// @param failed those that ran, with an effect that is unknown
public record Interruption(Instant at, List<RecordedOperation> cancelled, List<RecordedOperation> failed) {

    public Interruption {
        cancelled = List.copyOf(cancelled);
        failed = List.copyOf(failed);
    }

    /// All of them, in the order in which they were asked for.
    public List<RecordedOperation> operations() {
        return Stream.concat(cancelled.stream(), failed.stream())
                .sorted(Comparator.comparingLong(RecordedOperation::id))
                .toList();
    }

    /// Whether it is a half of a planned restart, of which the other half was cut off as well.
    public boolean isHalf(RecordedOperation recorded) {
        var operation = recorded.operation();
        return operation.plan() != 0
                && Stream.concat(cancelled.stream(), failed.stream())
                        .map(RecordedOperation::operation)
                        .anyMatch(other -> other.plan() == operation.plan()
                                && other.service().equals(operation.service())
                                && other.kind() != operation.kind());
    }

    /// Whether nobody had the journal open, or whoever had it closed it.
    static boolean endedInGoodOrder(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT kind FROM events WHERE service = '' AND kind IN ('opened', 'closed') ORDER BY id DESC"
                                + " LIMIT 1")) {
            return !row.next() || row.getString(1).equals(JournalEvent.Kind.CLOSED.word());
        }
    }

    /// Gives each operation without an outcome the one that it has by rule 23. The caller commits.
    ///
    /// @param touched when the last sign of life was given
    /// @return `null` if the engine had been closed in good order
    static @Nullable Interruption settle(Connection connection, Changes changes, Instant touched) throws SQLException {
        var open = open(connection);
        if (open.isEmpty() && endedInGoodOrder(connection)) {
            return null;
        }
        var at = lastSign(connection, touched);
        var cancelled = new ArrayList<RecordedOperation>();
        var failed = new ArrayList<RecordedOperation>();
        for (var operation : open) {
            var started = operation.startedAt() != null;
            var outcome = started ? Outcomes.CRASHED : new Outcome.Cancelled(new Cancellation.Crash());
            (started ? failed : cancelled).add(end(changes, operation, outcome, at));
        }
        changes.write(JournalEvent.ofEngine(
                at,
                JournalEvent.Kind.CRASHED,
                "the engine ended without closing: " + cancelled.size() + " waited, " + failed.size() + " ran"));
        return new Interruption(at, cancelled, failed);
    }

    private static List<RecordedOperation> open(Connection connection) throws SQLException {
        var open = new ArrayList<RecordedOperation>();
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT " + Rows.COLUMNS + " FROM operations WHERE ended IS NULL ORDER BY id")) {
            while (row.next()) {
                open.add(Rows.operation(row));
            }
        }
        return open;
    }

    private static RecordedOperation end(Changes changes, RecordedOperation open, Outcome outcome, Instant at)
            throws SQLException {
        var startedAt = open.startedAt();
        var waited = between(open.acceptedAt(), startedAt == null ? at : startedAt);
        var ran = startedAt == null ? Duration.ZERO : between(startedAt, at);
        var ended = new QueueSnapshot.Ended(open.operation(), outcome, waited, ran, List.of(), startedAt != null, at);
        changes.write(new dev.signalbox.operation.JournalRecord.Ended(ended));
        return new RecordedOperation(
                open.operation(),
                open.acceptedAt(),
                startedAt,
                new RecordedOperation.End(outcome, at, waited, ran, startedAt != null));
    }

    /// The clock may have been set back meanwhile.
    private static Duration between(Instant from, Instant to) {
        return to.isBefore(from) ? Duration.ZERO : Duration.between(from, to);
    }

    private static Instant lastSign(Connection connection, Instant touched) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        SELECT max(
                            coalesce((SELECT max(accepted, coalesce(started, 0), coalesce(ended, 0))
                                FROM operations ORDER BY id DESC LIMIT 1), 0),
                            coalesce((SELECT at FROM events ORDER BY id DESC LIMIT 1), 0))""")) {
            var recorded = Rows.instant(row.getLong(1));
            return recorded.isAfter(touched) ? recorded : touched;
        }
    }
}
