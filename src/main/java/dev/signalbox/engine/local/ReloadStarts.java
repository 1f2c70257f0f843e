package dev.signalbox.engine.local;

import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.workspace.Workspace;
import dev.signalbox.workspace.WorkspaceChanges;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Which services a reload gets started, as things are now. They are started by what is wanted of them, not by the
/// reload's plan: this foretells it.
record ReloadStarts(Services services, Workspace after, WorkspaceChanges changes) {
    /// In the order of the workspace.
    List<String> ids() {
        var starts = new HashSet<String>();
        changes.added().stream()
                .filter(this::isWanted)
                .map(ServiceDefinition::id)
                .forEach(starts::add);
        for (var change : changes.changed()) {
            var work = services.find(change.after().id());
            if (work != null && work.supervisor().startsWith(change.after())) {
                starts.add(change.after().id());
            }
        }
        addNeeds(starts);
        return after.services().stream()
                .map(ServiceDefinition::id)
                .filter(starts::contains)
                .toList();
    }

    private boolean isWanted(ServiceDefinition added) {
        return isFree(added) && (added.autostart() || services.isWantedByAPerson(added.id()));
    }

    /// Whether neither a person nor its definition keeps it down, and it does not run.
    private boolean isFree(ServiceDefinition service) {
        var work = services.find(service.id());
        return !service.trouble().blocks()
                && !services.isStoppedByAPerson(service.id())
                && (work == null || !work.runs());
    }

    /// What is needed by those, and by what was changed and runs, is started before them.
    private void addNeeds(Set<String> starts) {
        var defined = after.services().stream().collect(Collectors.toMap(ServiceDefinition::id, Function.identity()));
        var fresh = changes.added().stream().map(ServiceDefinition::id).collect(Collectors.toSet());
        var next = new ArrayDeque<>(starts);
        changes.changed().stream()
                .map(change -> change.after().id())
                .filter(this::runs)
                .forEach(next::add);
        while (!next.isEmpty()) {
            for (var need : needs(defined, next.remove())) {
                if (!starts.contains(need.id()) && isFree(need) && (fresh.contains(need.id()) || isIdle(need.id()))) {
                    starts.add(need.id());
                    next.add(need.id());
                }
            }
        }
    }

    private static List<ServiceDefinition> needs(Map<String, ServiceDefinition> defined, String id) {
        var service = defined.get(id);
        return service == null
                ? List.of()
                : service.dependsOn().stream()
                        .map(ServiceDefinition.Dependency::service)
                        .filter(defined::containsKey)
                        .map(defined::get)
                        .toList();
    }

    private boolean runs(String id) {
        var work = services.find(id);
        return work != null && work.runs();
    }

    /// Whether it is down as nobody has asked for it.
    private boolean isIdle(String id) {
        var work = services.find(id);
        return work != null && work.supervisor().isUnasked();
    }
}
