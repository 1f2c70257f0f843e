package dev.signalbox.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// The tables, and the way from each earlier version of them to the present one. Times are microseconds since
/// 1970, durations microseconds.
final class Schema {
    /// One for each version; an old file is brought up by those that it has not seen. What was published is never
    /// changed again.
    static final List<List<String>> MIGRATIONS = List.of(
            List.of(
                    """
            CREATE TABLE operations (
                id INTEGER PRIMARY KEY,
                service TEXT NOT NULL,
                kind TEXT NOT NULL,
                parameters TEXT,              -- a JSON object; NULL if there are none
                road TEXT NOT NULL,
                actor TEXT NOT NULL,
                plan INTEGER NOT NULL,        -- the id of the plan's first operation; 0 for none
                submitted INTEGER NOT NULL,
                accepted INTEGER NOT NULL,
                started INTEGER,
                ended INTEGER,
                outcome TEXT,
                code TEXT,                    -- what kind of cancellation
                reference INTEGER,            -- another operation, or a timeout in milliseconds
                other TEXT,                   -- the other operation's service
                cause TEXT,
                waited INTEGER,
                ran INTEGER,
                changed INTEGER
            ) STRICT""",
                    "CREATE INDEX operations_of_service ON operations (service, id)",
                    "CREATE INDEX operations_of_plan ON operations (plan, id) WHERE plan <> 0",
                    "CREATE INDEX operations_by_time ON operations (submitted)",
                    "CREATE INDEX operations_with_cause ON operations (id, cause) WHERE cause IS NOT NULL",
                    "CREATE INDEX operations_not_ended ON operations (id) WHERE ended IS NULL",
                    // Apart from their operations, so that a search through those reads less.
                    "CREATE TABLE steps (operation INTEGER PRIMARY KEY, steps TEXT NOT NULL) STRICT",
                    "CREATE TABLE effects (operation INTEGER NOT NULL, at INTEGER NOT NULL, text TEXT NOT NULL) STRICT",
                    "CREATE INDEX effects_of_operation ON effects (operation)",
                    """
            CREATE TABLE events (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                at INTEGER NOT NULL,
                service TEXT NOT NULL,        -- empty for the console
                kind TEXT NOT NULL,
                value TEXT NOT NULL,
                text TEXT NOT NULL
            ) STRICT""",
                    "CREATE INDEX events_of_service ON events (service, id)"),
            List.of("""
            CREATE TABLE requests (
                operation INTEGER PRIMARY KEY,    -- that was accepted; the first one of a plan
                name TEXT NOT NULL,
                request TEXT NOT NULL,
                note TEXT NOT NULL,
                at INTEGER NOT NULL
            ) STRICT"""),
            List.of(
                    "ALTER TABLE operations ADD COLUMN why TEXT",
                    // Words are looked for in more than causes now.
                    "DROP INDEX operations_with_cause"),
            List.of("ALTER TABLE operations ADD COLUMN again INTEGER")); // NULL if it puts none back

    private Schema() {}

    /// Brings a file up to the newest of `migrations`, one version after the other, each whole or not at all.
    static void migrate(Connection connection, List<List<String>> migrations) throws SQLException {
        for (var version = version(connection); version < migrations.size(); version++) {
            try (var transaction = Transaction.begin(connection);
                    var statement = connection.createStatement()) {
                for (var change : migrations.get(version)) {
                    statement.execute(change);
                }
                statement.execute("PRAGMA user_version = " + (version + 1));
                transaction.commit();
            }
        }
    }

    /// The version of a file; 0 if it is new.
    static int version(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("PRAGMA user_version")) {
            return row.getInt(1);
        }
    }
}
