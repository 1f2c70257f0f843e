package dev.signalbox.journal;

import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.JournalRecord;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.RequestKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// What the writer does to the tables, as prepared statements. A record may be written twice, as one whose commit
/// failed may have become durable all the same.
final class Changes implements AutoCloseable {
    private static final String INSERT = """
            INSERT INTO operations (id, service, kind, parameters, road, actor, plan, submitted, accepted, started, why, again)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final PreparedStatement accept;
    private final PreparedStatement request;
    private final PreparedStatement unask;
    private final PreparedStatement start;
    private final PreparedStatement end;
    private final PreparedStatement steps;
    private final PreparedStatement effect;
    private final PreparedStatement event;
    private final PreparedStatement forget;
    private final Connection connection;

    Changes(Connection connection) throws SQLException {
        this.connection = connection;
        accept = connection.prepareStatement(INSERT);
        request = connection.prepareStatement(
                "INSERT INTO requests (operation, name, request, note, at) VALUES (?, ?, ?, ?, ?)");
        unask = connection.prepareStatement("DELETE FROM requests WHERE operation = ?");
        // Their file may be a new one, if somebody has deleted the one that knew them.
        start = connection.prepareStatement(INSERT + " ON CONFLICT (id) DO UPDATE SET started = excluded.started");
        end = connection.prepareStatement("""
                INSERT INTO operations (id, service, kind, parameters, road, actor, plan, submitted, accepted, started, why, again,
                    ended, outcome, code, reference, other, cause, waited, ran, changed)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET ended = excluded.ended, outcome = excluded.outcome,
                    code = excluded.code, reference = excluded.reference, other = excluded.other,
                    cause = excluded.cause, waited = excluded.waited, ran = excluded.ran, changed = excluded.changed""");
        steps = connection.prepareStatement("INSERT OR REPLACE INTO steps (operation, steps) VALUES (?, ?)");
        effect = connection.prepareStatement("INSERT INTO effects (operation, at, text) VALUES (?, ?, ?)");
        event = connection.prepareStatement(
                "INSERT INTO events (at, service, kind, value, text) VALUES (?, ?, ?, ?, ?)");
        forget = connection.prepareStatement("DELETE FROM operations WHERE id = ? AND ended IS NULL");
    }

    void write(JournalRecord record) throws SQLException {
        switch (record) {
            case JournalRecord.Accepted(var operation, var at, var key) -> {
                operation(accept, operation, at, null);
                accept.executeUpdate();
                if (key != null) {
                    request(operation, at, key);
                }
            }
            case JournalRecord.Started(var operation, var at) -> {
                operation(start, operation, operation.submittedAt(), at);
                start.executeUpdate();
            }
            case JournalRecord.Ended(var ended) -> end(ended);
            case JournalRecord.LateEffect(var operation, var text, var at) -> effect(operation, at, text);
            case JournalRecord.Abandoned(var operation, var at) ->
                effect(operation, at, "its body was given up, and may go on");
        }
    }

    private void request(Operation operation, Instant at, RequestKey key) throws SQLException {
        request.setLong(1, operation.id());
        request.setString(2, key.name());
        request.setString(3, key.request());
        request.setString(4, key.note());
        request.setLong(5, Rows.micros(at));
        request.executeUpdate();
    }

    private void unask(long operation) throws SQLException {
        unask.setLong(1, operation);
        unask.executeUpdate();
    }

    private void end(QueueSnapshot.Ended ended) throws SQLException {
        var startedAt = ended.ran().isZero() ? null : ended.endedAt().minus(ended.ran());
        operation(end, ended.operation(), ended.operation().submittedAt(), startedAt);
        var outcome = Outcomes.of(ended.outcome());
        end.setLong(13, Rows.micros(ended.endedAt()));
        end.setString(14, outcome.word());
        end.setString(15, Rows.orNull(outcome.code()));
        end.setLong(16, outcome.reference());
        end.setString(17, Rows.orNull(outcome.other()));
        end.setString(18, outcome.cause());
        end.setLong(19, Rows.micros(ended.waited()));
        end.setLong(20, Rows.micros(ended.ran()));
        end.setInt(21, ended.changed() ? 1 : 0);
        end.executeUpdate();
        if (ended.outcome() instanceof Outcome.Cancelled(Cancellation.Unanswered _)) {
            unask(ended.operation().id()); // who asked was refused, and may ask once more
        }
        if (!ended.steps().isEmpty()) {
            steps.setLong(1, ended.operation().id());
            steps.setString(2, Rows.steps(ended.steps()));
            steps.executeUpdate();
        }
    }

    private static void operation(
            PreparedStatement insert, Operation operation, Instant accepted, @Nullable Instant started)
            throws SQLException {
        insert.setLong(1, operation.id());
        insert.setString(2, operation.service());
        insert.setString(3, Rows.word(operation.kind()));
        insert.setString(4, Rows.parameters(operation.parameters()));
        insert.setString(5, Rows.word(operation.source().road()));
        insert.setString(6, operation.source().actor());
        insert.setLong(7, operation.plan());
        insert.setLong(8, Rows.micros(operation.submittedAt()));
        insert.setLong(9, Rows.micros(accepted));
        insert.setObject(10, started == null ? null : Rows.micros(started));
        insert.setString(11, Rows.orNull(operation.why()));
        insert.setObject(12, operation.again() == 0 ? null : operation.again());
    }

    private void effect(Operation operation, Instant at, String text) throws SQLException {
        effect.setLong(1, operation.id());
        effect.setLong(2, Rows.micros(at));
        effect.setString(3, text);
        effect.executeUpdate();
    }

    void write(JournalEvent happened) throws SQLException {
        event.setLong(1, Rows.micros(happened.at()));
        event.setString(2, happened.service());
        event.setString(3, happened.kind().word());
        event.setString(4, happened.value());
        event.setString(5, happened.text());
        event.executeUpdate();
    }

    /// Takes operations back that were refused, as it was not known whether they had become durable.
    void forget(Collection<Long> refused) throws SQLException {
        for (var id : refused) {
            forget.setLong(1, id);
            forget.executeUpdate();
            unask(id);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close(); // and all of its statements
    }
}
