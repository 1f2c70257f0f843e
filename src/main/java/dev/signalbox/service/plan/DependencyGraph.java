package dev.signalbox.service.plan;

import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Dependency;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
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
        needs.keySet().forEach(service -> follow(service, sorted));
        return List.copyOf(sorted);
    }

    /// Adds `start` behind all that it needs, depth first, and without recursion as a chain may be very long.
    private void follow(String start, Set<String> sorted) {
        // The services on the way from `start`, each with what it needs and was not looked at.
        var path = new LinkedHashMap<String, Iterator<Dependency>>();
        enter(start, path, sorted);
        while (!path.isEmpty()) {
            var last = path.lastEntry();
            if (last.getValue().hasNext()) {
                enter(last.getValue().next().service(), path, sorted);
            } else {
                path.pollLastEntry();
                sorted.add(last.getKey());
            }
        }
    }

    private void enter(String service, Map<String, Iterator<Dependency>> path, Set<String> sorted) {
        if (path.containsKey(service)) {
            var circle = new ArrayList<>(path.keySet());
            circle.subList(0, circle.indexOf(service)).clear();
            circle.add(service);
            throw new IllegalArgumentException("services need each other in a circle: " + String.join(" → ", circle));
        }
        if (!sorted.contains(service) && needs.containsKey(service)) {
            path.put(service, needs(service).iterator());
        }
    }
}
