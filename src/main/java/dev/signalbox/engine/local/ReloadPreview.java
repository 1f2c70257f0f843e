package dev.signalbox.engine.local;

import dev.signalbox.workspace.Workspace;
import dev.signalbox.workspace.WorkspaceChanges;
import java.util.List;

/// What a reload of the workspace file would do. Made by [Reload#preview()].
///
/// @param before what was in force when this was made
/// @param after what the file says
/// @param stops ids of removed services that ran when this was made
/// @param restarts ids of services that ran when this was made, and must be restarted for their changes
/// @param staysStopped ids of services that are to start with the engine from now on, but that an operator has
///     stopped, so that nothing starts them (rule 25a)
record ReloadPreview(
        Workspace before,
        Workspace after,
        WorkspaceChanges changes,
        List<String> stops,
        List<String> restarts,
        List<String> staysStopped) {
    ReloadPreview {
        stops = List.copyOf(stops);
        restarts = List.copyOf(restarts);
        staysStopped = List.copyOf(staysStopped);
    }
}
