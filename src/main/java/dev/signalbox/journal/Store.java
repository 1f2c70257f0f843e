package dev.signalbox.journal;

import dev.signalbox.operation.JournalRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The one connection that writes, opened when it is needed and again after each failure. For the writer's thread
/// alone, but for what was found when it was opened first.
final class Store implements AutoCloseable {
    /// How many operations one step of the retention drops.
    private static final int CHUNK = 500;

    private static final int PAGES = 200;

    private final Database database;
    private final InstantSource clock;
    private @Nullable Changes changes;
    private @Nullable Connection connection;
    private @Nullable Object identity;
    private boolean settled;
    private volatile long firstId = 1;
    private volatile @Nullable Interruption interruption;
    private volatile @Nullable Map<String, EarlierRequest> requests;
    /// Were refused, and may have become durable all the same.
    private final Set<Long> refused = new TreeSet<>();

    Store(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Opens the file if it is not open. The first time, the operations of the engine before that had not ended
    /// get their outcomes.
    void open() throws SQLException, IOException {
        if (connection != null && Objects.equals(identity, database.identity())) {
            return;
        }
        close();
        var sign = database.signOfLife();
        var touched = Files.exists(sign) ? Files.getLastModifiedTime(sign).toInstant() : Instant.EPOCH;
        var fresh = database.openWriter();
        try {
            var statements = new Changes(fresh);
            if (!settled) {
                settle(fresh, statements, touched);
            }
            connection = fresh;
            changes = statements;
            identity = database.identity();
        } catch (SQLException e) {
            fresh.close();
            throw e;
        }
    }

    private void settle(Connection fresh, Changes statements, Instant touched) throws SQLException {
        try (var transaction = Transaction.begin(fresh)) {
            var found = Interruption.settle(fresh, statements, touched);
            statements.write(JournalEvent.ofEngine(
                    clock.instant(),
                    JournalEvent.Kind.OPENED,
                    "process " + ProcessHandle.current().pid()));
            var earlier = EarlierRequests.read(fresh, clock.instant());
            transaction.commit();
            interruption = found;
            requests = earlier;
        }
        firstId = lastId(fresh) + 1;
        settled = true;
    }

    /// Whether it has been opened at least once.
    boolean settled() {
        return settled;
    }

    /// The lowest id that the file had never seen when it was opened first.
    long firstId() {
        return firstId;
    }

    @Nullable
    Interruption interruption() {
        return interruption;
    }

    /// What engines before this one have accepted under keys, by their names; `null` before it was opened first.
    @Nullable
    Map<String, EarlierRequest> requests() {
        return requests;
    }

    private static long lastId(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT max(id) FROM operations")) {
            return row.getLong(1);
        }
    }

    /// Makes all of this durable, or none of it.
    void write(Collection<JournalRecord> records, Collection<JournalEvent> events) throws SQLException, IOException {
        open();
        var to = Objects.requireNonNull(changes);
        var committing = false;
        try (var transaction = Transaction.begin(connection())) {
            to.forget(refused);
            for (var record : records) {
                to.write(record);
            }
            for (var event : events) {
                to.write(event);
            }
            committing = true;
            transaction.commit();
            refused.clear();
        } catch (SQLException | RuntimeException | Error e) {
            if (committing) {
                records.stream()
                        .filter(JournalRecord.Accepted.class::isInstance)
                        .forEach(record -> refused.add(record.operation().id()));
            }
            // What a failed commit has left behind is known again when the file is opened anew.
            close();
            throw e;
        }
    }

    /// Drops some of the oldest operations, and events, if there are more than shall be kept.
    ///
    /// @return whether there may be more to do
    boolean retain(Retention retention) throws SQLException, IOException {
        open();
        var before = used() > retention.bytes()
                ? Long.MAX_VALUE
                : Rows.micros(clock.instant().minus(retention.age()));
        int dropped;
        try (var transaction = Transaction.begin(connection())) {
            dropped = drop(before);
            EarlierRequests.drop(connection(), clock.instant());
            transaction.commit();
        }
        giveBack();
        return dropped > 0;
    }

    /// Lets the file shrink by some of its free pages.
    private void giveBack() throws SQLException {
        try (var statement = connection().createStatement()) {
            // Each step frees a page, and this is what steps to the end.
            statement.executeUpdate("PRAGMA incremental_vacuum(" + PAGES + ")");
        }
    }

    /// @param before what is older goes, the oldest first
    private int drop(long before) throws SQLException {
        var ids = new ArrayList<Long>();
        // The newest stays, as ids go on from it.
        try (var select = connection().prepareStatement("""
                        SELECT id FROM operations
                        WHERE submitted < ? AND ended IS NOT NULL AND id < (SELECT max(id) FROM operations)
                        ORDER BY id LIMIT ?""")) {
            select.setLong(1, before);
            select.setInt(2, CHUNK);
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getLong(1));
                }
            }
        }
        for (var table : List.of("operations WHERE id", "steps WHERE operation", "effects WHERE operation")) {
            try (var delete = connection().prepareStatement("DELETE FROM " + table + " = ?")) {
                for (var id : ids) {
                    delete.setLong(1, id);
                    delete.executeUpdate();
                }
            }
        }
        // The last opening or closing stays, as it tells a crash from an end in good order.
        try (var delete = connection().prepareStatement("""
                        DELETE FROM events WHERE id IN (
                            SELECT id FROM events
                            WHERE at < ? AND id IS NOT (
                                SELECT max(id) FROM events WHERE service = '' AND kind IN ('opened', 'closed'))
                            ORDER BY id LIMIT ?)""")) {
            delete.setLong(1, before);
            delete.setInt(2, CHUNK);
            return ids.size() + delete.executeUpdate();
        }
    }

    /// How many bytes the file takes, without its free pages.
    private long used() throws SQLException {
        try (var statement = connection().createStatement();
                var row = statement.executeQuery("""
                        SELECT (page_count - freelist_count) * page_size
                        FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()""")) {
            return row.getLong(1);
        }
    }

    private Connection connection() {
        return Objects.requireNonNull(connection);
    }

    @Override
    public void close() throws SQLException {
        var last = connection;
        connection = null;
        changes = null;
        if (last != null) {
            last.close();
        }
    }
}
