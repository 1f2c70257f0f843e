package dev.signalbox.console;

import dev.signalbox.workspace.InvalidWorkspaceException;
import dev.signalbox.workspace.WorkspaceChanges;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What the window needs in order to read the workspace file again.
public interface WorkspaceReloads {

    /// What a reload would do.
    interface Proposal {
        WorkspaceChanges changes();

        /// Ids of removed services that run.
        List<String> stops();

        /// Ids of services that run, and must be restarted for their changes.
        List<String> restarts();

        /// Ids of services that start with the engine from now on, but that an operator has stopped, so that they
        /// stay down.
        List<String> staysStopped();

        /// Does it. Blocks on the file system; not for the FX thread.
        ///
        /// @return why nothing was changed; empty if all of it is queued or done
        Optional<String> apply();
    }

    /// Reads the file and tells what is different. Changes nothing. Blocks on the file system; not for the FX
    /// thread.
    ///
    /// @throws InvalidWorkspaceException if the file has mistakes
    Proposal propose() throws InvalidWorkspaceException;

    /// Watches the file from now on. Called once.
    ///
    /// @param listener told `true` when it holds something else than what is in force, again after each further
    ///     change, and `false` when it does not any more; on any thread
    void watch(Consumer<Boolean> listener);
}
