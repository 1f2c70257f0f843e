package dev.signalbox.service.plan;

import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.BulkPlan.Gate;
import dev.signalbox.operation.BulkPlan.Member;
import dev.signalbox.operation.BulkPlan.Until;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.service.ServiceDefinition.Dependency;
import dev.signalbox.service.ServiceDefinition.Dependency.Condition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes the plan of a reload: services that are gone stop behind those that needed them, and those that changed
/// restart behind those that they need.
public final class ReloadPlanner {
    private final List<Member> members = new ArrayList<>();
    private final Map<String, Integer> indices = new HashMap<>();

    private ReloadPlanner() {}

    /// The plan of a reload, with nothing in it if no service has to stop or restart.
    ///
    /// @param before of the services as they were
    /// @param removed ids of those to be stopped
    /// @param after of the services as they are to be
    /// @param outdated ids of those to be restarted
    public static BulkPlan plan(
            DependencyGraph before, Set<String> removed, DependencyGraph after, Set<String> outdated) {
        var planner = new ReloadPlanner();
        before.order().reversed().stream().filter(removed::contains).forEach(id -> planner.stop(id, before));
        after.order().stream().filter(outdated::contains).forEach(id -> planner.restart(id, after));
        return new BulkPlan(planner.members, 0, false, false);
    }

    private void stop(String id, DependencyGraph graph) {
        var gates = graph.neededBy(id).stream()
                .filter(indices::containsKey)
                .map(dependent -> new Gate(index(dependent), Until.SUCCEEDED))
                .toList();
        add(id, OperationKind.STOP, gates);
    }

    private void restart(String id, DependencyGraph graph) {
        var gates = graph.needs(id).stream()
                .filter(dependency -> indices.containsKey(dependency.service()))
                .map(dependency -> new Gate(index(dependency.service()), until(dependency)))
                .toList();
        add(id, OperationKind.RESTART, gates);
    }

    private static Until until(Dependency dependency) {
        return dependency.condition() == Condition.STARTED ? Until.UNDERWAY : Until.SUCCEEDED;
    }

    private void add(String id, OperationKind kind, List<Gate> gates) {
        indices.put(id, members.size());
        members.add(new Member(id, kind, gates));
    }

    private int index(String id) {
        return indices.getOrDefault(id, -1);
    }
}
