package dev.signalbox.operation;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// What a submitter holds once its plan was accepted.
///
/// @param id unique as those of operations are; each operation of the plan names it
/// @param plan what was submitted
/// @param members a ticket for each of the plan's members, in their order
public record PlanTicket(long id, BulkPlan plan, List<Ticket> members) {
    public PlanTicket {
        members = List.copyOf(members);
    }

    /// What of the plan has ended without success by now, as a plan of its own; what waited for other members
    /// does not wait any more. Without members if all has gone well so far.
    public BulkPlan failedPart() {
        return plan.only(i -> {
            var outcome =
                    members.get(i).effectiveOutcome().toCompletableFuture().getNow(null);
            return outcome != null && !(outcome instanceof Outcome.Succeeded);
        });
    }

    /// Completes with the members' effective outcomes, in their order, when the last of them has ended.
    public CompletionStage<List<Outcome>> outcomes() {
        var all = members.stream()
                .map(member -> member.effectiveOutcome().toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(_ -> all.stream().map(CompletableFuture::join).toList());
    }
}
