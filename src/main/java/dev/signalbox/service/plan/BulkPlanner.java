package dev.signalbox.service.plan;

import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.BulkPlan.Gate;
import dev.signalbox.operation.BulkPlan.Member;
import dev.signalbox.operation.BulkPlan.Until;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.service.Intent;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Dependency;
import dev.signalbox.service.ServiceDefinition.Dependency.Condition;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.plan.PlanProposal.Busy;
import dev.signalbox.service.plan.PlanProposal.Skipped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes plans: which operations a request comes to, in which order, and what is left out. Computes only; what it
/// says holds for the moment that it was given.
public final class BulkPlanner {
    private final Map<String, ServiceSnapshot> byId = new LinkedHashMap<>();
    private final DependencyGraph graph;

    /// Looks at the services of a workspace.
    ///
    /// @throws IllegalArgumentException if services need each other in a circle, with its path
    public BulkPlanner(Collection<ServiceSnapshot> services) {
        services.forEach(service -> byId.put(service.id(), service));
        graph = new DependencyGraph(
                services.stream().map(ServiceSnapshot::latestDefinition).toList());
    }

    /// Of the services that it plans for, in the order in which they were given.
    public List<ServiceDefinition> definitions() {
        return byId.values().stream().map(ServiceSnapshot::latestDefinition).toList();
    }

    /// Makes a plan. Services that there are not are left out.
    public PlanProposal propose(PlanRequest request) {
        return new Draft(request).proposal();
    }

    /// Makes a plan of operations that were parts of one before. Each waits for those before it that it would
    /// wait for in a new plan. As it is not recorded how many could run at once, restarts run one by one.
    ///
    /// @param operations in the order in which they were asked for
    public BulkPlan again(List<Operation> operations) {
        var members = new ArrayList<Member>();
        var stops = new HashMap<String, Integer>();
        var starts = new HashMap<String, Integer>();
        for (var operation : operations) {
            var service = operation.service();
            if (members.stream().anyMatch(member -> member.asksFor(operation.kind(), service))) {
                continue; // plans of earlier engines might ask for the same twice
            }
            var isStop = operation.kind() == OperationKind.STOP;
            var gates = isStop ? stopGates(service, stops, Until.SUCCEEDED) : startGates(service, stops, starts);
            (isStop ? stops : starts).put(service, members.size());
            members.add(new Member(service, operation.kind(), gates));
        }
        var rolling = operations.stream().anyMatch(operation -> operation.kind() == OperationKind.RESTART);
        // A stop shall get as far as it can.
        return new BulkPlan(members, rolling ? 1 : 0, !starts.isEmpty(), false);
    }

    /// Makes a plan that restarts the running services that need `service`, around a restart of it that has been
    /// asked for already: they stop at once, and start again once it is up, which is the start that comes behind
    /// that restart in its queue. Empty if there are none, or it is to be stopped.
    public BulkPlan around(String service) {
        var dependents = runningDependents(Set.of(service));
        var members = new ArrayList<Member>();
        // Somebody may have stopped it for good meanwhile.
        if (dependents.isEmpty() || find(service).intent().desired().value() == Intent.Value.STOPPED) {
            return new BulkPlan(members, 0, false, false);
        }
        var stops = new HashMap<String, Integer>();
        var starts = new HashMap<String, Integer>();
        for (var each : graph.order().reversed()) {
            if (dependents.contains(each)) {
                stops.put(each, members.size());
                members.add(new Member(each, OperationKind.STOP, stopGates(each, stops, Until.SUCCEEDED)));
            }
        }
        for (var each : graph.order()) {
            if (each.equals(service) || dependents.contains(each)) {
                starts.put(each, members.size());
                members.add(new Member(each, OperationKind.START, startGates(each, stops, starts)));
            }
        }
        return new BulkPlan(members, 0, false, false);
    }

    /// The dependencies of `services` that would have to start first.
    public Set<String> missing(Collection<String> services) {
        var missing = new LinkedHashSet<String>();
        var open = new ArrayDeque<>(services);
        for (var service = open.poll(); service != null; service = open.poll()) {
            for (var dependency : graph.needs(service)) {
                var view = byId.get(dependency.service());
                // What is needed by something satisfied is not looked at: it has started once, and runs.
                if (view != null && !satisfies(view, dependency) && missing.add(dependency.service())) {
                    open.add(dependency.service());
                }
            }
        }
        missing.removeAll(services);
        return missing;
    }

    private static boolean satisfies(ServiceSnapshot view, Dependency dependency) {
        return dependency.condition() == Condition.STARTED
                ? view.queue().isIdle() && (view.status().pid() >= 0 || view.completed())
                : view.isSatisfied();
    }

    /// The services that depend on `services`, run, and would lose what they need.
    public Set<String> runningDependents(Collection<String> services) {
        var running = new LinkedHashSet<String>();
        for (var service : graph.allNeededBy(services)) {
            var view = byId.get(service);
            if (view != null && view.mayRun()) {
                running.add(service);
            }
        }
        return running;
    }

    /// One plan in the making.
    private final class Draft {
        private final PlanRequest request;
        private final Set<String> others;
        private final Set<String> chosen = new LinkedHashSet<>();
        private final List<Member> members = new ArrayList<>();
        private final List<Skipped> skipped = new ArrayList<>();
        private final Map<String, Integer> stops = new HashMap<>();
        private final Map<String, Integer> starts = new HashMap<>();

        Draft(PlanRequest request) {
            this.request = request;
            others = switch (request.kind()) {
                case START -> missing(request.services());
                case STOP, RESTART -> request.isRolling() ? Set.of() : runningDependents(request.services());
            };
            chosen.addAll(request.services());
            if (request.withOthers()) {
                chosen.addAll(others);
            }
        }

        PlanProposal proposal() {
            if (request.kind() != OperationKind.START && !request.isRolling()) {
                graph.order().reversed().stream().filter(chosen::contains).forEach(this::stop);
            }
            if (request.kind() != OperationKind.STOP) {
                graph.order().stream().filter(chosen::contains).forEach(this::start);
            }
            var plan = new BulkPlan(
                    members, request.atOnce(), request.stopOnFailure(), request.mergeQueued(), request.now());
            return new PlanProposal(request, plan, skipped, busy(plan), others);
        }

        private void stop(String service) {
            var view = find(service);
            var recorded = request.kind() == OperationKind.STOP && view.status().state() != ServiceState.STOPPED;
            // Also what failed can be told to stay down: that outlives the engine.
            if (!view.mayRun() && !recorded) {
                skipped.add(new Skipped(service, OperationKind.STOP, "not running"));
                return;
            }
            var until = request.now() ? Until.ENDED : Until.SUCCEEDED;
            stops.put(service, add(service, OperationKind.STOP, stopGates(service, stops, until)));
        }

        private void start(String service) {
            var view = find(service);
            var kind = request.isRolling() ? OperationKind.RESTART : OperationKind.START;
            var reason = whyNotStarted(view);
            if (!reason.isEmpty()) {
                skipped.add(new Skipped(service, kind, reason));
                return;
            }
            starts.put(service, add(service, kind, startGates(service, stops, starts)));
        }

        private String whyNotStarted(ServiceSnapshot view) {
            var job = view.latestDefinition().oneShot();
            var asked = request.services().size() == 1 && request.services().contains(view.id());
            if (request.kind() == OperationKind.RESTART) {
                return job && !asked ? "is a job" : "";
            }
            if (view.isSatisfied() && view.intent().desired().value() != Intent.Value.STOPPED) {
                return job ? (asked ? "" : "has completed") : "already running";
            }
            return view.latestDefinition().schedule() != null && !asked ? "runs by its schedule" : "";
        }

        private int add(String service, OperationKind kind, List<Gate> gates) {
            members.add(new Member(service, kind, gates));
            return members.size() - 1;
        }

        private List<Busy> busy(BulkPlan plan) {
            return plan.services().stream()
                    .map(BulkPlanner.this::find)
                    .filter(view -> !view.queue().isIdle() || view.queue().isHeld())
                    .map(view -> new Busy(
                            view.id(),
                            view.queue().active() != null,
                            view.queue().waiting().stream()
                                    .map(waiting -> waiting.operation().kind())
                                    .toList(),
                            view.queue().isHeld()))
                    .toList();
        }
    }

    /// A service stops behind those that need it.
    private List<Gate> stopGates(String service, Map<String, Integer> stops, Until until) {
        var gates = new ArrayList<Gate>();
        for (var dependent : graph.neededBy(service)) {
            var stop = stops.get(dependent);
            if (stop != null && condition(dependent, service) != Condition.STOPPED) {
                gates.add(new Gate(stop, until));
            }
        }
        return gates;
    }

    /// A service starts behind its own stop and the starts of what it needs.
    private List<Gate> startGates(String service, Map<String, Integer> stops, Map<String, Integer> starts) {
        var gates = new ArrayList<Gate>();
        var stop = stops.get(service);
        if (stop != null) {
            gates.add(new Gate(stop, Until.SUCCEEDED));
        }
        for (var dependency : graph.needs(service)) {
            var start = starts.get(dependency.service());
            if (start != null) {
                var until = dependency.condition() == Condition.STARTED ? Until.UNDERWAY : Until.SUCCEEDED;
                gates.add(new Gate(start, until));
            }
        }
        return gates;
    }

    private Condition condition(String service, String needed) {
        return graph.needs(service).stream()
                .filter(dependency -> dependency.service().equals(needed))
                .map(Dependency::condition)
                .findFirst()
                .orElse(Condition.READY);
    }

    private ServiceSnapshot find(String service) {
        var view = byId.get(service);
        if (view == null) {
            throw new IllegalArgumentException("there is no service " + service);
        }
        return view;
    }
}
