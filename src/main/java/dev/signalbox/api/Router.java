package dev.signalbox.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Finds the route of a request. All routes exist plain and under `/api/v1`, with and without a slash at the end.
final class Router {

    /// A route with what the path says.
    record Match(Route route, Map<String, String> values) {}

    private static final List<String> PREFIX = List.of("api", "v1");

    private final List<Route> routes;

    Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    List<Route> routes() {
        return routes;
    }

    /// @param rawPath as it came, percent signs and all
    /// @throws Problem.Thrown if there is no such route
    Match find(String method, String rawPath) {
        var parts = parts(rawPath);
        var allowed = new TreeSet<String>();
        for (var route : routes) {
            var values = match(route, parts);
            if (values.isPresent() && serves(route, method)) {
                return new Match(route, values.get());
            }
            values.ifPresent(_ -> allowed.add(route.method()));
        }
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        throw (allowed.isEmpty()
                        ? Problem.notFound("there is nothing at this path; /openapi.json tells what there is")
                        : Problem.methodNotAllowed(method, String.join(", ", allowed)))
                .thrown();
    }

    private static boolean serves(Route route, String method) {
        return route.method().equals(method)
                || (method.equals("HEAD") && route.method().equals("GET"));
    }

    private static List<String> parts(String rawPath) {
        var parts = new ArrayList<String>();
        for (var part : rawPath.substring(Math.min(1, rawPath.length())).split("/", -1)) {
            parts.add(decode(part));
        }
        if (parts.getLast().isEmpty()) {
            parts.removeLast();
        }
        var prefixed = parts.size() > PREFIX.size() && parts.subList(0, 2).equals(PREFIX);
        return prefixed ? parts.subList(2, parts.size()) : parts;
    }

    private static String decode(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("the path has a percent sign that encodes nothing")
                    .thrown();
        }
    }

    private static Optional<Map<String, String>> match(Route route, List<String> parts) {
        var pattern = route.path().substring(1).split("/", -1);
        if (pattern.length != parts.size()) {
            return Optional.empty();
        }
        var values = new HashMap<String, String>();
        for (int i = 0; i < pattern.length; i++) {
            if (pattern[i].startsWith("{")) {
                values.put(pattern[i].substring(1, pattern[i].length() - 1), parts.get(i));
            } else if (!pattern[i].equals(parts.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }
}
