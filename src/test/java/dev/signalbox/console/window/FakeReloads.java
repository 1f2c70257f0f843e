package dev.signalbox.console.window;

import dev.signalbox.engine.ReloadProposal;
import dev.signalbox.engine.Reloads;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.workspace.InvalidWorkspaceException;
import dev.signalbox.workspace.Workspace;
import dev.signalbox.workspace.WorkspaceChanges;
import dev.signalbox.workspace.WorkspaceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reloads of a true file with nothing behind it: every service of it counts as running.
public final class FakeReloads implements Reloads {
    private final Path file;
    private volatile @Nullable Workspace inForce;
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

    private Workspace load() throws InvalidWorkspaceException {
        return WorkspaceFile.load(file, Map.of());
    }

    @Override
    public ReloadProposal propose() throws InvalidWorkspaceException {
        var before = inForce;
        if (before == null) {
            throw new IllegalStateException("nothing was written to " + file);
        }
        var after = load();
        var changes = WorkspaceChanges.between(before, after);
        var stops = changes.removed().stream().map(ServiceDefinition::id).toList();
        var restarts = changes.changed().stream()
                .filter(change -> !change.restartKeys().isEmpty())
                .map(change -> change.after().id())
                .toList();
        return new ReloadProposal(before, after, changes, stops, restarts, List.of());
    }

    @Override
    public CompletionStage<Void> apply(ReloadProposal proposal) {
        inForce = proposal.after();
        tell(false);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void watch(Consumer<Boolean> newListener) {
        listener = newListener;
    }
}
