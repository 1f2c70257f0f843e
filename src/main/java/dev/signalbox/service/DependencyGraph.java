package dev.signalbox.service;

import dev.signalbox.service.ServiceDefinition.Dependency;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which services of a workspace need which. Immutable.
public final class DependencyGraph {
    private final Map<String, List<Dependency>> needs = new LinkedHashMap<>();
    private final Map<String, List<String>> neededBy = new LinkedHashMap<>();
    private final List<String> order;

    /// Takes the dependencies from the definitions; one on a service that there is not is passed over.
    ///
    /// @throws IllegalArgumentException if services need each other in a circle, with its path
    public DependencyGraph(Collection<ServiceDefinition> services) {
        services.forEach(service -> {
            needs.put(service.id(), service.dependsOn());
            neededBy.put(service.id(), new ArrayList<>());
        });
        needs.forEach((service, dependencies) -> dependencies.forEach(dependency -> {
            var dependents = neededBy.get(dependency.service());
            if (dependents != null) {
                dependents.add(service);
            }
        }));
        order = sort();
    }

    /// All services, each behind those that it needs; else in the order of the workspace.
    public List<String> order() {
        return order;
    }

    /// What a service needs itself, as its definition has it.
    public List<Dependency> needs(String service) {
        return needs.getOrDefault(service, List.of());
    }

    /// The services that need this one themselves.
    public List<String> neededBy(String service) {
        return List.copyOf(neededBy.getOrDefault(service, List.of()));
    }

    /// All that need one of these services, and what needs those, without themselves.
    public Set<String> allNeededBy(Collection<String> services) {
        var found = new LinkedHashSet<String>();
        var open = new ArrayDeque<>(services);
        for (var service = open.poll(); service != null; service = open.poll()) {
            for (var other : neededBy(service)) {
                if (found.add(other)) {
                    open.add(other);
                }
            }
        }
        found.removeAll(services);
        return found;
    }

    private List<String> sort() {
        var sorted = new LinkedHashSet<String>();
        var path = new ArrayList<String>();
        needs.keySet().forEach(service -> visit(service, sorted, path));
        return List.copyOf(sorted);
    }

    private void visit(String service, Set<String> sorted, List<String> path) {
        if (sorted.contains(service) || !needs.containsKey(service)) {
            return;
        }
        var seen = path.indexOf(service);
        path.add(service);
        if (seen >= 0) {
            throw new IllegalArgumentException(
                    "services need each other in a circle: " + String.join(" → ", path.subList(seen, path.size())));
        }
        needs(service).forEach(dependency -> visit(dependency.service(), sorted, path));
        path.removeLast();
        sorted.add(service);
    }
}
