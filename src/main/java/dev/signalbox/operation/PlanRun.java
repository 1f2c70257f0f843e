package dev.signalbox.operation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An admitted plan: tells its members when they may start, and calls off those that never can (rule 21). Guarded
/// by the [StateLock].
final class PlanRun {
    private final long id;
    private final BulkPlan plan;
    private final List<PlanMember> members = new ArrayList<>();
    private int running;

    /// @param operations one for each member of `plan`
    /// @param queues where they belong
    PlanRun(BulkPlan plan, List<Operation> operations, List<ServiceQueue> queues) {
        this.id = operations.getFirst().plan();
        this.plan = plan;
        var stops = new HashMap<ServiceQueue, PlanMember>();
        for (int i = 0; i < operations.size(); i++) {
            var member = new PlanMember(this, i, operations.get(i), queues.get(i));
            members.add(member);
            if (member.entry.kind() == OperationKind.STOP) {
                stops.put(member.queue, member);
            } else if (member.entry.kind() == OperationKind.START) {
                var stop = stops.remove(member.queue);
                if (stop != null) {
                    stop.restartBy(member);
                }
            }
        }
    }

    BulkPlan plan() {
        return plan;
    }

    List<PlanMember> members() {
        return members;
    }

    PlanTicket ticket() {
        return new PlanTicket(
                id, plan, members.stream().<Ticket>map(member -> member.entry).toList());
    }

    // --- may it start? ---

    @Nullable
    WaitReason obstacle(PlanMember member) {
        for (var gate : plan.members().get(member.index).after()) {
            var other = members.get(gate.member());
            if (!other.reached(gate.until())) {
                return new WaitReason.Needs(other.entry.operation());
            }
        }
        return isFull() ? new WaitReason.PlanFull(plan.atOnce()) : null;
    }

    private boolean isFull() {
        return plan.atOnce() > 0 && running >= plan.atOnce();
    }

    /// A member takes its place among those that run.
    void enter() {
        running++;
    }

    /// A member gives its place back.
    void leave() {
        running--;
    }

    // --- what becomes of its members ---

    /// A member has its outcome. Comes after the change that gave it.
    void ended(PlanMember member) {
        if (member.outcome() != null && !member.hasSucceeded()) {
            callOff(member);
        }
    }

    /// Cancels what can never start now that `culprit` has not succeeded: all in its name, so that none is said to
    /// have failed because of a victim, which is followed up later and then finds nothing to do.
    private void callOff(PlanMember culprit) {
        var operation = culprit.entry.operation();
        var needed = new Cancellation.Dependency(operation.id(), operation.service());
        var withdrawn = stopsAfter(culprit) ? new Cancellation.Plan(id) : null;
        var lost = new boolean[members.size()];
        lost[culprit.index] = true;
        for (var other : members) {
            var needsIt = plan.members().get(other.index).after().stream()
                    .anyMatch(gate -> gate.until() != BulkPlan.Until.ENDED && lost[gate.member()]);
            var cause = needsIt ? needed : withdrawn;
            if (!lost[other.index] && !other.isReleased() && cause != null) {
                lost[other.index] = other.queue.callOff(other.entry, cause);
            }
        }
    }

    private boolean stopsAfter(PlanMember culprit) {
        var outcome = culprit.outcome();
        return plan.stopOnFailure() && (outcome instanceof Outcome.Failed || outcome instanceof Outcome.TimedOut);
    }
}
