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
        About about,
        String method,
        String path,
        @Nullable Role role,
        List<Parameter> parameters,
        String body,
        int success,
        List<Integer> others,
        List<String> told,
        String answer,
        Handler handler) {

    /// How it is described.
    ///
    /// @param name by which clients that are made of the description call it: `restartService`. Is never changed
    /// @param more what the summary does not say, in Markdown; empty for nothing
    record About(String name, Tag tag, String summary, String more) {}

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
                about, method, path, role, parameters, body, success, others, List.of(headers), answer, handler);
    }

    static Route get(String name, String path, String summary, String answer, Handler handler) {
        return new Route(
                about(name, summary),
                "GET",
                path,
                Role.READ,
                List.of(),
                "",
                200,
                List.of(),
                List.of(),
                answer,
                handler);
    }

    static Route post(String name, String path, String summary, int success, String answer, Handler handler) {
        return new Route(
                about(name, summary),
                "POST",
                path,
                Role.OPERATE,
                List.of(),
                "",
                success,
                List.of(),
                List.of(),
                answer,
                handler);
    }

    static Route delete(String name, String path, String summary, int success, String answer, Handler handler) {
        return new Route(
                about(name, summary),
                "DELETE",
                path,
                Role.OPERATE,
                List.of(),
                "",
                success,
                List.of(),
                List.of(),
                answer,
                handler);
    }

    /// About the engine itself, as long as nothing else is said.
    private static About about(String name, String summary) {
        return new About(name, Tag.SYSTEM, summary, "");
    }

    private Route with(About other) {
        return new Route(other, method, path, role, parameters, body, success, others, told, answer, handler);
    }

    Route tagged(Tag tag) {
        return with(new About(about.name, tag, about.summary, about.more));
    }

    /// Says more of it than its summary.
    Route saying(String more) {
        return with(new About(about.name, about.tag, about.summary, more));
    }

    Route with(Parameter... all) {
        return new Route(about, method, path, role, List.of(all), body, success, others, told, answer, handler);
    }

    Route taking(String schema) {
        return new Route(about, method, path, role, parameters, schema, success, others, told, answer, handler);
    }

    Route by(@Nullable Role least) {
        return new Route(about, method, path, least, parameters, body, success, others, told, answer, handler);
    }

    Route or(Integer... statuses) {
        return new Route(
                about, method, path, role, parameters, body, success, List.of(statuses), told, answer, handler);
    }

    Route method(String other) {
        return new Route(about, other, path, role, parameters, body, success, others, told, answer, handler);
    }
}
