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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes the plan of a reload: services that are gone stop behind those that needed them, and those that changed
/// restart behind those that they need. What is to listen on a port that another one of these has held starts behind
/// that one's stop.
public final class ReloadPlanner {
    private final DependencyGraph before;
    private final DependencyGraph after;
    private final List<Member> members = new ArrayList<>();
    private final Map<String, Integer> stops = new HashMap<>();
    private final Map<String, Integer> starts = new HashMap<>();

    private ReloadPlanner(DependencyGraph before, DependencyGraph after) {
        this.before = before;
        this.after = after;
    }

    /// The plan of a reload, with nothing in it if no service has to stop or restart.
    ///
    /// @param before of the services as they were
    /// @param removed ids of those to be stopped
    /// @param after of the services as they are to be
    /// @param outdated ids of those to be restarted
    /// @param takes for services that are to listen on ports that others hold, the ids of those
    public static BulkPlan plan(
            DependencyGraph before,
            Set<String> removed,
            DependencyGraph after,
            Set<String> outdated,
            Map<String, Set<String>> takes) {
        var planner = new ReloadPlanner(before, after);
        before.order().reversed().stream().filter(removed::contains).forEach(planner::stop);
        // Where ports go round in a circle, all have to stop before any can start.
        var apart = new HashSet<>(takes.keySet());
        takes.values().forEach(apart::addAll);
        before.order().reversed().stream()
                .filter(id -> outdated.contains(id) && apart.contains(id))
                .forEach(id -> planner.add(planner.stops, id, OperationKind.STOP, List.of()));
        after.order().stream()
                .filter(outdated::contains)
                .forEach(id -> planner.start(id, takes.getOrDefault(id, Set.of())));
        return new BulkPlan(planner.members, 0, false, false);
    }

    private void stop(String id) {
        var gates = before.neededBy(id).stream()
                .filter(stops::containsKey)
                .map(dependent -> new Gate(index(stops, dependent), Until.SUCCEEDED))
                .toList();
        add(stops, id, OperationKind.STOP, gates);
    }

    /// @param holders who hold its ports
    private void start(String id, Set<String> holders) {
        var gates = new ArrayList<Gate>();
        after.needs(id).stream()
                .filter(dependency -> starts.containsKey(dependency.service()))
                .forEach(dependency -> gates.add(new Gate(index(starts, dependency.service()), until(dependency))));
        holders.stream()
                .filter(stops::containsKey)
                .sorted()
                .forEach(holder -> gates.add(new Gate(index(stops, holder), Until.ENDED)));
        if (stops.containsKey(id)) {
            gates.add(new Gate(index(stops, id), Until.SUCCEEDED));
        }
        add(starts, id, stops.containsKey(id) ? OperationKind.START : OperationKind.RESTART, gates);
    }

    private static Until until(Dependency dependency) {
        return dependency.condition() == Condition.STARTED ? Until.UNDERWAY : Until.SUCCEEDED;
    }

    private void add(Map<String, Integer> indices, String id, OperationKind kind, List<Gate> gates) {
        indices.put(id, members.size());
        members.add(new Member(id, kind, gates));
    }

    private static int index(Map<String, Integer> indices, String id) {
        return indices.getOrDefault(id, -1);
    }
}
