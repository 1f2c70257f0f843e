package dev.signalbox.operation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells of each operation that waits for one service why it does and until when at the latest (rule 15). A walk
/// along the line, with the [StateLock] held.
final class LineView {
    /// How the queue itself judges the head of its line.
    interface Judge {
        /// Why it waits, although nothing runs before it.
        WaitReason reason(Entry head);

        /// Why one waits that comes next and is about to start.
        WaitReason recording();

        /// Whether a hold keeps it from starting.
        boolean holds(Entry entry);

        QueueSettings settings();
    }

    private final Judge judge;
    private final List<QueueSnapshot.Waiting> waiting = new ArrayList<>();
    private @Nullable Entry before;
    private boolean stuck;
    /// Whether nothing is before the next one but what a hold keeps.
    private boolean onlyHeld = true;
    private @Nullable Instant free;

    private LineView(Judge judge) {
        this.judge = judge;
    }

    /// @param run what has the service
    static List<QueueSnapshot.Waiting> of(@Nullable Run run, Collection<Entry> line, Judge judge) {
        var view = new LineView(judge);
        if (run != null && run.begun()) {
            view.before = run.entry;
            view.onlyHeld = false;
            view.stuck = run.wedged();
            view.free = run.wedged() ? null : run.endsBy();
        } else if (run != null) {
            view.add(run.entry, judge.recording());
        }
        line.forEach(view::add);
        return List.copyOf(view.waiting);
    }

    private void add(Entry entry) {
        var other = before;
        if (other == null || (onlyHeld && !judge.holds(entry))) {
            add(entry, judge.reason(entry));
        } else {
            var operation = other.operation();
            add(entry, stuck ? new WaitReason.Wedged(operation) : new WaitReason.Behind(operation));
        }
    }

    private void add(Entry entry, WaitReason reason) {
        var unknown = judge.holds(entry) || entry.waitsElsewhere();
        var startsBy = unknown ? null : free;
        waiting.add(new QueueSnapshot.Waiting(
                entry.operation(), entry.also(), entry.acceptedNanos, entry.urgent, reason, startsBy));
        before = entry;
        onlyHeld &= judge.holds(entry);
        stuck = false;
        var timeout = judge.settings().timeout(entry.kind());
        free = startsBy == null || timeout == null ? null : startsBy.plus(timeout);
    }
}
