package dev.signalbox.workspace;

import dev.signalbox.service.ServiceDefinition.Dependency;
import dev.signalbox.service.ServiceDefinition.Dependency.Condition;
import dev.signalbox.workspace.YamlNode.Mapping;
import dev.signalbox.workspace.YamlNode.Scalar;
import dev.signalbox.workspace.YamlNode.Scalar.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads which service depends on which, and finds what is missing, goes round in a circle or can never come
/// true.
final class Dependencies {
    private final Problems problems;
    private final Map<String, List<Edge>> edges = new LinkedHashMap<>();

    Dependencies(Problems problems) {
        this.problems = problems;
    }

    private record Edge(Position at, Dependency dependency) {
        String to() {
            return dependency.service();
        }
    }

    /// A service whose edges are being followed.
    private record Visit(String service, Iterator<Edge> rest) {}

    /// A list of services that must be ready, or a map that also says in which condition.
    List<Dependency> read(String id, Fields fields) {
        var found = new LinkedHashMap<String, Edge>();
        if (fields.node("depends_on") instanceof Mapping map) {
            for (var entry : map.entries()) {
                var to = entry.key().text();
                var where = "dependency " + Quoted.plain(to) + " of service " + id;
                var settings = Fields.of(entry.value(), where, problems, List.of("condition"));
                var condition = settings == null
                        ? Condition.READY
                        : settings.choice("condition", Condition.class, Condition.READY);
                found.put(to, new Edge(entry.key().at(), new Dependency(to, condition)));
            }
        } else {
            for (var item : fields.list("depends_on", "a list of services, or a map of services and conditions")) {
                if (!(item instanceof Scalar(var at, var to, var kind, var _)) || kind == Kind.NOTHING) {
                    var what = "a dependency of service " + id + " is " + item.described();
                    problems.add(item.at(), what, "a service's id");
                } else if (found.putIfAbsent(to, new Edge(at, new Dependency(to, Condition.READY))) != null) {
                    problems.add(at, "service " + id + " names dependency " + Quoted.plain(to) + " twice", "");
                }
            }
        }
        edges.put(id, List.copyOf(found.values()));
        return found.values().stream().map(Edge::dependency).toList();
    }

    /// Notes dependencies on services that are not among `ids`, on the end of one that is among `endless`, and
    /// circles.
    void check(Set<String> ids, Set<String> endless) {
        edges.forEach((from, all) -> all.forEach(edge -> {
            if (!ids.contains(edge.to())) {
                var found = "service " + from + " depends on " + Quoted.quote(edge.to()) + ", which is no service";
                problems.addUnknown(edge.at, found, edge.to(), ids);
            } else if (edge.dependency.condition() == Condition.STOPPED && endless.contains(edge.to())) {
                var found = "service " + from + " waits until " + edge.to() + " has stopped, which is no one_shot";
                problems.add(edge.at, found, "condition ready or started, or one_shot: true for " + edge.to());
            }
        }));
        var done = new HashSet<String>();
        edges.keySet().forEach(service -> follow(service, done));
    }

    /// Goes through all that `start` depends on, depth first, and without recursion as a chain may be very long.
    private void follow(String start, Set<String> done) {
        var path = new LinkedHashSet<String>();
        Deque<Visit> visits = new ArrayDeque<>();
        enter(start, path, visits, done);
        while (!visits.isEmpty() && !problems.isFull()) {
            var visit = visits.getLast();
            if (!visit.rest.hasNext()) {
                visits.removeLast();
                path.remove(visit.service);
                done.add(visit.service);
                continue;
            }
            var edge = visit.rest.next();
            if (path.contains(edge.to())) {
                problems.add(edge.at, "services depend on each other: " + circle(path, edge.to()), "");
            } else {
                enter(edge.to(), path, visits, done);
            }
        }
    }

    private void enter(String service, Set<String> path, Deque<Visit> visits, Set<String> done) {
        if (!done.contains(service)) {
            path.add(service);
            visits.addLast(
                    new Visit(service, edges.getOrDefault(service, List.of()).iterator()));
        }
    }

    private static String circle(Set<String> path, String end) {
        var names = new ArrayList<>(
                path.stream().dropWhile(each -> !each.equals(end)).toList());
        names.add(end);
        return Problems.join(" -> ", names);
    }
}
