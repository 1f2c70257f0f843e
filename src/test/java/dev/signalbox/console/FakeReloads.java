package dev.signalbox.console;

import dev.signalbox.engine.ReloadProposal;
import dev.signalbox.engine.ReloadRefusedException;
import dev.signalbox.engine.Reloads;
import dev.signalbox.workspace.InvalidWorkspaceException;
import dev.signalbox.workspace.Workspace;
import dev.signalbox.workspace.WorkspaceChanges;
import dev.signalbox.workspace.WorkspaceChanges.ServiceChange;
import dev.signalbox.workspace.WorkspaceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;

/// Reloads of a true file with nothing behind it: every service of it counts as running.
public final class FakeReloads implements Reloads {
    private final Path file;
    private final List<WorkspaceChanges> applied = new ArrayList<>();
    private volatile @Nullable Workspace inForce;
    private volatile String refusal = "";
    private volatile List<String> stopped = List.of();
    private Consumer<Boolean> listener = _ -> {};

    public FakeReloads(Path file) {
        this.file = file;
    }

    /// Writes the file. What is written first is in force.
    public FakeReloads write(String text) {
        try {
            Files.writeString(file, text);
            if (inForce == null) {
                inForce = load();
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InvalidWorkspaceException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /// Tells the window whether the file is another one.
    void tell(boolean changed) {
        listener.accept(changed);
    }

    /// Refuses to apply anything from now on, unless the reason is empty.
    void refuse(String reason) {
        refusal = reason;
    }

    /// An operator has stopped these.
    FakeReloads stopped(String... ids) {
        stopped = List.of(ids);
        return this;
    }

    List<WorkspaceChanges> applied() {
        return applied;
    }

    private Workspace load() throws InvalidWorkspaceException {
        return WorkspaceFile.load(file, Map.of());
    }

    @Override
    public ReloadProposal propose() throws InvalidWorkspaceException {
        requireOtherThread();
        var before = inForce;
        if (before == null) {
            throw new IllegalStateException("nothing was written to " + file);
        }
        var after = load();
        return new FakeProposal(WorkspaceChanges.between(before, after), after);
    }

    @Override
    public void watch(Consumer<Boolean> newListener) {
        listener = newListener;
    }

    private static void requireOtherThread() {
        if (Platform.isFxApplicationThread()) {
            throw new AssertionError("files are read on the FX thread");
        }
    }

    private final class FakeProposal implements ReloadProposal {
        private final WorkspaceChanges changes;
        private final Workspace after;

        FakeProposal(WorkspaceChanges changes, Workspace after) {
            this.changes = changes;
            this.after = after;
        }

        @Override
        public WorkspaceChanges changes() {
            return changes;
        }

        @Override
        public List<String> stops() {
            return changes.removed().stream().map(service -> service.id()).toList();
        }

        @Override
        public List<String> restarts() {
            return changes.changed().stream()
                    .filter(change -> !change.restartKeys().isEmpty())
                    .map(ServiceChange::after)
                    .map(service -> service.id())
                    .toList();
        }

        @Override
        public List<String> staysStopped() {
            return stopped;
        }

        @Override
        public CompletionStage<Void> apply() throws ReloadRefusedException {
            requireOtherThread();
            if (!refusal.isEmpty()) {
                throw new ReloadRefusedException(refusal);
            }
            inForce = after;
            applied.add(changes);
            tell(false);
            return CompletableFuture.completedStage(null);
        }
    }
}
