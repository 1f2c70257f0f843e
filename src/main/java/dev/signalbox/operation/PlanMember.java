package dev.signalbox.operation;

import org.jspecify.annotations.Nullable;

/// One member of an admitted plan. Guarded by the [StateLock].
final class PlanMember {
    final PlanRun plan;
    final int index;
    final Entry entry;
    final ServiceQueue queue;

    private boolean underway;
    /// Whether a person has asked for the same beside the plan: it then waits for no other service (rule 28b).
    private boolean released;
    private boolean begun;
    /// The stop of a planned restart that it is the start of, and the other way round.
    private @Nullable PlanMember otherHalf;

    PlanMember(PlanRun plan, int index, Operation operation, ServiceQueue queue) {
        this.plan = plan;
        this.index = index;
        this.queue = queue;
        this.entry = new Entry(operation, plan.plan().now(), this, queue.lane());
    }

    boolean mergesQueued() {
        return plan.plan().mergeQueued();
    }

    /// Why it may not start, apart from its place in the queue; `null` if it may.
    @Nullable
    WaitReason obstacle() {
        return released ? null : plan.obstacle(this);
    }

    /// Lets it wait for no other member any more.
    void release() {
        released = true;
    }

    boolean isReleased() {
        return released;
    }

    /// Its body has come far enough for some of those that wait for it.
    void underway() {
        underway = true;
    }

    /// Its body begins.
    void begin() {
        begun = true;
    }

    /// Makes one restart of this stop and a later start of the same service.
    void restartBy(PlanMember start) {
        otherHalf = start;
        start.otherHalf = this;
    }

    /// Whether its plan starts the service again that it stops.
    boolean isHalf() {
        return entry.kind() == OperationKind.STOP && otherHalf != null;
    }

    /// Whether its plan has begun to stop the service that it starts.
    boolean isSecondHalf() {
        return entry.kind() == OperationKind.START && otherHalf != null && otherHalf.begun;
    }

    boolean hasSucceeded() {
        return outcome() instanceof Outcome.Succeeded;
    }

    /// Its outcome, or that of what it was merged into; `null` until the journal has it.
    @Nullable
    Outcome outcome() {
        return entry.standing().recordedOutcome();
    }

    /// Whether it has come as far as a gate asks for. What has ended without success has not, whatever it did
    /// before, unless the gate asks for an end only.
    boolean reached(BulkPlan.Until until) {
        if (until == BulkPlan.Until.ENDED) {
            return entry.standing().hasOutcome() || queue.isWedged();
        }
        if (entry.standing().hasOutcome()) {
            return hasSucceeded();
        }
        return until == BulkPlan.Until.UNDERWAY && underway;
    }
}
