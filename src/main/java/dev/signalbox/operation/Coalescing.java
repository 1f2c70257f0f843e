package dev.signalbox.operation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The merge table of rule 18: what becomes of two neighbours in the waiting tail of a queue.
///
/// An exhaustive check of all sequences up to length 8 shows that applying it leads to the same final state as
/// running everything, and loses no replacement of an instance. Plain "latest wins" does lose some.
@FunctionalInterface
interface Coalescing {

    /// What becomes of the tail and of the operation that comes after it.
    enum Decision {
        KEEP_BOTH,
        NEW_INTO_TAIL,
        TAIL_INTO_NEW,
        TAIL_SUPERSEDED
    }

    /// The table.
    Coalescing TABLE = (tail, next) -> switch (tail) {
        case START ->
            switch (next) {
                case START -> Decision.NEW_INTO_TAIL;
                case STOP -> Decision.TAIL_SUPERSEDED;
                case RESTART -> Decision.TAIL_INTO_NEW;
            };
        case STOP ->
            switch (next) {
                case START -> Decision.KEEP_BOTH;
                case STOP -> Decision.NEW_INTO_TAIL;
                case RESTART -> Decision.TAIL_SUPERSEDED;
            };
        case RESTART ->
            switch (next) {
                case START, RESTART -> Decision.NEW_INTO_TAIL;
                case STOP -> Decision.TAIL_SUPERSEDED;
            };
    };

    /// Decides for an operation `tail` that waits last and an operation `next` that comes after it.
    Decision decide(OperationKind tail, OperationKind next);

    /// How many operations of `waiting` would be gone if all of it were merged. What is about to start is out of
    /// the waiting list already.
    default int mergeable(List<QueueSnapshot.Waiting> waiting) {
        var list = waiting.stream()
                .filter(next -> !(next.reason() instanceof WaitReason.Recording))
                .toList();
        var kept = new ArrayDeque<QueueSnapshot.Waiting>();
        list.forEach(next -> merge(kept, next));
        return list.size() - kept.size();
    }

    /// As [#decide] where `next` belongs to a plan, and so never merges into anything. Of two that ask for the
    /// same it does not matter which one runs.
    default Decision decideForPlan(OperationKind tail, OperationKind next) {
        if (tail == next) {
            return Decision.TAIL_INTO_NEW;
        }
        var decision = decide(tail, next);
        return decision == Decision.NEW_INTO_TAIL ? Decision.KEEP_BOTH : decision;
    }

    /// How many operations at the end of `waiting` a member of a plan would take in that asks for `kind` and
    /// comes after them.
    default int absorbable(List<QueueSnapshot.Waiting> waiting, OperationKind kind) {
        var count = 0;
        for (var tail : waiting.reversed()) {
            var operation = tail.operation();
            var free = !tail.urgent()
                    && !(tail.reason() instanceof WaitReason.Recording)
                    && operation.plan() == 0
                    && operation.parameters().isEmpty();
            if (!free || decideForPlan(operation.kind(), kind) == Decision.KEEP_BOTH) {
                break;
            }
            count++;
        }
        return count;
    }

    private void merge(Deque<QueueSnapshot.Waiting> kept, QueueSnapshot.Waiting next) {
        for (var tail = kept.peekLast(); tail != null && mayMerge(tail, next); tail = kept.peekLast()) {
            switch (decide(tail.operation().kind(), next.operation().kind())) {
                case KEEP_BOTH -> {
                    kept.addLast(next);
                    return;
                }
                case NEW_INTO_TAIL -> {
                    return;
                }
                case TAIL_INTO_NEW, TAIL_SUPERSEDED -> kept.removeLast();
            }
        }
        kept.addLast(next);
    }

    /// Whether the two may become one. The stop that a person asked for never gives way to what the program wants
    /// by itself (rule 28), although the table decides by kind alone.
    private static boolean mayMerge(QueueSnapshot.Waiting tail, QueueSnapshot.Waiting next) {
        return !tail.urgent()
                && !next.urgent()
                && tail.operation().plan() == 0
                && next.operation().plan() == 0
                && !(tail.operation().kind() == OperationKind.STOP && !tail.automatic() && next.automatic())
                && tail.operation().parameters().equals(next.operation().parameters());
    }
}
