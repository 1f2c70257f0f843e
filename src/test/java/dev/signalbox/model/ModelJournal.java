package dev.signalbox.model;

import dev.signalbox.operation.JournalRecord;
import dev.signalbox.operation.JournalRecord.Accepted;
import dev.signalbox.operation.JournalRecord.Ended;
import dev.signalbox.operation.JournalRecord.Started;
import dev.signalbox.operation.OperationJournal;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A journal that answers at once, or one batch of records after the other as it is told to, and that can be full, or
/// answer nothing. Watches that what it is told makes sense.
final class ModelJournal implements OperationJournal {
    /// After it a stop does without its answer.
    static final Duration STALL = Duration.ofSeconds(2);
    /// After it everything else is refused.
    static final Duration PERMISSION = Duration.ofSeconds(30);

    /// @param since when it was told
    private record Batch(List<? extends JournalRecord> records, long since, CompletableFuture<Void> answer) {}

    private final boolean later;
    private final LongSupplier nanos;
    private final Consumer<JournalRecord> listener;
    private final Consumer<String> wrong;
    private final Deque<Batch> pending = new ArrayDeque<>();
    private final Map<Long, Accepted> accepted = new HashMap<>();
    private final Set<Long> started = new HashSet<>();
    private final Map<Long, Ended> ended = new HashMap<>();
    private boolean down;
    private boolean silent;
    private long firstId = 1;

    /// @param later whether it answers only when told to
    /// @param nanos the time
    /// @param listener told of each record that is durable
    ModelJournal(boolean later, LongSupplier nanos, Consumer<JournalRecord> listener, Consumer<String> wrong) {
        this.later = later;
        this.nanos = nanos;
        this.listener = listener;
        this.wrong = wrong;
    }

    @Override
    public CompletionStage<?> append(List<? extends JournalRecord> records) {
        if (down) {
            return CompletableFuture.failedFuture(new IOException("disk full"));
        }
        if (!later && !silent) {
            records.forEach(this::keep);
            return CompletableFuture.completedFuture(null);
        }
        var batch = new Batch(records, nanos.getAsLong(), new CompletableFuture<>());
        pending.add(batch);
        return batch.answer();
    }

    private void keep(JournalRecord record) {
        var id = record.operation().id();
        var label = record.operation().service() + " " + record.operation().label();
        if (id < firstId) {
            wrong.accept("rule 23: " + label + " is of an engine that is gone, and goes on: " + record);
        }
        switch (record) {
            case Accepted first -> {
                if (accepted.put(id, first) != null) {
                    wrong.accept("rule 1: accepted twice: " + label);
                }
            }
            case Started _ -> {
                require(accepted.containsKey(id), "rule 1: started, but not accepted: " + label);
                require(started.add(id) || !ended.containsKey(id), "rule 2: started after its end: " + label);
            }
            case Ended end -> {
                require(accepted.containsKey(id), "rule 1: ended, but not accepted: " + label);
                require(ended.put(id, end) == null, "rule 2: two outcomes: " + label);
            }
            case JournalRecord.LateEffect _, JournalRecord.Abandoned _ ->
                require(started.contains(id), "rule 10: a late effect of what never started: " + label);
        }
        listener.accept(record);
    }

    private void require(boolean condition, String text) {
        if (!condition) {
            wrong.accept(text);
        }
    }

    // --- what a model does with it ---

    boolean isDown() {
        return down;
    }

    /// From now on it can be written, or not; then what waits for it fails too.
    void down(boolean fails) {
        if (fails) {
            silent = false;
        }
        down = fails;
        while (fails && !pending.isEmpty()) {
            pending.remove().answer().completeExceptionally(new IOException("disk full"));
        }
    }

    boolean isSilent() {
        return silent;
    }

    /// From now on it answers nothing, or again, and first to all that waits for that.
    void silent(boolean answersNothing) {
        while (silent && !answersNothing && !pending.isEmpty()) {
            write();
        }
        silent = answersNothing;
    }

    /// For how long the last that waits has waited; forever if none waits.
    Duration patience() {
        return pending.isEmpty() ? ChronoUnit.FOREVER.getDuration() : age(pending.getLast());
    }

    private Duration age(Batch batch) {
        return Duration.ofNanos(nanos.getAsLong() - batch.since());
    }

    /// What the next batch tells, without numbers; `null` if none waits.
    @Nullable
    String next() {
        return pending.isEmpty() ? null : describe(pending.element());
    }

    private static String describe(Batch batch) {
        return batch.records().stream()
                .map(record -> record.operation().service() + " "
                        + record.operation().kind().word() + " "
                        + record.getClass().getSimpleName())
                .toList()
                .toString();
    }

    /// What waits to be written, without numbers, and for how long as far as it matters.
    List<String> waiting() {
        return pending.stream().map(batch -> describe(batch) + patience(batch)).toList();
    }

    private String patience(Batch batch) {
        var age = age(batch);
        return age.compareTo(STALL) < 0 ? "" : age.compareTo(PERMISSION) < 0 ? " stalls" : " late";
    }

    /// The next batch is durable.
    void write() {
        var batch = pending.remove();
        batch.records().forEach(this::keep);
        batch.answer().complete(null);
    }

    /// The engine is gone.
    ///
    /// @param last whether the next batch was written still
    void cut(boolean last) {
        if (last && !pending.isEmpty()) {
            pending.element().records().forEach(this::keep);
        }
        pending.clear();
        silent = false;
        firstId = 1 + accepted.keySet().stream().mapToLong(id -> id).max().orElse(0);
    }

    long firstId() {
        return firstId;
    }

    boolean isAccepted(long id) {
        return accepted.containsKey(id);
    }

    boolean isStarted(long id) {
        return started.contains(id);
    }

    @Nullable
    Ended end(long id) {
        return ended.get(id);
    }

    /// What was accepted by the engine that lives.
    List<Accepted> acceptedNow() {
        return accepted.values().stream()
                .filter(record -> record.operation().id() >= firstId)
                .toList();
    }
}
