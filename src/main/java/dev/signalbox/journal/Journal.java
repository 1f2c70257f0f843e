package dev.signalbox.journal;

import dev.signalbox.operation.JournalRecord;
import dev.signalbox.operation.OperationJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The journal of one workspace, for its one engine. A record is durable when its stage completes: it has been
/// written and synchronized, together with all that came while the disk was busy with the ones before. Safe to
/// use from any thread; nothing but opening and closing waits for the disk.
///
/// Where the file cannot be written, all that is appended fails with the reason, and it is tried again every
/// second.
public final class Journal implements OperationJournal, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private final Store store;
    private final Writer writer;
    private final Upkeep upkeep;
    private final SqlHistory history;
    private final InstantSource clock;
    private final @Nullable String notice;
    private final AtomicLong recorded = new AtomicLong();

    private Journal(Database database, InstantSource clock, Retention retention, @Nullable String notice) {
        this.clock = clock;
        this.notice = notice;
        store = new Store(database, clock);
        upkeep = new Upkeep(database, clock);
        writer = new Writer(store, retention, upkeep::committed);
        history = new SqlHistory(database, clock);
    }

    /// Opens the journal in `file`, or begins one. One that this program cannot read is put aside. Where it
    /// cannot be written, it is open all the same, and refuses what it is given until it can.
    ///
    /// @throws IOException if the file is unreadable and cannot be put aside
    public static Journal open(Path file, InstantSource clock, Retention retention) throws IOException {
        var database = new Database(file, Schema.MIGRATIONS);
        var notice = database.setAsideUnreadable(clock.instant());
        notice.ifPresent(LOG::warn);
        var journal = new Journal(database, clock, retention, notice.orElse(null));
        journal.begin();
        return journal;
    }

    private void begin() {
        String problem = null;
        try {
            store.open();
            recorded.set(history.count());
        } catch (SQLException e) {
            problem = Trouble.describe(e);
        } catch (IOException e) {
            problem = String.valueOf(e.getMessage());
        } catch (JournalException e) {
            problem = e.getMessage();
        }
        if (problem != null) {
            LOG.warn("the journal cannot be written: {}", problem);
        }
        writer.start(problem);
        upkeep.start(writer::retain);
    }

    /// Keeps so much from now on.
    public void keep(Retention retention) {
        writer.keep(retention);
    }

    /// What happened to a journal that could not be read, for people; empty if nothing did.
    public Optional<String> notice() {
        return Optional.ofNullable(notice);
    }

    /// The id for the next operation: above all that the journal knows.
    public long firstId() {
        return store.firstId();
    }

    /// Sets what is told [#firstId()] when the file could be opened only after this journal was. Set once, at the
    /// beginning.
    public void onOpenedLate(LongConsumer listener) {
        writer.onOpenedLate(() -> listener.accept(store.firstId()));
    }

    /// Sets what is told each time when the oldest operations have been dropped as far as they shall be, or cannot be.
    /// It is called on the thread that writes and must not block. Set once, at the beginning.
    public void onRetained(Runnable listener) {
        writer.onRetained(listener);
    }

    /// What the end of the engine before did to its operations; empty if it was closed in good order.
    public Optional<Interruption> interruption() {
        return Optional.ofNullable(store.interruption());
    }

    /// What an engine before this one has accepted under the key `name`; empty for nothing, or if that was longer
    /// ago than keys are kept. Does not read the file.
    ///
    /// @throws JournalException if the file could not be opened yet, so that nothing is known of it
    public Optional<EarlierRequest> earlierRequest(String name) throws JournalException {
        var known = store.requests();
        if (known == null) {
            throw new JournalException("the journal could not be opened yet: " + problem());
        }
        return Optional.ofNullable(known.get(name))
                .filter(request -> request.at().isAfter(clock.instant().minus(EarlierRequest.KEPT)));
    }

    /// Why the journal cannot be written, as far as is known; `null` if it can.
    public @Nullable String problem() {
        return writer.problem();
    }

    /// How many operations it has recorded, those of earlier engines included.
    public long operations() {
        return recorded.get();
    }

    @Override
    public CompletionStage<?> append(List<? extends JournalRecord> records) {
        var accepted = records.stream()
                .filter(JournalRecord.Accepted.class::isInstance)
                .count();
        var stage = writer.append(records);
        return accepted == 0 ? stage : stage.thenRun(() -> recorded.addAndGet(accepted));
    }

    /// Records an event, with the next commit. While the journal cannot be written, the newest ten thousand are
    /// kept. Never blocks.
    public void record(JournalEvent event) {
        writer.record(event);
    }

    /// What can be asked.
    public History history() {
        return history;
    }

    /// Records that the engine is closed, and closes.
    @Override
    public void close() {
        record(JournalEvent.ofEngine(clock.instant(), JournalEvent.Kind.CLOSED, ""));
        upkeep.close();
        history.close();
        writer.close(); // last, as what closes the file last moves all of its log into it
    }
}
