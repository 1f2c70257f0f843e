package dev.signalbox.journal;

import dev.signalbox.operation.OperationKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The history as SQLite has it, over connections that read only.
final class SqlHistory implements History, AutoCloseable {
    private static final int MAX_ROWS = 1_000;

    private final InstantSource clock;
    private final Readers readers;

    SqlHistory(Database database, InstantSource clock) {
        this.clock = clock;
        readers = new Readers(database);
    }

    /// How many operations there are.
    long count() throws JournalException {
        return readers.read(connection -> {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("SELECT count(*) FROM operations")) {
                return row.getLong(1);
            }
        });
    }

    @Override
    public Hits find(HistoryFilter filter) throws JournalException {
        var ids = readers.read(connection -> {
            var all = filter.equals(HistoryFilter.ALL) ? withoutGaps(connection) : null;
            return all == null ? ids(connection, new SqlFilter(filter)) : all;
        });
        return new Found(ids);
    }

    /// All ids, newest first; `null` if some are missing between them, as those of refused submissions are. To
    /// count them is faster than to read each.
    private static long @Nullable [] withoutGaps(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT (SELECT count(*) FROM operations),"
                        + " (SELECT min(id) FROM operations), (SELECT max(id) FROM operations)")) {
            var count = row.getInt(1);
            var newest = row.getLong(3);
            if (row.getLong(2) != newest - count + 1) {
                return null;
            }
            var ids = new long[count];
            Arrays.setAll(ids, i -> newest - i);
            return ids;
        }
    }

    /// Newest first. They come as one text, as a row for each would cost a call into SQLite; and in any order, so
    /// that an index may give them.
    private static long[] ids(Connection connection, SqlFilter filter) throws SQLException {
        try (var select =
                connection.prepareStatement("SELECT group_concat(id, ' ') FROM operations " + filter.where())) {
            filter.bind(select);
            try (var row = select.executeQuery()) {
                var list = row.getBytes(1);
                return list == null ? new long[0] : ids(list);
            }
        }
    }

    private static long[] ids(byte[] list) {
        var count = 1;
        for (var each : list) {
            count += each == ' ' ? 1 : 0;
        }
        // Negative while they are sorted, so that the newest is first.
        var ids = new long[count];
        var next = 0;
        for (var digit : list) {
            if (digit == ' ') {
                next++;
            } else {
                ids[next] = 10 * ids[next] - (digit - '0');
            }
        }
        Arrays.sort(ids);
        Arrays.setAll(ids, i -> -ids[i]);
        return ids;
    }

    /// The ids are in memory, 8 bytes each, so that every place can be looked at in the same short time.
    private final class Found implements Hits {
        private final long[] ids;

        Found(long[] ids) {
            this.ids = ids;
        }

        @Override
        public int count() {
            return ids.length;
        }

        @Override
        public List<RecordedOperation> page(int first, int size) throws JournalException {
            var rows = new ArrayList<RecordedOperation>();
            for (int begin = first; begin < Math.min(ids.length, first + size); begin += MAX_ROWS) {
                var end = Math.min(Math.min(ids.length, first + size), begin + MAX_ROWS);
                rows.addAll(read(Arrays.copyOfRange(ids, begin, end)));
            }
            return rows;
        }
    }

    private List<RecordedOperation> read(long[] ids) throws JournalException {
        return readers.read(connection -> {
            try (var select = connection.prepareStatement("SELECT " + Rows.COLUMNS + " FROM operations WHERE id = ?")) {
                var rows = new ArrayList<RecordedOperation>(ids.length);
                for (var id : ids) {
                    select.setLong(1, id);
                    rows.addAll(operations(select));
                }
                return rows;
            }
        });
    }

    private static List<RecordedOperation> operations(PreparedStatement select) throws SQLException {
        try (var row = select.executeQuery()) {
            var rows = new ArrayList<RecordedOperation>();
            while (row.next()) {
                rows.add(Rows.operation(row));
            }
            return rows;
        }
    }

    private static List<JournalEvent> events(PreparedStatement select) throws SQLException {
        try (var row = select.executeQuery()) {
            var rows = new ArrayList<JournalEvent>();
            while (row.next()) {
                rows.add(Rows.event(row));
            }
            return rows;
        }
    }

    @Override
    public Optional<OperationDetails> details(long id) throws JournalException {
        var found = read(new long[] {id});
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var recorded = found.getFirst();
        return Optional.of(readers.read(connection -> new OperationDetails(
                recorded,
                steps(connection, id),
                effects(connection, id),
                behind(connection, recorded),
                exits(connection, recorded))));
    }

    private static List<dev.signalbox.operation.Step> steps(Connection connection, long id) throws SQLException {
        try (var select = connection.prepareStatement("SELECT steps FROM steps WHERE operation = ?")) {
            select.setLong(1, id);
            try (var row = select.executeQuery()) {
                return Rows.steps(row.next() ? row.getString(1) : null);
            }
        }
    }

    private static List<OperationDetails.Effect> effects(Connection connection, long id) throws SQLException {
        try (var select =
                connection.prepareStatement("SELECT at, text FROM effects WHERE operation = ? ORDER BY rowid")) {
            select.setLong(1, id);
            try (var row = select.executeQuery()) {
                var effects = new ArrayList<OperationDetails.Effect>();
                while (row.next()) {
                    effects.add(new OperationDetails.Effect(Rows.instant(row.getLong(1)), row.getString(2)));
                }
                return effects;
            }
        }
    }

    /// Looks at the last few hundred before it only: a queue is hardly ever longer, and a service's past is.
    private static List<RecordedOperation> behind(Connection connection, RecordedOperation operation)
            throws SQLException {
        try (var select = connection.prepareStatement("SELECT " + Rows.COLUMNS
                + " FROM (SELECT * FROM operations WHERE service = ? AND id < ? ORDER BY id DESC LIMIT 500)"
                + " WHERE ended IS NULL OR ended > ? ORDER BY id DESC LIMIT 100")) {
            select.setString(1, operation.operation().service());
            select.setLong(2, operation.id());
            select.setLong(3, Rows.micros(operation.acceptedAt()));
            return operations(select).reversed();
        }
    }

    private static List<JournalEvent> exits(Connection connection, RecordedOperation operation) throws SQLException {
        var from = operation.startedAt();
        if (from == null) {
            return List.of();
        }
        var end = operation.end();
        try (var select = connection.prepareStatement(
                "SELECT at, service, kind, value, text FROM events WHERE service = ? AND kind = 'exit'"
                        + " AND at >= ? AND at <= ? ORDER BY id LIMIT 100")) {
            select.setString(1, operation.operation().service());
            select.setLong(2, Rows.micros(from));
            select.setLong(3, end == null ? Long.MAX_VALUE : Rows.micros(end.at()));
            return events(select);
        }
    }

    @Override
    public List<JournalEvent> events(@Nullable String service, int limit) throws JournalException {
        return readers.read(connection -> {
            try (var select = connection.prepareStatement("SELECT at, service, kind, value, text FROM events "
                    + (service == null ? "" : "WHERE service = ? ") + "ORDER BY id DESC LIMIT ?")) {
                if (service != null) {
                    select.setString(1, service);
                }
                select.setInt(service == null ? 1 : 2, limit);
                return events(select);
            }
        });
    }

    @Override
    public Map<OperationKind, Figures> figures(String service, Instant from) throws JournalException {
        return readers.read(connection -> OperationFigures.of(connection, service, Rows.micros(from)));
    }

    @Override
    public Uptime uptime(String service, Instant from) throws JournalException {
        return readers.read(connection -> ServiceUptime.of(connection, service, from, clock.instant()));
    }

    @Override
    public List<RunTime> runTimes(int runs) throws JournalException {
        return readers.read(connection -> {
            try (var select = connection.prepareStatement("""
                    SELECT service, kind, ran FROM (
                        SELECT id, service, kind, ran,
                            row_number() OVER (PARTITION BY service, kind ORDER BY id DESC) AS place
                        FROM (SELECT * FROM operations ORDER BY id DESC LIMIT 20000)
                        WHERE outcome = 'succeeded' AND changed)
                    WHERE place <= ? ORDER BY id""")) {
                select.setInt(1, runs);
                var times = new ArrayList<RunTime>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        times.add(new RunTime(
                                row.getString(1), Rows.kind(row.getString(2)), Rows.duration(row.getLong(3))));
                    }
                }
                return times;
            }
        });
    }

    @Override
    public void close() {
        readers.close();
    }
}
