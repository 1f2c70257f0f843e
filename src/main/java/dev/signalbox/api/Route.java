package dev.signalbox.api;

import dev.signalbox.operation.Why;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing that can be asked of the API.
///
/// @param path with `{name}` for what varies
/// @param role the least that its caller must have; `null` if everybody may ask
/// @param parameters of the query, others are refused; and headers that are looked at
/// @param body the schema of what is sent; empty for nothing
/// @param success the status of its plain success
/// @param others statuses that the same body may come with besides
/// @param told headers that its answer may have, beside those that all have
/// @param answer the schema of the success's body, or a media type that is no JSON; empty for nothing
record Route(
        String method,
        String path,
        @Nullable Role role,
        String summary,
        List<Parameter> parameters,
        String body,
        int success,
        List<Integer> others,
        List<String> told,
        String answer,
        Handler handler) {

    /// Answers a request.
    @FunctionalInterface
    interface Handler {
        Answer handle(Request request) throws Exception;
    }

    /// Something that a request may hold.
    ///
    /// @param place `query` or `header`
    /// @param type of its value: `boolean`, `integer`, `duration`, `time` or `string`
    record Parameter(String place, String name, String type, String description) {
        /// The words of who asks, see [Request#why].
        static final Parameter WHY = text("why", "for the others, of at most " + Why.MOST + " characters");

        static Parameter flag(String name, String description) {
            return new Parameter("query", name, "boolean", description);
        }

        static Parameter number(String name, String description) {
            return new Parameter("query", name, "integer", description);
        }

        static Parameter duration(String name, String description) {
            return new Parameter("query", name, "duration", description);
        }

        static Parameter time(String name, String description) {
            return new Parameter("query", name, "time", description);
        }

        static Parameter header(String name, String description) {
            return new Parameter("header", name, "string", description);
        }

        boolean isHeader() {
            return place.equals("header");
        }

        static Parameter text(String name, String description) {
            return new Parameter("query", name, "string", description);
        }
    }

    /// Its answer may have these headers.
    Route telling(String... headers) {
        return new Route(
                method, path, role, summary, parameters, body, success, others, List.of(headers), answer, handler);
    }

    static Route get(String path, String summary, String answer, Handler handler) {
        return new Route("GET", path, Role.READ, summary, List.of(), "", 200, List.of(), List.of(), answer, handler);
    }

    static Route post(String path, String summary, int success, String answer, Handler handler) {
        return new Route(
                "POST", path, Role.OPERATE, summary, List.of(), "", success, List.of(), List.of(), answer, handler);
    }

    static Route delete(String path, String summary, int success, String answer, Handler handler) {
        return new Route(
                "DELETE", path, Role.OPERATE, summary, List.of(), "", success, List.of(), List.of(), answer, handler);
    }

    Route with(Parameter... all) {
        return new Route(method, path, role, summary, List.of(all), body, success, others, told, answer, handler);
    }

    Route taking(String schema) {
        return new Route(method, path, role, summary, parameters, schema, success, others, told, answer, handler);
    }

    Route by(@Nullable Role least) {
        return new Route(method, path, least, summary, parameters, body, success, others, told, answer, handler);
    }

    Route or(Integer... statuses) {
        return new Route(
                method, path, role, summary, parameters, body, success, List.of(statuses), told, answer, handler);
    }

    Route method(String other) {
        return new Route(other, path, role, summary, parameters, body, success, others, told, answer, handler);
    }
}
