package dev.signalbox.operation;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The engine's way to the journal. Records that tell what has happened already are kept while the journal
/// cannot take them, and offered again every second, in order; records that ask for permission fail at once.
final class Recorder {
    private static final Duration RETRY = Duration.ofSeconds(1);

    /// @param order rises from record to record as they were told
    private record Kept(long order, JournalRecord record, CompletableFuture<Void> done) {}

    private final OperationJournal journal;
    private final TimeSource time;
    private final Runnable changed;
    private final ReentrantLock lock = new ReentrantLock();

    /// By order, not by arrival: a record that was under way when the journal went down comes back here after
    /// later ones.
    private final Queue<Kept> kept = new PriorityQueue<>(Comparator.comparingLong(Kept::order));

    private long told;
    private volatile @Nullable String problem;

    /// @param changed run, under no lock, after the journal went down or came back
    Recorder(OperationJournal journal, TimeSource time, Runnable changed) {
        this.journal = journal;
        this.time = time;
        this.changed = changed;
    }

    /// Why the journal cannot be written, or `null` if it can as far as is known.
    @Nullable
    String problem() {
        return problem;
    }

    /// Asks the journal to record what is about to happen.
    ///
    /// @return fails, with a message for people, if it was not recorded; it must not happen then
    CompletionStage<Void> ask(JournalRecord record) {
        return ask(List.of(record));
    }

    /// Asks the journal to record what is about to happen together: all of it or nothing.
    CompletionStage<Void> ask(List<? extends JournalRecord> records) {
        var down = problem;
        if (down != null) {
            return CompletableFuture.failedStage(new IllegalStateException(down));
        }
        var answer = new CompletableFuture<Void>();
        append(records).whenComplete((_, failure) -> {
            if (failure == null) {
                answer.complete(null);
            } else {
                goDown(failure);
                answer.completeExceptionally(new IllegalStateException(message(failure), failure));
            }
        });
        return answer;
    }

    /// Records what has happened, however long it takes.
    ///
    /// @return completes when it is durable, never exceptionally
    CompletionStage<Void> tell(JournalRecord record) {
        Kept entry;
        lock.lock();
        try {
            entry = new Kept(told++, record, new CompletableFuture<>());
            if (problem != null) {
                kept.add(entry);
                return entry.done;
            }
        } finally {
            lock.unlock();
        }
        append(List.of(record)).whenComplete((_, failure) -> {
            if (failure == null) {
                entry.done.complete(null);
            } else {
                lock.lock();
                try {
                    kept.add(entry);
                } finally {
                    lock.unlock();
                }
                goDown(failure);
            }
        });
        return entry.done;
    }

    private CompletionStage<?> append(List<? extends JournalRecord> records) {
        try {
            return journal.append(records);
        } catch (RuntimeException | Error e) { // an error that got out would leave its queue waiting for an answer
            return CompletableFuture.failedStage(e);
        }
    }

    private void goDown(Throwable failure) {
        lock.lock();
        try {
            var first = problem == null;
            problem = message(failure);
            if (!first) {
                return;
            }
        } finally {
            lock.unlock();
        }
        time.schedule(RETRY, this::retry);
        time.schedule(Duration.ZERO, changed); // not a call: whoever appended may hold the lock of the queues
    }

    /// Offers the oldest kept record again, and the others after it. With none kept, the journal counts as up
    /// and the next record will show.
    private void retry() {
        Kept oldest;
        lock.lock();
        try {
            oldest = kept.peek();
            if (oldest == null) {
                problem = null;
            }
        } finally {
            lock.unlock();
        }
        if (oldest == null) {
            changed.run();
            return;
        }
        append(List.of(oldest.record)).whenComplete((_, failure) -> {
            if (failure != null) {
                problem = message(failure);
                time.schedule(RETRY, this::retry);
                return;
            }
            lock.lock();
            try {
                kept.remove(oldest);
            } finally {
                lock.unlock();
            }
            oldest.done.complete(null);
            time.schedule(Duration.ZERO, this::retry); // not a call: thousands may be kept
        });
    }

    private static String message(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        var text = cause.getMessage();
        return text == null ? cause.getClass().getSimpleName() : text;
    }
}
