package dev.signalbox.operation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// A journal that lasts as long as the program and keeps its newest records only. Thread-safe.
public final class InMemoryJournal implements OperationJournal {
    private static final CompletableFuture<?> DONE = CompletableFuture.completedFuture(null);

    private final int capacity;
    private final Deque<JournalRecord> records = new ArrayDeque<>();
    private long operations;

    /// @param capacity how many records are kept; older ones are dropped
    public InMemoryJournal(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public CompletionStage<?> append(List<? extends JournalRecord> added) {
        synchronized (records) {
            for (var record : added) {
                if (records.size() == capacity) {
                    records.removeFirst();
                }
                records.addLast(record);
                operations += record instanceof JournalRecord.Accepted ? 1 : 0;
            }
        }
        return DONE;
    }

    /// The kept records, oldest first.
    public List<JournalRecord> records() {
        synchronized (records) {
            return new ArrayList<>(records);
        }
    }

    /// How many operations were ever accepted.
    public long operations() {
        synchronized (records) {
            return operations;
        }
    }
}
