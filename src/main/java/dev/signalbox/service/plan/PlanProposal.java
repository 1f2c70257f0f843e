package dev.signalbox.service.plan;

import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.text.PlainText;
import java.util.List;
import java.util.Set;

/// What a [PlanRequest] comes to, to be shown before anything is queued (rule 20). Pure data.
///
/// @param plan what would be queued; without members if there is nothing to do
/// @param skipped what would be left out, and why
/// @param busy services of the plan whose queues have work already, or are held
/// @param others services that were not chosen, and belong to it nevertheless or would, by
///     [PlanRequest#withOthers()]: dependencies that are not ready, running dependents
public record PlanProposal(
        PlanRequest request, BulkPlan plan, List<Skipped> skipped, List<Busy> busy, Set<String> others) {

    /// A service that is left out of the part of a plan.
    ///
    /// @param reason for people: `not running`
    public record Skipped(String service, OperationKind kind, String reason) {
        public Skipped {
            reason = PlainText.line(reason);
        }
    }

    /// Work that comes first on a service.
    ///
    /// @param waiting how many operations wait
    /// @param running whether one is active
    /// @param held whether its queue is held, so that the plan waits for that
    public record Busy(String service, boolean running, List<OperationKind> waiting, boolean held) {
        public Busy {
            waiting = List.copyOf(waiting);
        }
    }

    public PlanProposal {
        skipped = List.copyOf(skipped);
        busy = List.copyOf(busy);
        others = Set.copyOf(others);
    }
}
