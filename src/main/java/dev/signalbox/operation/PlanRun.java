package dev.signalbox.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// An admitted plan: tells its members when they may start, and calls off those that never can (rule 21).
///
/// It has no lock. A member asks from under the lock of its own queue; what has become of others it reads from
/// them, and each change of theirs that it waits for is followed by a look at its queue.
final class PlanRun {
    private final long id;
    private final BulkPlan plan;
    private final List<PlanMember> members = new ArrayList<>();
    /// Of each member, those that wait for it.
    private final List<List<PlanMember>> dependents = new ArrayList<>();
    private final AtomicInteger running = new AtomicInteger();

    /// @param operations one for each member of `plan`
    /// @param queues where they belong
    PlanRun(BulkPlan plan, List<Operation> operations, List<ServiceQueue> queues) {
        this.id = operations.getFirst().plan();
        this.plan = plan;
        for (int i = 0; i < operations.size(); i++) {
            var member = new PlanMember(this, i, operations.get(i), queues.get(i));
            members.add(member);
            dependents.add(new ArrayList<>());
            plan.members()
                    .get(i)
                    .after()
                    .forEach(gate -> dependents.get(gate.member()).add(member));
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

    // --- may it start? With the lock of the member's queue held ---

    @Nullable
    WaitReason obstacle(PlanMember member) {
        var closed = closedGate(member);
        if (closed != null) {
            return new WaitReason.Needs(closed.entry.operation());
        }
        return plan.atOnce() > 0 && running.get() >= plan.atOnce() ? new WaitReason.PlanFull(plan.atOnce()) : null;
    }

    private @Nullable PlanMember closedGate(PlanMember member) {
        for (var gate : plan.members().get(member.index).after()) {
            var other = members.get(gate.member());
            if (!other.reached(gate.until())) {
                return other;
            }
        }
        return null;
    }

    boolean enter(PlanMember member) {
        if (closedGate(member) != null) {
            return false;
        }
        var before = running.getAndUpdate(now -> plan.atOnce() == 0 || now < plan.atOnce() ? now + 1 : now);
        return plan.atOnce() == 0 || before < plan.atOnce();
    }

    // --- what becomes of its members; under no lock ---

    void leave() {
        running.decrementAndGet();
        if (plan.atOnce() > 0) {
            members.stream().filter(member -> !member.entry.hasOutcome()).forEach(member -> member.queue.recheck());
        }
    }

    void progressed(PlanMember member) {
        dependents.get(member.index).stream()
                .filter(other -> !other.entry.hasOutcome())
                .forEach(other -> other.queue.recheck());
    }

    void ended(PlanMember member) {
        var outcome = member.entry.recordedOutcome();
        if (outcome instanceof Outcome.Succeeded) {
            progressed(member);
        } else if (member.doom() == null) {
            // What was called off because of another has been followed up with that one.
            callOff(member, outcome);
        }
    }

    private void callOff(PlanMember culprit, @Nullable Outcome outcome) {
        var operation = culprit.entry.operation();
        var cause = new Cancellation.Dependency(operation.id(), operation.service());
        var stops = plan.stopOnFailure() && (outcome instanceof Outcome.Failed || outcome instanceof Outcome.TimedOut);
        // Marked first, then ended: the end of one must not call off what follows it in the name of a victim.
        var lost = new boolean[members.size()];
        lost[culprit.index] = true;
        var doomed = new ArrayList<PlanMember>();
        for (var other : members) {
            var concerned =
                    stops || plan.members().get(other.index).after().stream().anyMatch(gate -> lost[gate.member()]);
            if (!lost[other.index] && concerned && other.queue.doom(other, cause)) {
                lost[other.index] = true;
                doomed.add(other);
            }
        }
        doomed.forEach(other -> other.queue.endDoomed(other));
    }
}
