package dev.signalbox.engine;

import dev.signalbox.workspace.WorkspaceChanges;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// What a reload of the workspace file would do, as things were when it was read.
public interface ReloadProposal {

    WorkspaceChanges changes();

    /// Ids of removed services that ran.
    List<String> stops();

    /// Ids of services that ran, and must be restarted for their changes.
    List<String> restarts();

    /// Ids of services that start with the engine from now on, but that a person has stopped, so that they stay down
    /// (rule 25a).
    List<String> staysStopped();

    /// Puts it in force: removed services are stopped and let go of, changed ones are restarted if they run and
    /// need it, new ones are added and started if they shall start with the engine, the rest is not touched.
    /// Returns when that is queued. Blocks on the file system; not for the FX thread.
    ///
    /// @return completes when the stops and restarts have ended, however they did; never exceptionally
    /// @throws ReloadRefusedException if there was another reload, or the file has changed, since it was read;
    ///     nothing was changed
    CompletionStage<Void> apply() throws ReloadRefusedException;
}
