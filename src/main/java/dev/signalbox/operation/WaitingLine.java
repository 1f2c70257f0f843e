package dev.signalbox.operation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The operations that wait for one service, next first. Guarded by the [StateLock].
final class WaitingLine {

    /// Gives an operation that leaves the line its outcome.
    @FunctionalInterface
    interface Ending {
        /// Ends `entry`.
        ///
        /// @param survivor what it was merged into, `null` if it was not
        void end(Entry entry, Outcome outcome, @Nullable Entry survivor);
    }

    private final Deque<Entry> entries = new ArrayDeque<>();
    /// How many of them no rule makes an exception for.
    private int plain;

    boolean isEmpty() {
        return entries.isEmpty();
    }

    int size() {
        return entries.size();
    }

    Collection<Entry> entries() {
        return Collections.unmodifiableCollection(entries);
    }

    @Nullable
    Entry first() {
        return entries.peekFirst();
    }

    /// The first one that `which` matches.
    @Nullable
    Entry first(Predicate<Entry> which) {
        for (var entry : entries) {
            if (which.test(entry)) {
                return entry;
            }
        }
        return null;
    }

    /// Whether all of it are requests of persons for this service alone, of which none comes before others. In a
    /// long line of them nothing needs to be looked for.
    boolean isPlain() {
        return plain == entries.size();
    }

    @Nullable
    Entry last() {
        return entries.peekLast();
    }

    void addFirst(Entry entry) {
        entries.addFirst(entry);
        plain += entry.isPlain() ? 1 : 0;
    }

    void addLast(Entry entry) {
        entries.addLast(entry);
        plain += entry.isPlain() ? 1 : 0;
    }

    /// Puts `entry` at the end, but before all that `passed` matches; these keep their order.
    void addPassing(Entry entry, Predicate<Entry> passed) {
        var behind = removeIf(passed);
        addLast(entry);
        behind.forEach(this::addLast);
    }

    boolean remove(Entry entry) {
        var removed = entries.remove(entry);
        plain -= removed && entry.isPlain() ? 1 : 0;
        return removed;
    }

    /// Takes out all that match, and returns them in their order.
    List<Entry> removeIf(Predicate<Entry> which) {
        var taken = entries.stream().filter(which).toList();
        entries.removeIf(which);
        plain -= (int) taken.stream().filter(Entry::isPlain).count();
        return taken;
    }

    // --- merging (rule 18) ---

    /// Applies the table to the tail and to `entry`, which comes after it, until nothing changes.
    ///
    /// @param tailOf the only operation that another may be merged with
    /// @return whether `entry` is to be put at the end, false if it was merged into the tail
    boolean coalesce(Entry entry, Coalescing table, Function<WaitingLine, @Nullable Entry> tailOf, Ending ending) {
        var id = entry.operation().id();
        for (var tail = tailOf.apply(this); tail != null && tail.mergesWith(entry); tail = tailOf.apply(this)) {
            switch (table.decide(tail.operation().kind(), entry.operation().kind())) {
                case KEEP_BOTH -> {
                    return true;
                }
                case NEW_INTO_TAIL -> {
                    tail.join(entry);
                    ending.end(entry, new Outcome.Coalesced(tail.operation().id()), tail);
                    return false;
                }
                case TAIL_INTO_NEW -> {
                    remove(tail);
                    entry.join(tail);
                    ending.end(tail, new Outcome.Coalesced(id), entry);
                }
                case TAIL_SUPERSEDED -> {
                    remove(tail);
                    ending.end(tail, new Outcome.Cancelled(new Cancellation.Superseded(id)), null);
                }
            }
        }
        return true;
    }

    /// Merges the tail into a member of a plan that comes after it, and that itself never merges into anything.
    void absorb(Entry entry, Coalescing table, Ending ending) {
        var kind = entry.operation().kind();
        var id = entry.operation().id();
        for (var tail = last(); tail != null && tail.canBeAbsorbedBy(entry); tail = last()) {
            switch (table.decideForPlan(tail.operation().kind(), kind)) {
                case TAIL_INTO_NEW -> {
                    remove(tail);
                    entry.join(tail);
                    ending.end(tail, new Outcome.Coalesced(id), entry);
                }
                case TAIL_SUPERSEDED -> {
                    remove(tail);
                    ending.end(tail, new Outcome.Cancelled(new Cancellation.Superseded(id)), null);
                }
                case KEEP_BOTH, NEW_INTO_TAIL -> {
                    return;
                }
            }
        }
    }

    /// The stop at the end of the line that `stop`, which a person has asked for, may become one with. What waits
    /// behind it is superseded, as by the table.
    ///
    /// @return `null` if there is none, or something is behind it that stays
    @Nullable
    Entry lastStop(Entry stop, Ending ending) {
        for (var tail = last(); tail != null && !tail.urgent; tail = last()) {
            if (tail.kind() == OperationKind.STOP) {
                return tail.insists()
                                && tail.operation()
                                        .parameters()
                                        .equals(stop.operation().parameters())
                        ? tail
                        : null;
            }
            if (tail.member != null) {
                return null;
            }
            remove(tail);
            ending.end(
                    tail,
                    new Outcome.Cancelled(
                            new Cancellation.Superseded(stop.operation().id())),
                    null);
        }
        return null;
    }

    // --- moving (rule 14) ---

    /// Moves `entry` to `position` or as near to it as it may go.
    ///
    /// @return its new place, or -1 if it is not here or must stay where it is
    int move(Entry entry, int position) {
        var others = new ArrayList<>(entries);
        var now = others.indexOf(entry);
        if (entry.urgent || now < 0) {
            return -1;
        }
        others.remove(now);
        var place = place(entry, now, position, others);
        others.add(place, entry);
        entries.clear();
        entries.addAll(others);
        return place;
    }

    private static int place(Entry entry, int now, int position, List<Entry> others) {
        // A "stop now" stays first: behind another operation, a hold would keep it from starting.
        var first = !others.isEmpty() && others.getFirst().urgent ? 1 : 0;
        var last = others.size();
        if (entry.member != null) {
            // Members of plans keep their order: else two plans could come to wait for each other.
            for (int i = 0; i < others.size(); i++) {
                if (others.get(i).member != null && i < now) {
                    first = i + 1;
                } else if (others.get(i).member != null) {
                    last = Math.min(last, i);
                }
            }
        }
        return first > last ? now : Math.clamp(position, first, last); // one that passes a "stop now" stays there
    }
}
