package dev.signalbox.operation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Puts operations of one service back where they stood in its line (rule 33): those that have left it without having
/// run as new requests, those that wait still by moving them. All of it is one change, and none is put back twice.
final class PutBackAdmission {
    private final ServiceQueue queue;
    private final Engine engine;
    private final Origin origin;
    private final LongSupplier nextId;
    private final Collection<Long> which;
    private final List<Long> line;
    /// By the numbers of those that they stand for.
    private final Map<Long, Entry> fresh = new LinkedHashMap<>();
    private final Map<Long, Entry> waiting = new LinkedHashMap<>();
    private final List<String> refused = new ArrayList<>();
    private final CompletableFuture<PutBack> answer = new CompletableFuture<>();

    /// @param operations what is to be put back
    /// @param line how they stood, and what stood around them; those that are not in it stood behind it
    PutBackAdmission(
            ServiceQueue queue,
            Engine engine,
            Origin origin,
            LongSupplier nextId,
            List<Long> operations,
            List<Long> line) {
        this.queue = queue;
        this.engine = engine;
        this.origin = origin;
        this.nextId = nextId;
        which = new LinkedHashSet<>(operations);
        var all = new LinkedHashSet<>(line);
        all.addAll(operations);
        this.line = List.copyOf(all);
    }

    /// Asks the journal, then puts them back.
    ///
    /// @return completes when all that was queued is recorded, never exceptionally
    CompletionStage<PutBack> submit() {
        engine.lock().change(this::ask);
        return queue.lane().follow(answer);
    }

    private boolean ask() {
        if (queue.retired()) {
            return done(PutBack.refused(Refusals.noService(queue.service())));
        }
        line.stream().filter(which::contains).forEach(this::look);
        if (fresh.isEmpty()) {
            place();
            return done(result());
        }
        if (!engine.tryBegin(fresh.size())) {
            forget();
            return done(PutBack.refused(Refusals.CLOSING));
        }
        fresh.values().forEach(_ -> queue.accepting());
        var records = fresh.values().stream()
                .map(entry -> new JournalRecord.Accepted(
                        entry.operation(), engine.time().now(), null))
                .toList();
        engine.recorder()
                .ask(records, () -> fresh.values().forEach(entry -> queue.withdraw(entry.operation())))
                .whenComplete((_, failure) -> engine.lock().change(() -> answered(failure)));
        return true;
    }

    /// Decides what becomes of one of them.
    private void look(long id) {
        var dropped = queue.dropped(id);
        if (dropped == null) {
            var live = engine.find(id);
            if (live == null || !live.queue().equals(queue)) {
                refused.add("#" + id + " has ended, or has not left the line of " + queue.service()
                        + " within the last " + Dropped.KEPT.toSeconds() + " s");
            } else if (queue.waits(live.entry())) {
                waiting.put(id, live.entry());
            } else {
                var label = live.entry().operation().label();
                refused.add(label + (live.entry().hasOutcome() ? " has ended" : " has begun"));
            }
            return;
        }
        var operation = dropped.operation();
        var reason = whyNot(dropped);
        if (reason != null) {
            refused.add(operation.label() + " " + reason);
            return;
        }
        var again = new Operation(
                nextId.getAsLong(),
                operation.service(),
                operation.kind(),
                origin.source(),
                origin.why().isEmpty() ? Why.cleaned(operation.why()) : origin.why(),
                operation.parameters(),
                0,
                engine.time().now(),
                id);
        dropped.putBackAs(again.id());
        fresh.put(id, new Entry(again, false, null, queue.lane()));
    }

    private @Nullable String whyNot(Dropped.One dropped) {
        if (dropped.again() != 0) {
            return "was put back already, as #" + dropped.again();
        }
        if (dropped.operation().plan() != 0) {
            return "is part of plan #" + dropped.operation().plan() + ", which is run again as a whole";
        }
        return queue.isFull(fresh.size()) ? "could not: " + Refusals.full(queue.service(), queue.waits()) : null;
    }

    private boolean answered(@Nullable Throwable failure) {
        fresh.values().forEach(_ -> queue.accepted());
        if (failure != null) {
            forget();
            engine.lock().follow(() -> engine.done(fresh.size()));
            return done(PutBack.refused(Refusals.journalDown(failure)));
        }
        place();
        var told = fresh.values().stream()
                .map(entry -> queue.noted(entry).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        var result = result();
        engine.lock().follow(() -> {
            var _ = CompletableFuture.allOf(told).whenComplete((_, _) -> answer.complete(result));
        });
        return true;
    }

    /// None of them stands for an earlier one.
    private void forget() {
        fresh.keySet().forEach(id -> {
            var dropped = queue.dropped(id);
            if (dropped != null) {
                dropped.putBackAs(0);
            }
        });
    }

    private void place() {
        for (int i = 0; i < line.size(); i++) {
            var again = fresh.get(line.get(i));
            var moved = waiting.get(line.get(i));
            if (again != null) {
                queue.admit(again, placeOf(again, i));
            } else if (moved != null && queue.waits(moved)) {
                queue.move(moved, placeOf(moved, i));
            }
        }
    }

    /// Behind the nearest that was before it and waits, else before the nearest that was behind it, else first: what
    /// was before it is gone, and all others came later.
    private int placeOf(Entry entry, int index) {
        var others = queue.othersThan(entry);
        for (int i = index - 1; i >= 0; i--) {
            var place = others.indexOf(standing(line.get(i)));
            if (place >= 0) {
                return place + 1;
            }
        }
        for (int i = index + 1; i < line.size(); i++) {
            var place = others.indexOf(standing(line.get(i)));
            if (place >= 0) {
                return place;
            }
        }
        return 0;
    }

    /// What stands in the line for an operation: itself, or as what it was put back; `null` if nothing does.
    private @Nullable Entry standing(long id) {
        var again = fresh.get(id);
        if (again != null) {
            return again;
        }
        var dropped = queue.dropped(id);
        var live = engine.find(dropped == null || dropped.again() == 0 ? id : dropped.again());
        return live == null ? null : live.entry();
    }

    private PutBack result() {
        return new PutBack(List.copyOf(fresh.values()), List.copyOf(waiting.keySet()), refused);
    }

    private boolean done(PutBack result) {
        engine.lock().follow(() -> answer.complete(result));
        return true;
    }
}
