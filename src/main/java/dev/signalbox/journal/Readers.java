package dev.signalbox.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connections that read only, one for each who asks at the same time. The idle ones are kept.
final class Readers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Readers.class);
    private static final int IDLE = 4;

    /// A question to the journal.
    @FunctionalInterface
    interface Query<T> {
        T ask(Connection connection) throws SQLException;
    }

    private record Reader(Connection connection, @Nullable Object identity) {}

    private final Database database;
    private final BlockingQueue<Reader> idle = new ArrayBlockingQueue<>(IDLE);
    private volatile boolean closed;

    Readers(Database database) {
        this.database = database;
    }

    <T> T read(Query<T> query) throws JournalException {
        Reader reader = null;
        try {
            reader = reader();
            var answer = query.ask(reader.connection);
            if (!closed && idle.offer(reader)) {
                reader = null;
            }
            return answer;
        } catch (SQLException | IllegalArgumentException e) {
            var reason = e instanceof SQLException sql ? Trouble.describe(sql) : e.getMessage();
            throw new JournalException("the journal cannot be read: " + reason, e);
        } finally {
            close(reader);
        }
    }

    private Reader reader() throws SQLException {
        var identity = database.identity();
        for (var kept = idle.poll(); kept != null; kept = idle.poll()) {
            if (Objects.equals(kept.identity, identity)) {
                return kept;
            }
            close(kept); // of a file that is there no more
        }
        return new Reader(database.openReader(), identity);
    }

    private static void close(@Nullable Reader reader) {
        if (reader != null) {
            try {
                reader.connection.close();
            } catch (SQLException e) {
                LOG.debug("a connection to the journal could not be closed", e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (var kept = idle.poll(); kept != null; kept = idle.poll()) {
            close(kept);
        }
    }
}
