package dev.signalbox.operation;

import org.jspecify.annotations.Nullable;

/// One member of an admitted plan. Safe to use from any thread, but for what the lock of its queue guards.
final class PlanMember {
    private final PlanRun plan;
    final int index;
    final Entry entry;
    final ServiceQueue queue;

    private volatile boolean underway;

    /// Why it can never start. Guarded by the lock of its queue, and set only while it has not begun.
    private @Nullable Cancellation doom;

    PlanMember(PlanRun plan, int index, Operation operation, ServiceQueue queue) {
        this.plan = plan;
        this.index = index;
        this.queue = queue;
        this.entry = new Entry(operation, false, this);
    }

    boolean mergesQueued() {
        return plan.plan().mergeQueued();
    }

    // --- starting; with the queue's lock held ---

    /// Why it may not start, apart from its place in the queue; `null` if it may.
    @Nullable
    WaitReason obstacle() {
        return plan.obstacle(this);
    }

    /// Takes its place among those that run, if it may start.
    boolean enter() {
        return doom == null && plan.enter(this);
    }

    void doom(Cancellation cause) {
        doom = cause;
    }

    @Nullable
    Cancellation doom() {
        return doom;
    }

    // --- what becomes of it; under no lock ---

    /// Gives its place back.
    void leave() {
        plan.leave();
    }

    /// Its body has come far enough for some of those that wait for it.
    void underway() {
        underway = true;
        plan.progressed(this);
    }

    /// It has its outcome.
    void ended() {
        plan.ended(this);
    }

    /// Whether it has come as far as a gate asks for. What has ended without success has not, whatever it did
    /// before.
    boolean reached(BulkPlan.Until until) {
        var outcome = entry.recordedOutcome();
        if (outcome != null) {
            return outcome instanceof Outcome.Succeeded;
        }
        return until == BulkPlan.Until.UNDERWAY && underway && !entry.hasOutcome();
    }
}
