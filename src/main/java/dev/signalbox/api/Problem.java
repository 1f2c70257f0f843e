package dev.signalbox.api;

import dev.signalbox.code.Code;
import dev.signalbox.wire.ProblemMessage;
import dev.signalbox.wire.Wire;
import java.util.List;
import java.util.Map;

/// What went wrong with a request, as `application/problem+json` (RFC 9457).
///
/// @param more headers of the answer
record Problem(int status, Code code, String title, String detail, List<String> errors, Map<String, String> more) {
    static final String TYPE = "application/problem+json";
    /// All that an answer may have besides.
    static final List<String> HEADERS = List.of("Allow", "Content-Range", "Retry-After", "WWW-Authenticate");

    /// Ends the handling of a request with this problem.
    static final class Thrown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        private Thrown(Problem problem) {
            super(problem.detail, null, false, false);
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }

    private static Problem of(int status, Code code, String title, String detail) {
        return new Problem(status, code, title, detail, List.of(), Map.of());
    }

    static Problem badRequest(String detail) {
        return of(400, Code.INVALID, "Bad request", detail);
    }

    static Problem unauthorized(String detail) {
        return of(401, Code.UNAUTHENTICATED, "Not authenticated", detail)
                .with("WWW-Authenticate", "Bearer realm=\"signalbox\"");
    }

    static Problem forbidden(String detail) {
        return of(403, Code.FORBIDDEN, "Forbidden", detail);
    }

    static Problem notFound(String detail) {
        return of(404, Code.NOT_FOUND, "Not found", detail);
    }

    static Problem methodNotAllowed(String method, String allowed) {
        return of(405, Code.INVALID, "Method not allowed", method + " is not possible here. Allowed: " + allowed)
                .with("Allow", allowed);
    }

    static Problem conflict(String detail) {
        return of(409, Code.POINTLESS, "Conflict", detail);
    }

    /// Chunks are not taken: their framing would be as long as their sender likes.
    static Problem lengthRequired() {
        return of(
                411, Code.INVALID, "Length required", "the request has a Transfer-Encoding. Allowed: a Content-Length");
    }

    static Problem tooLarge(String detail) {
        return of(413, Code.TOO_LARGE, "Too large", detail);
    }

    static Problem tooLong() {
        return of(414, Code.TOO_LARGE, "Target too long", "the request's first line is too long. Allowed: 4 KiB");
    }

    static Problem unsupportedType(String found) {
        return of(415, Code.INVALID, "Unsupported media type", "the body is " + found + ". Allowed: application/json");
    }

    /// @param end how long it is
    static Problem notSatisfiable(String detail, long end) {
        return of(416, Code.INVALID, "Range not satisfiable", detail).with("Content-Range", "bytes */" + end);
    }

    static Problem misdirected(String detail) {
        return of(421, Code.INVALID, "Misdirected request", detail);
    }

    static Problem unprocessable(String detail) {
        return of(422, Code.INVALID, "Unprocessable", detail);
    }

    static Problem tooMany() {
        return of(429, Code.TOO_MANY, "Too many requests", "too many requests; try again in a second")
                .with("Retry-After", "1");
    }

    static Problem tooMuchAtOnce(String caller) {
        return of(
                        429,
                        Code.TOO_MANY,
                        "Too many requests",
                        caller + " has too many requests and streams going on at once")
                .with("Retry-After", "1");
    }

    static Problem tooLargeAtOnce() {
        return of(
                        429,
                        Code.TOO_MANY,
                        "Too many requests",
                        "too many large answers are on their way that are taken slowly")
                .with("Retry-After", "1");
    }

    static Problem internal() {
        return of(
                500,
                Code.INTERNAL,
                "Internal error",
                "the request failed by a mistake of the program; its log says more");
    }

    static Problem unavailable(String detail) {
        return of(503, Code.REFUSED, "Unavailable", detail).with("Retry-After", "1");
    }

    /// What the queue has refused.
    ///
    static Problem refused(String detail, Code code) {
        // Where it is because of what waits, asking again alone does not help.
        return (code == Code.QUEUE_FULL ? conflict(detail) : unavailable(detail)).coded(code);
    }

    static Problem otherVersion() {
        return of(505, Code.INVALID, "Version not supported", "the request is of HTTP/1.0. Allowed: HTTP/1.1");
    }

    /// The same, about something that has a code of its own.
    Problem coded(Code other) {
        return new Problem(status, other, title, detail, errors, more);
    }

    private Problem with(String header, String value) {
        return new Problem(status, code, title, detail, errors, Map.of(header, value));
    }

    Problem with(List<String> each) {
        return new Problem(status, code, title, detail, each, more);
    }

    Thrown thrown() {
        return new Thrown(this);
    }

    ProblemMessage message() {
        return ProblemMessage.of(code, title, status, detail, errors);
    }

    Answer answer() {
        return new Answer.Body(status, TYPE, Wire.write(message()), more);
    }
}
