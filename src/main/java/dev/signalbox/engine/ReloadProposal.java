package dev.signalbox.engine;

import dev.signalbox.workspace.Workspace;
import dev.signalbox.workspace.WorkspaceChanges;
import java.util.List;

/// What a reload of the workspace file would do, as things were when it was read. Made by [Reloads#propose()].
///
/// @param before what was in force then
/// @param after what the file says
/// @param stops ids of removed services that ran
/// @param restarts ids of services that ran, and must be restarted for their changes
/// @param starts ids of services that did not run and are started for it, once what they need and their ports allow
///     it: new ones, those whose last end was judged by what has changed, and what these need
/// @param staysStopped ids of services that start with the engine from now on, but that a person has stopped, so that
///     they stay down (rule 25a)
public record ReloadProposal(
        Workspace before,
        Workspace after,
        WorkspaceChanges changes,
        List<String> stops,
        List<String> restarts,
        List<String> starts,
        List<String> staysStopped) {
    public ReloadProposal {
        stops = List.copyOf(stops);
        restarts = List.copyOf(restarts);
        starts = List.copyOf(starts);
        staysStopped = List.copyOf(staysStopped);
    }
}
