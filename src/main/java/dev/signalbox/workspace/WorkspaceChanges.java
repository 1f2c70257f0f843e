package dev.signalbox.workspace;

import dev.signalbox.service.ServiceDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What is different between two versions of one workspace, in words for people. Shows no secret.
///
/// @param settings of the workspace itself, such as `on_exit`
/// @param added services that are new, in the new order
/// @param removed services that are gone, in the old order
/// @param changed services that are in both and differ, in the new order
/// @param reordered whether the services that are in both come in another order
public record WorkspaceChanges(
        List<Change> settings,
        List<ServiceDefinition> added,
        List<ServiceDefinition> removed,
        List<ServiceChange> changed,
        boolean reordered) {
    public WorkspaceChanges {
        settings = List.copyOf(settings);
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        changed = List.copyOf(changed);
    }

    /// One value that differs.
    ///
    /// @param key as in the file, such as `stop` or `env.LEVEL`
    /// @param before empty if there was none
    /// @param after empty if there is none any more
    /// @param restarts whether it takes effect with the service's next start only, so that it must be restarted
    ///     if it runs; else it takes effect at once
    public record Change(String key, String before, String after, boolean restarts) {}

    /// One service that differs.
    ///
    /// @param changes never empty
    public record ServiceChange(ServiceDefinition before, ServiceDefinition after, List<Change> changes) {
        public ServiceChange {
            changes = List.copyOf(changes);
        }

        /// The keys that a running service must be restarted for; empty if it need not be.
        public List<String> restartKeys() {
            return changes.stream().filter(Change::restarts).map(Change::key).toList();
        }
    }

    /// What must be done to the workspace `before` so that it becomes `after`.
    public static WorkspaceChanges between(Workspace before, Workspace after) {
        var old = byId(before);
        var next = byId(after);
        var changed = new ArrayList<ServiceChange>();
        for (var service : after.services()) {
            var earlier = old.get(service.id());
            var changes = earlier == null ? List.<Change>of() : DefinitionChanges.between(earlier, service);
            if (earlier != null && !changes.isEmpty()) {
                changed.add(new ServiceChange(earlier, service, changes));
            }
        }
        return new WorkspaceChanges(
                DefinitionChanges.between(before, after),
                without(after, old.keySet()),
                without(before, next.keySet()),
                changed,
                !common(before, next.keySet()).equals(common(after, old.keySet())));
    }

    private static Map<String, ServiceDefinition> byId(Workspace workspace) {
        return workspace.services().stream().collect(Collectors.toMap(ServiceDefinition::id, Function.identity()));
    }

    private static List<ServiceDefinition> without(Workspace workspace, Set<String> ids) {
        return workspace.services().stream()
                .filter(service -> !ids.contains(service.id()))
                .toList();
    }

    private static List<String> common(Workspace workspace, Set<String> ids) {
        return workspace.services().stream()
                .map(ServiceDefinition::id)
                .filter(ids::contains)
                .toList();
    }

    /// Whether both versions mean the same.
    public boolean isEmpty() {
        return settings.isEmpty() && added.isEmpty() && removed.isEmpty() && changed.isEmpty() && !reordered;
    }

    /// What is different, a line each; empty if nothing is.
    public String describe() {
        var lines = new ArrayList<String>();
        settings.forEach(change -> lines.add(describe("", change)));
        added.forEach(service -> lines.add(service.id() + ": added"));
        removed.forEach(service -> lines.add(service.id() + ": removed"));
        for (var service : changed) {
            service.changes()
                    .forEach(change -> lines.add(describe(service.after().id() + ": ", change)));
        }
        if (reordered) {
            lines.add("the order of the services");
        }
        return String.join("\n", lines);
    }

    private static String describe(String of, Change change) {
        return of + change.key() + ": " + or(change.before()) + " → " + or(change.after());
    }

    private static String or(String value) {
        return value.isEmpty() ? "(none)" : value;
    }
}
