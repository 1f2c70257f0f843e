package dev.signalbox.wire;

import dev.signalbox.engine.ReloadProposal;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.workspace.WorkspaceChanges;
import java.util.List;

@Says("What a reload of the workspace file changes.")
public record ReloadMessage(
        @Says("whether it was put in force") boolean applied,
        @Says("what is different in the workspace itself") List<Change> settings,
        @Says("ids of new services") List<String> added,
        @Says("ids of services that are gone") List<String> removed,

        @Says("services that differ, with what is different")
        List<ServiceChange> changed,

        boolean reordered,
        @Says("ids of removed services that ran") List<String> stops,

        @Says("ids of services that ran and must be restarted")
        List<String> restarts,

        @Says("ids of services that did not run and are started for it, as soon as they can be")
        List<String> starts,

        @Says("ids of services that start with the engine from now on, but that an operator has stopped")
        List<String> staysStopped,

        @Says("services that cannot be started as they are defined, or of which not all could be looked at")
        List<Trouble> troubles,

        @Says("numbers of the operations that were queued for it: stops, restarts, and starts behind stops")
        List<Long> operations) {

    @Says("One value that differs; shows no secret.")
    public record Change(String key, String before, String after, boolean restarts) {
        static List<Change> of(List<WorkspaceChanges.Change> changes) {
            return changes.stream()
                    .map(change -> new Change(change.key(), change.before(), change.after(), change.restarts()))
                    .toList();
        }
    }

    @Says("What of a service is missing, or has mistakes of its own.")
    public record Trouble(String id, String text) {
        static List<Trouble> of(List<ServiceDefinition> services) {
            return services.stream()
                    .filter(service -> !service.trouble().text().isEmpty())
                    .map(service -> new Trouble(service.id(), service.trouble().text()))
                    .toList();
        }
    }

    @Says("One service that differs.")
    public record ServiceChange(String id, List<Change> changes) {}

    /// What a proposal comes to.
    ///
    /// @param operations numbers of those that were queued for it
    public static ReloadMessage of(ReloadProposal proposal, boolean applied, List<Long> operations) {
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
                proposal.starts(),
                proposal.staysStopped(),
                Trouble.of(proposal.after().services()),
                operations);
    }

    private static List<String> ids(List<ServiceDefinition> services) {
        return services.stream().map(ServiceDefinition::id).toList();
    }
}
