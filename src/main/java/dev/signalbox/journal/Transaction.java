package dev.signalbox.journal;

import java.sql.Connection;
import java.sql.SQLException;

/// A transaction that begins when there is something to write. The driver's own ones begin anew with each commit,
/// and would keep the file locked, and its write-ahead log growing, for ever.
final class Transaction implements AutoCloseable {
    private final Connection connection;
    private boolean open;

    private Transaction(Connection connection) {
        this.connection = connection;
    }

    static Transaction begin(Connection connection) throws SQLException {
        var transaction = new Transaction(connection);
        transaction.execute("BEGIN IMMEDIATE");
        transaction.open = true;
        return transaction;
    }

    /// Makes all of it durable.
    void commit() throws SQLException {
        execute("COMMIT");
        open = false;
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Takes back what was not committed.
    @Override
    public void close() throws SQLException {
        // Some errors have rolled it back already.
        if (open && !connection.isClosed()) {
            open = false;
            try {
                execute("ROLLBACK");
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        }
    }
}
