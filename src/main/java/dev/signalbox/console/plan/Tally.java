package dev.signalbox.console.plan;

import dev.signalbox.operation.Operation;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.PlanTicket;
import dev.signalbox.operation.Ticket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far a plan has come.
///
/// @param members how many operations it has
/// @param done those that succeeded
/// @param failed those that failed or timed out
/// @param culprit the first of these; `null` if there is none
record Tally(
        int members,
        int done,
        int running,
        int failed,
        int cancelled,
        @Nullable Operation culprit) {

    /// @param outcomes of the ticket's members in their order, `null` for those that have none yet
    static Tally of(PlanTicket ticket, List<@Nullable Outcome> outcomes) {
        int done = 0;
        int running = 0;
        int failed = 0;
        int cancelled = 0;
        Operation culprit = null;
        for (int i = 0; i < outcomes.size(); i++) {
            var member = ticket.members().get(i);
            switch (outcomes.get(i)) {
                case null -> running += member.state() == Ticket.State.RUNNING ? 1 : 0;
                case Outcome.Succeeded() -> done++;
                case Outcome.Failed _, Outcome.TimedOut _ -> {
                    failed++;
                    culprit = culprit == null ? member.operation() : culprit;
                }
                case Outcome.Cancelled _, Outcome.Coalesced _ -> cancelled++;
            }
        }
        return new Tally(outcomes.size(), done, running, failed, cancelled, culprit);
    }

    boolean hasEnded() {
        return ended() == members;
    }

    boolean hasSucceeded() {
        return done == members;
    }

    int ended() {
        return done + failed + cancelled;
    }
}
