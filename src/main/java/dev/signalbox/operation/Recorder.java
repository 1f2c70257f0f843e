package dev.signalbox.operation;

import dev.signalbox.time.TimeSource;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The engine's way to the journal. Records that tell what has happened already are kept while the journal
/// cannot take them, and offered again every second, in order; records that ask for permission fail at once, or
/// where it does not answer; and those of what must happen are told and do not wait.
final class Recorder {
    private static final Duration RETRY = Duration.ofSeconds(1);
    /// After it the journal counts as one that does not answer.
    private static final Duration STALL = Duration.ofSeconds(2);
    /// How long permission is waited for.
    private static final Duration PERMISSION = Duration.ofSeconds(30);

    /// @param order rises from record to record as they were told
    /// @param records belong together
    /// @param answer whether it is durable by now, as soon as that is known
    private record Kept(
            long order,
            List<? extends JournalRecord> records,
            CompletableFuture<Boolean> answer,
            CompletableFuture<Void> done) {
        Insisted insisted() {
            return new Insisted(answer, done);
        }
    }

    /// What was told of something that must happen.
    ///
    /// @param answer completes, never exceptionally, when it may go on: with `true` if it is durable, with `false`
    ///     if the journal cannot be written, or does not answer
    /// @param done completes when it is durable, never exceptionally
    record Insisted(CompletionStage<Boolean> answer, CompletionStage<Void> done) {}

    private final OperationJournal journal;
    private final TimeSource time;
    private final Consumer<Runnable> changes;
    private final Patience stall;
    private final Patience permission;
    private final ReentrantLock lock = new ReentrantLock();

    /// By order, not by arrival: a record that was under way when the journal went down comes back here after
    /// later ones.
    private final Queue<Kept> kept = new PriorityQueue<>(Comparator.comparingLong(Kept::order));

    private long told;
    private volatile @Nullable String problem;
    /// How many calls the journal has not answered for too long.
    private final AtomicInteger stalled = new AtomicInteger();

    /// @param changes runs something as a change of all queues, also nothing: after the journal went down or came
    ///     back, or began or ended not to answer
    Recorder(OperationJournal journal, TimeSource time, Consumer<Runnable> changes) {
        this.journal = journal;
        this.time = time;
        this.changes = changes;
        this.stall = new Patience(time, STALL);
        this.permission = new Patience(time, PERMISSION);
    }

    /// Why the journal cannot be written, or `null` if it can as far as is known.
    @Nullable
    String problem() {
        return problem;
    }

    /// As [#problem], or that the journal does not answer.
    @Nullable
    String trouble() {
        var known = problem;
        return known == null && stalled.get() > 0 ? "it does not answer" : known;
    }

    /// Nothing else may get the number of an operation that the journal may never hear of.
    ///
    /// @return completes when that is durable, exceptionally if it cannot be
    CompletionStage<?> keepNumber(long id) {
        try {
            return journal.keepNumber(id);
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /// Waits for what is to be kept beside the journal, but not for a disk that does not answer.
    ///
    /// @return completes when `kept` does, or after some time
    CompletionStage<?> soon(CompletionStage<?> kept) {
        var answer = new CompletableFuture<Void>();
        kept.whenComplete((_, _) -> answer.complete(null));
        stall.await(answer, () -> answer.complete(null));
        return answer;
    }

    /// Asks the journal to record what is about to happen.
    ///
    /// @return fails, with a message for people, if it was not recorded; it must not happen then
    CompletionStage<Void> ask(JournalRecord record) {
        return asked(List.of(record));
    }

    /// Asks the journal to record what is about to happen together: all of it or nothing. Fails as well if it does
    /// not answer in good time.
    ///
    /// @param late run if it has recorded it all the same after that
    CompletionStage<Void> ask(List<? extends JournalRecord> records, Runnable late) {
        var recorded = asked(records);
        var answer = new CompletableFuture<Void>();
        var _ = recorded.whenComplete((_, failure) -> complete(answer, failure));
        permission.await(recorded, () -> {
            var refusal = "it has not answered within " + PERMISSION.toSeconds() + " s";
            if (answer.completeExceptionally(new IllegalStateException(refusal))) {
                var _ = recorded.thenRun(late);
            }
        });
        return answer;
    }

    private CompletableFuture<Void> asked(List<? extends JournalRecord> records) {
        var down = problem;
        if (down != null) {
            return CompletableFuture.failedFuture(new IllegalStateException(down));
        }
        var answer = new CompletableFuture<Void>();
        var _ = append(records, () -> {}).whenComplete((_, failure) -> {
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
        return insist(List.of(record)).done();
    }

    /// Records together what must happen, however long it takes.
    Insisted insist(List<? extends JournalRecord> records) {
        Kept entry;
        lock.lock();
        try {
            entry = new Kept(told++, records, new CompletableFuture<>(), new CompletableFuture<>());
            if (problem != null) {
                entry.answer.complete(false);
                kept.add(entry);
                return entry.insisted();
            }
        } finally {
            lock.unlock();
        }
        var appended = append(records, () -> entry.answer.complete(false));
        var _ = appended.whenComplete((_, failure) -> {
            if (failure == null) {
                entry.done.complete(null);
                entry.answer.complete(true);
            } else {
                lock.lock();
                try {
                    kept.add(entry);
                } finally {
                    lock.unlock();
                }
                goDown(failure);
                entry.answer.complete(false);
            }
        });
        if (stalled.get() > 0) { // what is after those that wait is not answered before them
            entry.answer.complete(false);
        }
        return entry.insisted();
    }

    /// @param otherwise run if there is no answer for too long
    /// @return completes when they are durable, exceptionally if they cannot be made so
    private CompletableFuture<Void> append(List<? extends JournalRecord> records, Runnable otherwise) {
        var answer = new CompletableFuture<Void>();
        try {
            journal.append(records).whenComplete((_, failure) -> complete(answer, failure));
        } catch (RuntimeException | Error e) { // an error that got out would leave its queue waiting for an answer
            answer.completeExceptionally(e);
        }
        // As one change, so that what goes on without an answer does so before anything that is answered later.
        stall.await(
                answer,
                () -> changes.accept(() -> {
                    stalls(answer); // first, so that what goes on now does not wait for the next answer
                    otherwise.run();
                }));
        return answer;
    }

    private static void complete(CompletableFuture<Void> answer, @Nullable Throwable failure) {
        if (failure == null) {
            answer.complete(null);
        } else {
            answer.completeExceptionally(failure);
        }
    }

    private void changed() {
        changes.accept(() -> {});
    }

    private void stalls(CompletableFuture<Void> answer) {
        if (stalled.getAndIncrement() == 0) {
            changed();
        }
        var _ = answer.whenComplete((_, _) -> {
            if (stalled.decrementAndGet() == 0) {
                changed();
            }
        });
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
        time.schedule(Duration.ZERO, this::changed); // not a call: whoever appended may hold the lock of the queues
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
            changed();
            return;
        }
        var _ = append(oldest.records, () -> {}).whenComplete((_, failure) -> {
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
