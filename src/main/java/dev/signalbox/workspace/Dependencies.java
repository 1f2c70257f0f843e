package dev.signalbox.workspace;

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

/// Which service depends on which, to find what is missing or goes round in a circle.
final class Dependencies {
    private final Problems problems;
    private final Map<String, List<Edge>> edges = new LinkedHashMap<>();

    Dependencies(Problems problems) {
        this.problems = problems;
    }

    private record Edge(Position at, String to) {}

    /// A service whose edges are being followed.
    private record Visit(String service, Iterator<Edge> rest) {}

    void add(Position at, String from, String to) {
        edges.computeIfAbsent(from, _ -> new ArrayList<>()).add(new Edge(at, to));
    }

    /// Notes dependencies on services that are not among `ids`, and circles.
    void check(Set<String> ids) {
        edges.forEach((from, all) -> all.stream()
                .filter(edge -> !ids.contains(edge.to))
                .forEach(edge -> {
                    var found = "service " + from + " depends on " + Quoted.quote(edge.to) + ", which is no service";
                    problems.addUnknown(edge.at, found, edge.to, ids);
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
            if (path.contains(edge.to)) {
                problems.add(edge.at, "services depend on each other: " + circle(path, edge.to), "");
            } else {
                enter(edge.to, path, visits, done);
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
