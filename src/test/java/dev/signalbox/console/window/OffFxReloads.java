package dev.signalbox.console.window;

import dev.signalbox.engine.ReloadProposal;
import dev.signalbox.engine.ReloadRefusedException;
import dev.signalbox.engine.Reloads;
import dev.signalbox.workspace.InvalidWorkspaceException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import javafx.application.Platform;

/// True reloads, which the window must not ask for on the FX thread, as they read files.
record OffFxReloads(Reloads reloads) implements Reloads {

    @Override
    public ReloadProposal propose() throws InvalidWorkspaceException {
        requireOtherThread();
        return reloads.propose();
    }

    @Override
    public CompletionStage<Void> apply(ReloadProposal proposal) throws ReloadRefusedException {
        requireOtherThread();
        return reloads.apply(proposal);
    }

    @Override
    public void watch(Consumer<Boolean> listener) {
        reloads.watch(listener);
    }

    private static void requireOtherThread() {
        if (Platform.isFxApplicationThread()) {
            throw new AssertionError("files are read on the FX thread");
        }
    }
}
