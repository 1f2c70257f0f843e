package dev.signalbox.wire;

import dev.signalbox.engine.ReloadProposal;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.workspace.WorkspaceChanges;
import java.util.List;

/// What a reload of the workspace file changes.
///
/// @param applied whether it was put in force
/// @param settings what is different in the workspace itself
/// @param added ids of new services
/// @param removed ids of services that are gone
/// @param changed services that differ, with what is different
/// @param stops ids of removed services that ran
/// @param restarts ids of services that ran and must be restarted
/// @param staysStopped ids of services that start with the engine from now on, but that an operator has stopped
public record ReloadMessage(
        boolean applied,
        List<Change> settings,
        List<String> added,
        List<String> removed,
        List<ServiceChange> changed,
        boolean reordered,
        List<String> stops,
        List<String> restarts,
        List<String> staysStopped) {

    /// One value that differs; shows no secret.
    public record Change(String key, String before, String after, boolean restarts) {
        static List<Change> of(List<WorkspaceChanges.Change> changes) {
            return changes.stream()
                    .map(change -> new Change(change.key(), change.before(), change.after(), change.restarts()))
                    .toList();
        }
    }

    /// One service that differs.
    public record ServiceChange(String id, List<Change> changes) {}

    public static ReloadMessage of(ReloadProposal proposal, boolean applied) {
        var changes = proposal.changes();
        return new ReloadMessage(
                applied,
                Change.of(changes.settings()),
                ids(changes.added()),
                ids(changes.removed()),
                changes.changed().stream()
                        .map(change -> new ServiceChange(change.after().id(), Change.of(change.changes())))
                        .toList(),
                changes.reordered(),
                proposal.stops(),
                proposal.restarts(),
                proposal.staysStopped());
    }

    private static List<String> ids(List<ServiceDefinition> services) {
        return services.stream().map(ServiceDefinition::id).toList();
    }
}
