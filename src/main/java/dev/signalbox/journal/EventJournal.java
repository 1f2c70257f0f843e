package dev.signalbox.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The newest events that were told to readers, so that one that comes back can be told what it has missed, also
/// by the next run of the program.
///
/// It has a file of its own, as nobody waits for it: an event is told first and written soon after, and is safe
/// from the end of the program but not from that of the machine. What was not written, because the disk was full
/// or the program was killed, leaves a gap in the numbers or is not known; it is never taken for something else.
/// Safe to use from any thread; only asking waits for the disk.
public final class EventJournal implements AutoCloseable {
    /// How many events are kept.
    public static final int KEPT = 100_000;

    /// How many wait at most to be written; more are dropped.
    private static final int BUFFER = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(EventJournal.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration CLOSING = Duration.ofSeconds(5);
    private static final List<List<String>> MIGRATIONS = List.of(List.of("""
            CREATE TABLE told (
                number INTEGER PRIMARY KEY,
                run TEXT NOT NULL,
                type TEXT NOT NULL,
                service TEXT NOT NULL,        -- empty for none
                data TEXT NOT NULL
            ) STRICT"""));

    private final Database database;
    private final Readers readers;
    private final int kept;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition progress = lock.newCondition();
    private final Deque<StreamEvent> waiting = new ArrayDeque<>();
    private long last;
    /// All events up to this number have been written or given up.
    private long settled;
    /// The same, once the present batch has been.
    private long settling;
    private boolean usable;
    private boolean closed;

    /// Of the thread that writes, but for the beginning.
    private @Nullable Connection connection;

    private @Nullable Object identity;
    private long dropped;
    private volatile boolean failing;

    private EventJournal(Path file, int kept) {
        this.database = new Database(file, MIGRATIONS);
        this.readers = new Readers(database);
        this.kept = kept;
        this.thread = Thread.ofPlatform().daemon().name("event journal").unstarted(this::run);
    }

    /// Opens the file, or begins one. One that is damaged is begun anew, as it holds nothing that is not known
    /// elsewhere; where it cannot be opened otherwise, nothing is kept until the next time.
    public static EventJournal open(Path file) {
        return open(file, KEPT);
    }

    /// @param kept how many events are kept at least
    static EventJournal open(Path file, int kept) {
        var journal = new EventJournal(file, kept);
        try {
            journal.begin();
            journal.settled = journal.last;
            journal.usable = true;
            journal.thread.start();
        } catch (SQLException e) {
            LOG.warn("events are not kept for readers that come back: {}", Trouble.describe(e));
        } catch (IOException e) {
            LOG.warn("events are not kept for readers that come back: {}", e.toString());
        }
        return journal;
    }

    private void begin() throws SQLException, IOException {
        try {
            last = lastWritten(connect());
        } catch (SQLException e) {
            closeConnection();
            if (Trouble.of(e) != Trouble.DAMAGED) {
                throw e;
            }
            database.delete();
            last = lastWritten(connect());
        }
    }

    private static long lastWritten(Connection connection) throws SQLException {
        try (var select = connection.createStatement();
                var row = select.executeQuery("SELECT max(number) FROM told")) {
            return row.getLong(1);
        }
    }

    // --- writing ---

    /// The number of the newest event; 0 if there never was one.
    public long last() {
        lock.lock();
        try {
            return last;
        } finally {
            lock.unlock();
        }
    }

    /// Writes an event soon.
    ///
    /// @param event with a number above all before
    public void append(StreamEvent event) {
        lock.lock();
        try {
            last = event.number();
            if (usable && !closed && waiting.size() < BUFFER) {
                waiting.addLast(event);
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (var batch = take(); !batch.isEmpty(); batch = take()) {
            try {
                write(connect(), batch);
                if (failing) {
                    LOG.info("events are written again");
                }
                failing = false;
            } catch (SQLException e) {
                failed(Trouble.describe(e));
            } catch (IOException e) {
                failed(e.toString());
            }
            settled();
        }
        closeConnection();
    }

    /// Waits for events.
    ///
    /// @return none at the end
    private List<StreamEvent> take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                work.await();
            }
            var batch = List.copyOf(waiting);
            waiting.clear();
            settling = last;
            return batch;
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        } finally {
            lock.unlock();
        }
    }

    private void settled() {
        lock.lock();
        try {
            settled = settling;
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void failed(String reason) {
        if (!failing) {
            LOG.warn("events cannot be written, and readers that come back may have to read all anew: {}", reason);
        }
        failing = true;
        closeConnection();
    }

    boolean isFailing() {
        return failing;
    }

    private Connection connect() throws SQLException, IOException {
        var open = connection;
        if (open != null && Objects.equals(identity, database.identity())) {
            return open;
        }
        closeConnection();
        var fresh = database.openWriter();
        connection = fresh;
        try (var statement = fresh.createStatement()) {
            // Nobody waits until it is durable.
            statement.execute("PRAGMA synchronous = NORMAL");
            statement.execute("PRAGMA wal_autocheckpoint = 1000");
        }
        identity = database.identity();
        return fresh;
    }

    private void write(Connection to, List<StreamEvent> batch) throws SQLException {
        var newest = batch.getLast().number();
        try (var transaction = Transaction.begin(to);
                var insert = to.prepareStatement(
                        "INSERT INTO told (number, run, type, service, data) VALUES (?, ?, ?, ?, ?)")) {
            for (var event : batch) {
                insert.setLong(1, event.number());
                insert.setString(2, event.run());
                insert.setString(3, event.type());
                insert.setString(4, event.service());
                insert.setString(5, event.data());
                insert.executeUpdate();
            }
            // Not with each batch, as most of them are small.
            if (newest - kept - dropped > kept / 10) {
                dropped = newest - kept;
                try (var delete = to.prepareStatement("DELETE FROM told WHERE number <= ?")) {
                    delete.setLong(1, dropped);
                    delete.executeUpdate();
                }
            }
            transaction.commit();
        }
    }

    private void closeConnection() {
        var now = connection;
        connection = null;
        if (now != null) {
            try {
                now.close();
            } catch (SQLException e) {
                LOG.debug("the journal of events could not be closed", e);
            }
        }
    }

    // --- asking ---

    /// Until what was told before is written, as far as it will be.
    private void awaitSettled() {
        lock.lock();
        try {
            var until = last;
            var patience = PATIENCE.toNanos();
            while (settled < until && usable && thread.isAlive() && patience > 0) {
                patience = progress.awaitNanos(patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /// Whether that event was told by that run, and is still kept.
    public boolean knows(String run, long number) throws JournalException {
        awaitSettled();
        return usable
                && readers.read(connection -> {
                    try (var select = connection.prepareStatement("SELECT 1 FROM told WHERE number = ? AND run = ?")) {
                        select.setLong(1, number);
                        select.setString(2, run);
                        try (var row = select.executeQuery()) {
                            return row.next();
                        }
                    }
                });
    }

    /// The events that came behind one, without a gap.
    ///
    /// @param most how many at most
    /// @return none if the next one is not kept any more, or not written yet
    public List<StreamEvent> behind(long number, int most) throws JournalException {
        awaitSettled();
        return readers.read(connection -> {
            try (var select = connection.prepareStatement("""
                    SELECT number, run, type, service, data FROM told WHERE number > ? ORDER BY number LIMIT ?""")) {
                select.setLong(1, number);
                select.setInt(2, most);
                var events = new ArrayList<StreamEvent>();
                try (var row = select.executeQuery()) {
                    while (row.next() && row.getLong(1) == number + events.size() + 1) {
                        events.add(new StreamEvent(
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5)));
                    }
                }
                return events;
            }
        });
    }

    /// Writes what waits, and closes.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            work.signal();
        } finally {
            lock.unlock();
        }
        try {
            if (usable) {
                thread.join(CLOSING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        readers.close();
    }
}
