package dev.signalbox.engine.local;

import dev.signalbox.engine.ReloadProposal;
import dev.signalbox.engine.ReloadRefusedException;
import dev.signalbox.engine.Reloads;
import dev.signalbox.journal.JournalEvent;
import dev.signalbox.operation.TimeSource;
import dev.signalbox.workspace.InvalidWorkspaceException;
import dev.signalbox.workspace.WorkspaceChanges;
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
        return new Proposal(this, reload.preview());
    }

    @Override
    public void watch(Consumer<Boolean> listener) {
        var watch = new WorkspaceWatch(() -> reload.current().fingerprint(), listener);
        opened.accept(watch);
        watch.start(LOOK_EVERY);
    }

    private record Proposal(LocalReloads reloads, ReloadPreview preview) implements ReloadProposal {

        @Override
        public WorkspaceChanges changes() {
            return preview.changes();
        }

        @Override
        public List<String> stops() {
            return preview.stops();
        }

        @Override
        public List<String> restarts() {
            return preview.restarts();
        }

        @Override
        public List<String> staysStopped() {
            return preview.staysStopped();
        }

        @Override
        public CompletionStage<Void> apply() throws ReloadRefusedException {
            var applied = reloads.reload.apply(preview);
            var what = changes().describe();
            reloads.record.accept(JournalEvent.console(reloads.time.now(), JournalEvent.Kind.RELOADED, what));
            return applied;
        }
    }
}
