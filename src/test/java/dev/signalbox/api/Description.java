package dev.signalbox.api;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What the API says of itself, to hold its answers against. Safe to use from any thread.
final class Description {
    private static final Map<String, Description> KNOWN = new ConcurrentHashMap<>();
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    /// Those of HTTP itself, and those that protect whoever looks at the answer with a browser.
    private static final Set<String> ON_ALL = Set.of(
            "cache-control",
            "connection",
            "content-length",
            "content-security-policy",
            "content-type",
            "cross-origin-resource-policy",
            "date",
            "referrer-policy",
            "transfer-encoding",
            "x-content-type-options",
            "x-frame-options");

    private final JsonNode document;
    private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();

    private Description(String text) {
        // As JSON Schema has it, which knows no components.
        document = JsonMapper.shared().readTree(text.replace("#/components/schemas/", "#/$defs/"));
    }

    /// The whole of it, with the schemas where JSON Schema looks for them.
    JsonNode document() {
        return document;
    }

    static Description of(List<Route> routes) {
        return KNOWN.computeIfAbsent(OpenApi.of(routes), Description::new);
    }

    /// What an answer differs in from what was promised for the request.
    ///
    /// @param path with the query
    List<String> faults(String method, String path, HttpHeaders headers, int status, String answer) {
        var responses = responses(method, path);
        var response = response(responses, status);
        var faults = new ArrayList<>(faults(
                method, responses, status, headers.firstValue("Content-Type").orElse(""), answer));
        if (responses.isMissingNode()) {
            return faults; // nothing is said of what cannot be asked
        }
        headers.map().keySet().stream()
                .filter(name -> !ON_ALL.contains(name.toLowerCase(Locale.ROOT)))
                .filter(name ->
                        response.path("headers").propertyNames().stream().noneMatch(name::equalsIgnoreCase))
                .forEach(name -> faults.add("the header " + name + " of " + status + " is not described"));
        return faults;
    }

    private JsonNode response(JsonNode responses, int status) {
        var word = Integer.toString(status);
        return followed(responses.path(responses.has(word) ? word : "default"));
    }

    /// What a reference refers to.
    JsonNode followed(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asString().substring(1)) : node;
    }

    private List<String> faults(String method, JsonNode responses, int status, String contentType, String answer) {
        var type = contentType.replaceAll(";.*", "").strip();
        var content = response(responses, status).path("content");
        if (status < 400 && !responses.has(Integer.toString(status))) {
            return List.of(status + " is not described");
        }
        if (method.equals("HEAD") || status == 304) {
            return answer.isEmpty() ? List.of() : List.of("there is a body");
        }
        if (responses.isMissingNode() || content.has(Problem.TYPE)) {
            return problemFaults(status, type, answer);
        }
        if (!content.has(type)) {
            return List.of("the type " + type + " is not described");
        }
        return type.equals("application/json")
                ? faults(content.path(type).path("schema"), JsonMapper.shared().readTree(answer))
                : List.of();
    }

    private List<String> problemFaults(int status, String type, String answer) {
        if (!type.equals(Problem.TYPE)) {
            return List.of(status + " came as " + type);
        }
        var problem = JsonMapper.shared().readTree(answer);
        var faults = new ArrayList<>(faults("Problem", problem));
        if (problem.path("status").asInt() != status) {
            faults.add(status + " is told as " + problem.path("status"));
        }
        return faults;
    }

    /// What `json` differs in from the schema of that name.
    List<String> faults(String schema, JsonNode json) {
        return faults(JsonMapper.shared().createObjectNode().put("$ref", "#/$defs/" + schema), json);
    }

    List<String> faults(JsonNode schema, JsonNode json) {
        return schemas
                .computeIfAbsent(schema, key -> {
                    var root = (ObjectNode) key.deepCopy();
                    root.set("$defs", document.path("components").path("schemas"));
                    return REGISTRY.getSchema(root);
                })
                .validate(json)
                .stream()
                .map(Object::toString)
                .toList();
    }

    private JsonNode responses(String method, String path) {
        var verb = (method.equals("HEAD") ? "GET" : method).toLowerCase(Locale.ROOT);
        var parts = path.replaceAll("\\?.*", "")
                .replaceFirst("^/api/v1(?=/)", "")
                .replaceFirst("/$", "")
                .split("/", -1);
        return document.path("paths").properties().stream()
                .filter(entry -> matches(entry.getKey().split("/", -1), parts))
                .map(entry -> entry.getValue().path(verb).path("responses"))
                .findFirst()
                .orElse(JsonMapper.shared().missingNode());
    }

    private static boolean matches(String[] pattern, String[] parts) {
        return Arrays.equals(pattern, parts, (one, other) -> one.startsWith("{") ? 0 : one.compareTo(other));
    }
}
