package dev.signalbox.engine.local;

import dev.signalbox.engine.ReloadProposal;
import dev.signalbox.engine.ReloadRefusedException;
import dev.signalbox.engine.Reloads;
import dev.signalbox.journal.JournalEvent;
import dev.signalbox.operation.Ticket;
import dev.signalbox.time.TimeSource;
import dev.signalbox.workspace.InvalidWorkspaceException;
import dev.signalbox.workspace.WorkspaceWatch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/// The reloads of an engine of this program, which its journal is told of.
///
/// @param time of what is recorded
/// @param record tells the journal
/// @param opened told what must be closed with the engine
record LocalReloads(Reload reload, TimeSource time, Consumer<JournalEvent> record, Consumer<AutoCloseable> opened)
        implements Reloads {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    @Override
    public ReloadProposal propose() throws InvalidWorkspaceException {
        return reload.propose();
    }

    @Override
    public CompletionStage<List<Ticket>> begin(ReloadProposal proposal) throws ReloadRefusedException {
        var begun = reload.begin(proposal);
        record.accept(JournalEvent.ofEngine(
                time.now(), JournalEvent.Kind.RELOADED, proposal.changes().describe()));
        return begun;
    }

    @Override
    public void watch(Consumer<Boolean> listener) {
        var watch = new WorkspaceWatch(() -> reload.current().fingerprint(), listener);
        opened.accept(watch);
        watch.start(LOOK_EVERY);
    }
}
