package dev.signalbox;

import dev.signalbox.console.WorkspaceReloads;
import dev.signalbox.engine.local.ReloadPreview;
import dev.signalbox.engine.local.ReloadRefusedException;
import dev.signalbox.engine.local.Signalbox;
import dev.signalbox.workspace.InvalidWorkspaceException;
import dev.signalbox.workspace.WorkspaceChanges;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The reloads of an engine, for its window.
record EngineReloads(Signalbox engine) implements WorkspaceReloads {

    @Override
    public Proposal propose() throws InvalidWorkspaceException {
        return new EngineProposal(engine, engine.previewReload());
    }

    @Override
    public void watch(Consumer<Boolean> listener) {
        engine.watchFiles(listener);
    }

    private record EngineProposal(Signalbox engine, ReloadPreview preview) implements Proposal {

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
        public Optional<String> apply() {
            try {
                var _ = engine.apply(preview);
                return Optional.empty();
            } catch (ReloadRefusedException e) {
                return Optional.ofNullable(e.getMessage());
            }
        }
    }
}
