package dev.signalbox.api;

import dev.signalbox.api.Route.Parameter;
import dev.signalbox.wire.Schemas;
import dev.signalbox.wire.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Describes the routes as an OpenAPI 3.1 document.
final class OpenApi {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    /// The parameter that asks for a stream instead.
    private static final String FOLLOW = "follow";
    private static final Parameter IF_NONE_MATCH = Parameter.header("If-None-Match", "the ETag of what is known");
    private static final Map<String, Object> PROBLEM = Map.of(
            "description",
            "What went wrong",
            "headers",
            headers(List.of("Allow", "Content-Range", "Retry-After", "WWW-Authenticate")),
            "content",
            Map.of(Problem.TYPE, Map.of("schema", reference("Problem"))));

    private OpenApi() {}

    static String of(List<Route> routes) {
        var paths = new LinkedHashMap<String, Map<String, Object>>();
        for (var route : routes) {
            paths.computeIfAbsent(route.path(), _ -> new LinkedHashMap<>())
                    .put(route.method().toLowerCase(Locale.ROOT), operation(route));
        }
        var document = new LinkedHashMap<String, Object>();
        document.put("openapi", "3.1.0");
        document.put("info", Map.of("title", "Signalbox", "version", "1"));
        document.put("servers", List.of(Map.of("url", "/api/v1"), Map.of("url", "/")));
        document.put("security", List.of(Map.of("token", List.of())));
        document.put("paths", paths);
        document.put(
                "components",
                Map.of(
                        "schemas",
                        schemas(),
                        "securitySchemes",
                        Map.of("token", Map.of("type", "http", "scheme", "bearer"))));
        return Wire.write(document);
    }

    private static Map<String, Object> schemas() {
        var schemas = Schemas.all();
        schemas.put("Document", Map.of("type", "object")); // this one
        return schemas;
    }

    private static Map<String, Object> operation(Route route) {
        var operation = new LinkedHashMap<String, Object>();
        operation.put("summary", route.summary());
        if (route.role() == null) {
            operation.put("security", List.of());
        } else {
            operation.put("description", "Needs the role " + route.role().word() + ".");
        }
        var parameters = new ArrayList<Map<String, Object>>();
        VARIABLE.matcher(route.path())
                .results()
                .forEach(found -> parameters.add(Map.of(
                        "name", found.group(1), "in", "path", "required", true, "schema", Map.of("type", "string"))));
        route.parameters().forEach(parameter -> parameters.add(parameter(parameter)));
        if (isTagged(route)) {
            parameters.add(parameter(IF_NONE_MATCH));
        }
        operation.put("parameters", parameters);
        if (!route.body().isEmpty()) {
            operation.put("requestBody", Map.of("required", true, "content", json(route.body())));
        }
        var responses = new LinkedHashMap<String, Object>();
        responses.put(Integer.toString(route.success()), success(route));
        route.others().forEach(status -> responses.put(Integer.toString(status), success(route)));
        if (isTagged(route)) {
            responses.put("304", Map.of("description", "It is as If-None-Match says", "headers", headers(told(route))));
        }
        responses.put("default", PROBLEM);
        operation.put("responses", responses);
        return operation;
    }

    /// Whether its answer has a tag by which it is known again.
    private static boolean isTagged(Route route) {
        return route.method().equals("GET") && !route.answer().contains("/");
    }

    private static Map<String, Object> headers(List<String> names) {
        var headers = new LinkedHashMap<String, Object>();
        names.forEach(name -> headers.put(name, Map.of("schema", Map.of("type", "string"))));
        return headers;
    }

    private static Map<String, Object> parameter(Parameter parameter) {
        var schema = switch (parameter.type()) {
            case "boolean", "integer" -> Map.of("type", parameter.type());
            case "time" -> Map.of("type", "string", "format", "date-time");
            default -> Map.of("type", "string");
        };
        return Map.of(
                "name",
                parameter.name(),
                "in",
                parameter.place(),
                "description",
                parameter.description(),
                "schema",
                schema);
    }

    private static Map<String, Object> success(Route route) {
        var content = new LinkedHashMap<>(route.answer().contains("/") ? text(route.answer()) : json(route.answer()));
        if (route.parameters().stream().anyMatch(parameter -> parameter.name().equals(FOLLOW))) {
            content.putAll(text("text/event-stream"));
        }
        return Map.of("description", route.summary(), "headers", headers(told(route)), "content", content);
    }

    /// The headers that its answer may have, also where that is sent without its body as it is known.
    private static List<String> told(Route route) {
        var told = new ArrayList<>(route.told());
        if (isTagged(route)) {
            told.add("ETag");
        }
        return told;
    }

    private static Map<String, Map<String, Object>> text(String type) {
        return Map.of(type, Map.of("schema", Map.of("type", "string")));
    }

    private static Map<String, Map<String, Object>> json(String schema) {
        return Map.of("application/json", Map.of("schema", reference(schema)));
    }

    private static Map<String, Object> reference(String schema) {
        return schema.startsWith("[")
                ? Map.of("type", "array", "items", reference(schema.substring(1, schema.length() - 1)))
                : Map.of("$ref", "#/components/schemas/" + schema);
    }
}
