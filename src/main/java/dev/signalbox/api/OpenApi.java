package dev.signalbox.api;

import dev.signalbox.api.Route.Parameter;
import dev.signalbox.wire.Examples;
import dev.signalbox.wire.Schemas;
import dev.signalbox.wire.Wire;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Describes the routes as an OpenAPI 3.1 document.
final class OpenApi {
    private static final String ABOUT = """
            Asks the engine of a workspace for operations on its services, and looks at what becomes of them. \
            Each service has a queue: of all that is asked of it, whoever asks, one operation runs at a time.

            Who asks has a token with one of the roles `read`, `operate` and `admin`, each of which allows what \
            those before it do. What went wrong is told as `application/problem+json`.""";

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    /// The parameter that asks for a stream instead.
    private static final String FOLLOW = "follow";
    private static final Parameter IF_NONE_MATCH = Parameter.header("If-None-Match", "the ETag of what is known");

    private static final Map<String, String> HEADERS = Map.of(
            "Accept-Ranges", "in what ranges are told",
            "Allow", "the methods that are possible",
            "Content-Range", "which bytes these are, and of how many",
            "ETag", "what to send as If-None-Match",
            "Link", "where the next page is",
            "Location", "where to look at what was made",
            "Retry-After", "after how many seconds to ask again",
            "WWW-Authenticate", "how to say who asks",
            "X-Total-Count", "how many there are on all pages");

    private static final List<Refusal> REFUSALS = List.of(
            new Refusal("BadRequest", Problem.badRequest("unknown parameter \"wiat\". Allowed: wait, timeout")),
            new Refusal("NotAuthenticated", Problem.unauthorized("the token is unknown")),
            new Refusal("Forbidden", Problem.forbidden("the token viewer has the role read")),
            new Refusal("NotFound", Problem.notFound("there is no service \"bakend\"; /services lists them")),
            new Refusal("Conflict", Problem.conflict("operation 12 has ended")),
            new Refusal("Unprocessable", Problem.unprocessable("services is empty. Allowed: at least one")),
            new Refusal("TooManyRequests", Problem.tooMany()));

    private static final Map<String, Object> EXAMPLES = Examples.all();

    /// A problem that has a name.
    private record Refusal(String name, Problem example) {}

    private OpenApi() {}

    static String of(List<Route> routes) {
        var paths = new LinkedHashMap<String, Map<String, Object>>();
        for (var route : routes) {
            paths.computeIfAbsent(route.path(), _ -> new LinkedHashMap<>())
                    .put(route.method().toLowerCase(Locale.ROOT), operation(route));
        }
        var document = new LinkedHashMap<String, Object>();
        document.put("openapi", "3.1.0");
        document.put(
                "info",
                Map.of(
                        "title",
                        "Signalbox",
                        "version",
                        "1",
                        "description",
                        ABOUT,
                        "contact",
                        Map.of("name", "The Signalbox project"),
                        "license",
                        Map.of("name", "Apache-2.0", "identifier", "Apache-2.0")));
        document.put("servers", List.of(server("/api/v1", "Version 1"), server("/", "The same, without its version")));
        document.put("security", List.of(Map.of("token", List.of())));
        document.put(
                "tags",
                Arrays.stream(Tag.values())
                        .map(tag -> Map.of("name", tag.word(), "description", tag.description()))
                        .toList());
        document.put("paths", paths);
        document.put("components", components());
        return Wire.write(document);
    }

    private static Map<String, Object> server(String url, String description) {
        return Map.of("url", url, "description", description);
    }

    private static Map<String, Object> components() {
        var schemas = Schemas.all();
        schemas.put("Document", Map.of("type", "object", "description", "This one.", "additionalProperties", true));
        var examples = new LinkedHashMap<String, Object>();
        EXAMPLES.forEach((name, message) -> examples.put(name, Map.of("value", message)));
        var responses = new LinkedHashMap<String, Object>();
        REFUSALS.forEach(refusal -> responses.put(refusal.name, refusal(refusal.example)));
        responses.put("Problem", problem("Anything else that went wrong", headers(Problem.HEADERS)));
        return Map.of(
                "schemas",
                schemas,
                "examples",
                examples,
                "responses",
                responses,
                "securitySchemes",
                Map.of(
                        "token",
                        Map.of("type", "http", "scheme", "bearer", "description", "A token of this workspace.")));
    }

    private static Map<String, Object> operation(Route route) {
        var operation = new LinkedHashMap<String, Object>();
        operation.put("operationId", route.about().name());
        operation.put("tags", List.of(route.about().tag().word()));
        operation.put("summary", route.about().summary());
        operation.put("description", description(route));
        if (route.role() == null) {
            operation.put("security", List.of());
        }
        var parameters = new ArrayList<Map<String, Object>>();
        VARIABLE.matcher(route.path())
                .results()
                .map(found -> variable(found.group(1), route.path()))
                .forEach(parameters::add);
        route.parameters().forEach(parameter -> parameters.add(parameter(parameter)));
        if (isTagged(route)) {
            parameters.add(parameter(IF_NONE_MATCH));
        }
        operation.put("parameters", parameters);
        if (!route.body().isEmpty()) {
            operation.put("requestBody", Map.of("required", true, "content", json(route.body(), route.body())));
        }
        operation.put("responses", responses(route));
        return operation;
    }

    private static String description(Route route) {
        var role = route.role() == null
                ? "Needs no token."
                : "Needs the role `" + route.role().word() + "`.";
        var more = route.about().more();
        return more.isEmpty() ? role : more + " " + role;
    }

    /// Whether its answer has a tag by which it is known again.
    private static boolean isTagged(Route route) {
        return route.method().equals("GET") && !route.answer().contains("/");
    }

    private static Map<String, Object> headers(List<String> names) {
        var headers = new LinkedHashMap<String, Object>();
        names.forEach(name -> headers.put(
                name, Map.of("description", HEADERS.getOrDefault(name, name), "schema", Map.of("type", "string"))));
        return headers;
    }

    // --- what is sent ---

    private static Map<String, Object> variable(String name, String path) {
        var numbered = path.contains("/operations/{id}") || path.contains("/plans/{id}");
        var parameter = switch (name) {
            case "name" -> Parameter.text(name, "the token's name");
            case "key" -> Parameter.text(name, "the Idempotency-Key");
            case "stream" -> Parameter.text(name, "out or err");
            default ->
                numbered
                        ? Parameter.number(name, "its number")
                        : Parameter.text(name, "the service's id, with %2F for a /");
        };
        var variable = new LinkedHashMap<>(parameter(parameter));
        variable.put("in", "path");
        variable.put("required", true);
        return variable;
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

    // --- what is answered ---

    private static Map<String, Object> responses(Route route) {
        var responses = new LinkedHashMap<String, Object>();
        responses.put(Integer.toString(route.success()), success(route, route.success()));
        route.others().forEach(status -> responses.put(Integer.toString(status), success(route, status)));
        if (isTagged(route)) {
            responses.put("304", Map.of("description", "It is as If-None-Match says", "headers", headers(told(route))));
        }
        var refused = refused(route);
        REFUSALS.stream()
                .filter(refusal -> refused.contains(refusal.example.status()))
                .forEach(refusal -> responses.put(
                        Integer.toString(refusal.example.status()), reference("responses", refusal.name)));
        responses.put("default", reference("responses", "Problem"));
        return responses;
    }

    /// Those that callers should know; all others are problems too.
    private static List<Integer> refused(Route route) {
        var refused = new ArrayList<>(List.of(400));
        if (route.role() != null) {
            refused.addAll(List.of(401, 403, 429));
        }
        if (route.path().contains("{")) {
            refused.add(404);
        }
        if (!route.method().equals("GET")) {
            refused.add(409);
        }
        if (!route.body().isEmpty() || route.parameters().contains(Idempotency.KEY)) {
            refused.add(422);
        }
        return refused;
    }

    private static Map<String, Object> refusal(Problem example) {
        var refusal = new LinkedHashMap<>(problem(
                example.title(),
                headers(example.more().keySet().stream().sorted().toList())));
        refusal.put(
                "content",
                Map.of(
                        Problem.TYPE,
                        Map.of(
                                "schema",
                                reference("schemas", "Problem"),
                                "examples",
                                Map.of("example", Map.of("value", example.message())))));
        return refusal;
    }

    private static Map<String, Object> problem(String description, Map<String, Object> headers) {
        return Map.of(
                "description",
                description,
                "headers",
                headers,
                "content",
                Map.of(Problem.TYPE, Map.of("schema", reference("schemas", "Problem"))));
    }

    private static Map<String, Object> success(Route route, int status) {
        var example = route.answer().replaceFirst("^\\[(.*)]$", "$1List") + (status == 202 ? "Accepted" : "");
        var content = new LinkedHashMap<>(
                route.answer().contains("/") ? text(route.answer()) : json(route.answer(), example));
        if (route.parameters().stream().anyMatch(parameter -> parameter.name().equals(FOLLOW))) {
            content.putAll(text("text/event-stream"));
        }
        return Map.of("description", route.about().summary(), "headers", headers(told(route)), "content", content);
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

    /// @param example its name, if there is one
    private static Map<String, Map<String, Object>> json(String schema, String example) {
        var content = new LinkedHashMap<String, Object>();
        content.put("schema", schema(schema));
        if (EXAMPLES.containsKey(example)) {
            content.put("examples", Map.of("example", reference("examples", example)));
        }
        return Map.of("application/json", content);
    }

    private static Map<String, Object> schema(String name) {
        return name.startsWith("[")
                ? Map.of("type", "array", "items", schema(name.substring(1, name.length() - 1)))
                : reference("schemas", name);
    }

    private static Map<String, Object> reference(String kind, String name) {
        return Map.of("$ref", "#/components/" + kind + "/" + name);
    }
}
