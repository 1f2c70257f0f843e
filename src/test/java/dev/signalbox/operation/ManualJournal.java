package dev.signalbox.operation;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/// A journal in a test's hand: it keeps what it was told, answers at once or when the test says so, fails and
/// comes back.
final class ManualJournal implements OperationJournal {
    private record Pending(List<? extends JournalRecord> records, CompletableFuture<Void> stage) {}

    private final Object lock = new Object();
    private final List<JournalRecord> durable = new ArrayList<>();
    private final Deque<Pending> pending = new ArrayDeque<>();
    private Predicate<JournalRecord> broken = _ -> false;
    private boolean later;

    @Override
    public CompletionStage<?> append(List<? extends JournalRecord> records) {
        synchronized (lock) {
            if (records.stream().anyMatch(broken)) {
                return CompletableFuture.failedFuture(full());
            }
            if (!later) {
                durable.addAll(records);
                return CompletableFuture.completedFuture(null);
            }
            var entry = new Pending(records, new CompletableFuture<>());
            pending.add(entry);
            return entry.stage();
        }
    }

    private static IOException full() {
        return new IOException("disk full");
    }

    /// From now on records become durable by [#completeNext] only.
    void answerLater() {
        synchronized (lock) {
            later = true;
        }
    }

    /// From now on records become durable at once, as do those that wait.
    void answerAtOnce() {
        synchronized (lock) {
            later = false;
        }
        completeAll();
    }

    /// @return false if none waits
    boolean completeNext() {
        Pending next;
        synchronized (lock) {
            next = pending.poll();
            if (next == null) {
                return false;
            }
            durable.addAll(next.records());
        }
        next.stage().complete(null);
        return true;
    }

    void completeAll() {
        while (completeNext()) {}
    }

    /// @return false if none waits
    boolean failNext() {
        Pending next;
        synchronized (lock) {
            next = pending.poll();
        }
        if (next == null) {
            return false;
        }
        next.stage().completeExceptionally(full());
        return true;
    }

    /// Fails all that waits, and what is appended meanwhile, as the contract of [OperationJournal] has it.
    void failPending() {
        while (failNext()) {}
    }

    /// The records that match fail at once, until told otherwise.
    void breakFor(Predicate<JournalRecord> which) {
        synchronized (lock) {
            broken = which;
        }
    }

    void breakDown() {
        breakFor(_ -> true);
        failPending();
    }

    void repair() {
        breakFor(_ -> false);
    }

    /// What is durable, oldest first.
    List<JournalRecord> records() {
        synchronized (lock) {
            return List.copyOf(durable);
        }
    }

    boolean has(Class<? extends JournalRecord> type, long id) {
        synchronized (lock) {
            // From the newest, which is what most ask for.
            return durable.reversed().stream()
                    .anyMatch(record ->
                            type.isInstance(record) && record.operation().id() == id);
        }
    }

    /// The durable records of one operation by their types' names: `Accepted`, `Started`, `Ended`.
    List<String> story(long id) {
        return records().stream()
                .filter(record -> record.operation().id() == id)
                .map(record -> record.getClass().getSimpleName())
                .toList();
    }

    int pending() {
        synchronized (lock) {
            return pending.size();
        }
    }
}
