package dev.signalbox.journal;

import dev.signalbox.operation.JournalRecord;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what it is given, in groups: whatever has come while one commit went to the disk goes with the next
/// one.
///
/// Commits are made on a thread of its own, and answers given on another, so that the next group is on its way
/// while the engine goes on with the last.
final class Writer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    /// How many calls one commit takes at most.
    private static final int GROUP = 4_000;

    /// How many events are kept while they cannot be written.
    static final int EVENTS = 10_000;

    private record Call(List<JournalRecord> records, CompletableFuture<Void> done) {}

    private final Store store;
    private volatile Retention retention;
    private final Runnable committed;
    private final Thread thread;
    private final ExecutorService answers = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("journal answers").factory());

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Deque<Call> calls = new ArrayDeque<>();
    private final Deque<JournalEvent> events = new ArrayDeque<>();
    private int missed;
    /// Why calls fail at present that come before all those that failed have been told so.
    private @Nullable IllegalStateException failing;
    private boolean retaining;
    private boolean closed;

    private volatile @Nullable String problem;
    private volatile Runnable openedLate = () -> {};
    private volatile Runnable retained = () -> {};

    /// @param committed told after each commit, on the writer's thread; must not block
    Writer(Store store, Retention retention, Runnable committed) {
        this.store = store;
        this.retention = retention;
        this.committed = committed;
        thread = Thread.ofPlatform().daemon().name("journal").unstarted(this::run);
    }

    /// Keeps so much from now on.
    void keep(Retention newRetention) {
        retention = newRetention;
        retain();
    }

    /// Begins to write.
    ///
    /// @param newProblem why the file could not be opened yet, `null` if it could
    void start(@Nullable String newProblem) {
        problem = newProblem;
        thread.start();
    }

    /// Sets what is run when the file could be opened for the first time only after the writer had begun.
    void onOpenedLate(Runnable listener) {
        openedLate = listener;
    }

    /// Sets what is run on the writer's thread each time when what is too old or too much has been dropped, or
    /// cannot be.
    void onRetained(Runnable listener) {
        retained = listener;
    }

    /// Why the journal cannot be written, or `null` if it can as far as is known.
    @Nullable
    String problem() {
        return problem;
    }

    CompletionStage<Void> append(List<? extends JournalRecord> records) {
        lock.lock();
        try {
            if (closed) {
                return CompletableFuture.failedStage(new IllegalStateException("the journal is closed"));
            }
            if (failing != null) {
                return CompletableFuture.failedStage(failing);
            }
            var call = new Call(List.copyOf(records), new CompletableFuture<>());
            calls.add(call);
            work.signal();
            return call.done;
        } finally {
            lock.unlock();
        }
    }

    void record(JournalEvent event) {
        lock.lock();
        try {
            if (!closed) {
                keep(List.of(event));
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void keep(Collection<JournalEvent> more) {
        events.addAll(more);
        while (events.size() > EVENTS) {
            events.removeFirst();
            missed++;
        }
    }

    /// Drops what is too old or too much, when there is nothing else to do.
    void retain() {
        lock.lock();
        try {
            retaining = true;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    // --- on the writer's thread ---

    private void run() {
        var more = true;
        while (more) {
            var group = new ArrayList<Call>();
            var happened = new ArrayList<JournalEvent>();
            more = take(group, happened);
            if (!group.isEmpty() || !happened.isEmpty() || problem != null) {
                write(group, happened);
            } else if (more) {
                retainSome();
            }
        }
    }

    /// Waits for something to do. With a problem, that is to try again.
    ///
    /// @return false if this was the last
    private boolean take(List<Call> group, List<JournalEvent> happened) {
        lock.lock();
        try {
            var patience = RETRY.toNanos();
            while (calls.isEmpty() && (events.isEmpty() || problem != null) && !closed && !retaining) {
                if (problem == null) {
                    work.await();
                } else if ((patience = work.awaitNanos(patience)) <= 0) {
                    break;
                }
            }
            while (!calls.isEmpty() && group.size() < GROUP) {
                group.add(calls.removeFirst());
            }
            if (missed > 0 && !events.isEmpty()) {
                happened.add(new JournalEvent(
                        events.getFirst().at(),
                        "",
                        JournalEvent.Kind.MISSED,
                        Integer.toString(missed),
                        missed + " events could not be recorded"));
                missed = 0;
            }
            happened.addAll(events);
            events.clear();
            return !(closed && calls.isEmpty());
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        } finally {
            lock.unlock();
        }
    }

    private void write(List<Call> group, List<JournalEvent> happened) {
        var records = new ArrayList<JournalRecord>();
        group.forEach(call -> records.addAll(call.records));
        try {
            requireNewIds(records);
            store.write(records, happened);
        } catch (SQLException e) {
            failed(group, happened, Trouble.describe(e), e);
            return;
        } catch (IOException e) {
            failed(group, happened, String.valueOf(e.getMessage()), e);
            return;
        } catch (RuntimeException | Error e) {
            failed(group, happened, e.toString(), e);
            return;
        }
        if (problem != null) {
            LOG.info("the journal can be written again");
            problem = null;
        }
        answers.execute(() -> group.forEach(call -> call.done.complete(null)));
        committed.run();
    }

    /// A file that is opened late may know operations that nobody told the engine of.
    private void requireNewIds(List<JournalRecord> records) throws SQLException, IOException {
        var late = !store.settled();
        store.open();
        if (late) {
            openedLate.run();
        }
        if (late && !records.isEmpty()) {
            throw new IOException("it has been opened just now");
        }
    }

    private void failed(List<Call> group, List<JournalEvent> happened, String reason, Throwable cause) {
        if (problem == null) {
            LOG.warn("the journal cannot be written: {}", reason);
            LOG.debug("the journal's failure", cause);
        }
        problem = reason;
        var failure = new IllegalStateException(reason, cause);
        lock.lock();
        try {
            failing = failure;
            // They came after what has failed now, and their order is promised.
            group.addAll(calls);
            calls.clear();
            var newer = new ArrayList<>(events);
            events.clear();
            keep(happened);
            keep(newer);
        } finally {
            lock.unlock();
        }
        answers.execute(() -> {
            group.forEach(call -> call.done.completeExceptionally(failure));
            lock.lock();
            try {
                failing = null;
            } finally {
                lock.unlock();
            }
        });
    }

    private void retainSome() {
        boolean more;
        try {
            more = store.retain(retention);
        } catch (SQLException | IOException | RuntimeException e) {
            LOG.warn("old operations cannot be dropped from the journal: {}", e.toString());
            more = false;
        }
        lock.lock();
        try {
            retaining = more;
        } finally {
            lock.unlock();
        }
        if (!more) {
            retained.run();
        }
    }

    /// Writes what was given, and ends.
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
            if (!thread.join(CLOSING)) {
                LOG.warn("the journal's disk takes longer than {} s", CLOSING.toSeconds());
                return; // what it is given then is answered, if there is time
            }
            answers.shutdown();
            if (!answers.awaitTermination(CLOSING.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("the journal's answers take longer than {} s", CLOSING.toSeconds());
            }
            store.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            LOG.warn("the journal could not be closed: {}", Trouble.describe(e));
        }
    }
}
