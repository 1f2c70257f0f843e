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

    /// Completes with the members' effective outcomes, in their order, when the last of them has ended.
    public CompletionStage<List<Outcome>> outcomes() {
        var all = members.stream()
                .map(member -> member.effectiveOutcome().toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(_ -> all.stream().map(CompletableFuture::join).toList());
    }
}
