package dev.signalbox.engine;

import dev.signalbox.operation.Ticket;
import dev.signalbox.workspace.InvalidWorkspaceException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/// Lets an engine read its workspace file again. Safe to use from any thread.
public interface Reloads {

    /// Reads the file and tells what is different. Changes nothing; a file that only says the same in other words
    /// is in force from now on. Blocks on the file system; not for the FX thread.
    ///
    /// @throws InvalidWorkspaceException if the file has mistakes
    ReloadProposal propose() throws InvalidWorkspaceException;

    /// Puts a proposal in force: removed services are stopped and let go of, changed ones are restarted if they
    /// run and need it, new ones are added and started if they shall start with the engine, the rest is not
    /// touched. Returns when that is queued. Blocks on the file system; not for the FX thread.
    ///
    /// @return completes when the stops and restarts have ended, however they did; never exceptionally
    /// @throws ReloadRefusedException if there was another reload, or the file has changed, since it was read;
    ///     nothing was changed
    default CompletionStage<Void> apply(ReloadProposal proposal) throws ReloadRefusedException {
        return begin(proposal)
                .thenCompose(tickets -> CompletableFuture.allOf(tickets.stream()
                        .map(ticket -> ticket.effectiveOutcome().toCompletableFuture())
                        .toArray(CompletableFuture[]::new)));
    }

    /// As [#apply].
    ///
    /// @return completes with the stops, starts and restarts, when they are queued; never exceptionally
    CompletionStage<List<Ticket>> begin(ReloadProposal proposal) throws ReloadRefusedException;

    /// Watches the files of the workspace from now on. Called once at most.
    ///
    /// @param listener told `true` when they hold something else than what is in force, again after each further
    ///     change, and `false` when they do not any more; on a thread of the watch
    void watch(Consumer<Boolean> listener);
}
