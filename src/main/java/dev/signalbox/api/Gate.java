package dev.signalbox.api;

import dev.signalbox.journal.JournalException;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where every request comes in and every answer goes out: finds its route, has it guarded, and makes a problem
/// of whatever goes wrong.
final class Gate implements Handler {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final String NO_ROUTE = "(none)";
    /// Others are counted as one, as anybody can invent them without end.
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Map<String, String> EVERYWHERE = Map.of(
            "Cache-Control", "no-cache",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin");

    private final Router router;
    private final Guard guard;
    private final Metrics metrics;
    private final Connections connections;

    Gate(Router router, Guard guard, Metrics metrics, Connections connections) {
        this.router = router;
        this.guard = guard;
        this.metrics = metrics;
        this.connections = connections;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws Exception {
        var begin = System.nanoTime();
        var method = request.prologue().method().text();
        var place = NO_ROUTE;
        var known = false;
        Answer answer;
        try {
            Function<String, Optional<String>> header = name -> header(request, name);
            guard.checkOrigin(header);
            var match = router.find(method, request.prologue().uriPath().rawPath());
            place = match.route().path();
            var caller =
                    guard.authorize(match.route(), header, request.remotePeer().host());
            known = true;
            var bytes = entity(request);
            connections.complete();
            var body = match.route().body().isEmpty() ? "" : text(bytes);
            answer = match.route()
                    .handler()
                    .handle(new Request(
                            match.route(),
                            caller,
                            match.values(),
                            query(request),
                            header,
                            body,
                            new Peer(
                                    request.localPeer().port(),
                                    request.remotePeer().port()),
                            () -> guard.admits(caller),
                            least -> guard.allows(caller, least)));
        } catch (Problem.Thrown e) {
            var address = request.remotePeer().host();
            answer = (known || guard.mayBeRefused(address) ? e.problem() : Problem.tooMany()).answer();
        } catch (CloseConnectionException | RequestException e) {
            throw e;
        } catch (InterruptedException e) {
            throw new CloseConnectionException("the server is closing", e);
        } catch (JournalException e) {
            answer = Problem.unavailable("the journal cannot be read: " + e.getMessage())
                    .answer();
        } catch (Exception e) {
            LOG.error("{} {} failed", method, place, e);
            answer = Problem.internal().answer();
        }
        if (!request.content().consumed()) {
            // Of a request that is refused: what is still to come of it has as little time as the rest.
            var _ = entity(request);
        }
        if (!(answer instanceof Answer.Stream)) {
            connections.answers();
        } else {
            // May go on for as long as somebody reads it.
            connections.complete();
        }
        send(answer, request, response, method);
        connections.complete();
        metrics.answered(
                METHODS.contains(method) ? method : "other",
                place,
                response.status().code(),
                Duration.ofNanos(System.nanoTime() - begin));
        if (request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
            throw new CloseConnectionException("the client wants no more");
        }
    }

    private static Optional<String> header(ServerRequest request, String name) {
        return request.headers().first(HeaderNames.create(name));
    }

    private static byte[] entity(ServerRequest request) {
        return request.content().hasEntity() ? request.content().as(byte[].class) : new byte[0];
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Problem.badRequest("the body is not UTF-8").thrown();
        }
    }

    private static Map<String, List<String>> query(ServerRequest request) {
        var query = new TreeMap<String, List<String>>();
        for (var name : request.query().names()) {
            var values = request.query().all(name);
            query.put(name, values.isEmpty() ? List.of("") : values);
        }
        return query;
    }

    private static void send(Answer answer, ServerRequest request, ServerResponse response, String method)
            throws InterruptedException {
        EVERYWHERE.forEach((name, value) -> response.headers().set(HeaderNames.create(name), value));
        switch (answer) {
            case Answer.Stream _ when method.equals("HEAD") -> response.send();
            case Answer.Stream stream -> stream.writeTo(response);
            case Answer.Fixed fixed ->
                fixed.send(
                        response,
                        matches(header(request, "If-None-Match").orElse(""), fixed.tag()),
                        method.equals("HEAD"));
            case Answer.Body body -> {
                var bytes = body.text().getBytes(StandardCharsets.UTF_8);
                body.headers().forEach((name, value) -> response.headers().set(HeaderNames.create(name), value));
                response.status(Status.create(body.status()));
                if (body.status() == 200
                        && (method.equals("GET") || method.equals("HEAD"))
                        && body.type().equals("application/json")) {
                    var tag = Answer.tag(bytes);
                    response.headers().set(HeaderNames.ETAG, tag);
                    if (matches(header(request, "If-None-Match").orElse(""), tag)) {
                        response.status(Status.NOT_MODIFIED_304).send();
                        return;
                    }
                }
                if (!body.type().isEmpty()) {
                    response.headers().set(HeaderNames.CONTENT_TYPE, body.type());
                }
                if (method.equals("HEAD")) {
                    response.contentLength(bytes.length);
                    response.send();
                } else {
                    response.send(bytes);
                }
            }
        }
    }

    private static boolean matches(String wanted, String tag) {
        return Arrays.stream(wanted.split(","))
                .map(String::strip)
                .anyMatch(each -> each.equals(tag) || each.equals("*"));
    }

    /// Answers what is no request that a handler could see.
    DirectHandler.TransportResponse refused(
            DirectHandler.TransportRequest request,
            DirectHandler.EventType type,
            Status status,
            ServerResponseHeaders headers,
            String message) {
        connections.complete();
        metrics.rejected("malformed");
        var problem = switch (status.code()) {
            case 413 -> Problem.tooLarge("the request is too large");
            case 503 -> Problem.unavailable("too many requests at once");
            case 500 -> Problem.internal();
            default -> Problem.badRequest("this is not a request as HTTP/1.1 has it");
        };
        var answer = (Answer.Body) problem.answer();
        EVERYWHERE.forEach((name, value) -> headers.set(HeaderNames.create(name), value));
        return DirectHandler.TransportResponse.builder()
                .status(Status.create(answer.status()))
                .headers(headers)
                .header(HeaderNames.CONTENT_TYPE, answer.type())
                .keepAlive(false)
                .entity(answer.text().getBytes(StandardCharsets.UTF_8))
                .build();
    }
}
