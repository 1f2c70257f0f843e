package dev.signalbox.api;

import dev.signalbox.code.Code;
import dev.signalbox.journal.JournalException;
import io.helidon.common.socket.SocketWriterException;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.UncheckedIOException;
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
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where every request comes in and every answer goes out: finds its route, has it guarded, and makes a problem
/// of whatever goes wrong.
final class Gate implements Handler {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final String NO_ROUTE = "(none)";
    private static final String OTHER = "other";
    /// Others are counted as one, as anybody can invent them without end.
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Map<String, String> EVERYWHERE = Map.of(
            "Cache-Control", "no-cache",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin");

    /// Of others a request has one at most: of two, one reader takes the first and another one the second.
    private static final Set<String> LISTS = Set.of("If-None-Match");
    private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://([^/]*)(/.*)?");

    private final Router router;
    private final Guard guard;
    private final Metrics metrics;
    private final Shares shares;
    private final LargeAnswers large;

    /// @param shares of those who are let in
    /// @param large those of all gates
    Gate(Router router, Guard guard, Metrics metrics, Shares shares, LargeAnswers large) {
        this.router = router;
        this.guard = guard;
        this.metrics = metrics;
        this.shares = shares;
        this.large = large;
    }

    /// What is known of a request by and by.
    private static final class Visit {
        private String place = NO_ROUTE;
        /// Whether it is known who asks.
        private boolean isKnown;
        /// Who has it going on; empty for nobody.
        private String sharer = "";
        /// Characters of its answer that count as being on their way.
        private int length;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws Exception {
        var begin = System.nanoTime();
        var connection = Connection.current();
        var method = request.prologue().method().text();
        var visit = new Visit();
        try {
            var answer = inRoom(answer(request, connection, visit), visit);
            var ends = request.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
            if (!request.content().consumed()) {
                if (request.headers().containsToken(HeaderValues.EXPECT_100)) {
                    // Would be asked to send it, for nothing.
                    ends = true;
                    response.headers().set(HeaderValues.CONNECTION_CLOSE);
                } else {
                    // Of a request that is refused: what is still to come of it has as little time as the rest.
                    var _ = entity(request);
                }
            }
            if (!(answer instanceof Answer.Stream)) { // that may go on for as long as somebody reads it
                connection.answers();
            }
            ends |= !isSent(answer, request, response, visit);
            metrics.answered(
                    METHODS.contains(method) ? method : OTHER,
                    visit.place,
                    response.status().code(),
                    Duration.ofNanos(System.nanoTime() - begin));
            if (ends) {
                throw new CloseConnectionException("the client wants no more");
            }
            connection.finished();
        } finally {
            large.leave(visit.sharer, visit.length);
            if (!visit.sharer.isEmpty()) {
                shares.leave(visit.sharer);
            }
        }
    }

    /// An answer, or that there is no room for one as large.
    private Answer inRoom(Answer answer, Visit visit) {
        if (!(answer instanceof Answer.Body body)) {
            return answer;
        }
        var length = body.text().length();
        if (!large.enter(visit.sharer, length)) {
            metrics.rejected("large");
            return Problem.tooLargeAtOnce().answer();
        }
        visit.length = length;
        return answer;
    }

    /// Sends an answer, or that there is none.
    ///
    /// @return whether it was sent, and not the other
    private static boolean isSent(Answer answer, ServerRequest request, ServerResponse response, Visit visit)
            throws InterruptedException {
        try {
            send(answer, request, response);
            return true;
        } catch (CloseConnectionException e) {
            throw e;
        } catch (UncheckedIOException | SocketWriterException e) {
            throw new CloseConnectionException("nobody takes the answer", e);
        } catch (RuntimeException e) {
            // Of some headers the library looks at their values only when it answers.
            var theirs = e instanceof HttpException;
            if (!theirs) {
                LOG.error("{} was not answered", visit.place, e);
            }
            if (response.isSent()) {
                throw new CloseConnectionException("the answer broke off", e);
            }
            response.headers().set(HeaderValues.CONNECTION_CLOSE);
            send(
                    (theirs ? Problem.badRequest("a header is not as HTTP has it") : Problem.internal()).answer(),
                    request,
                    response);
            return false;
        }
    }

    private Answer answer(ServerRequest request, Connection connection, Visit visit) {
        var method = request.prologue().method().text();
        try {
            Function<String, Optional<String>> header = name -> header(request, name);
            guard.checkOrigin(header);
            var match = router.find(method, path(request.prologue().uriPath().rawPath(), header));
            var route = match.route();
            visit.place = route.path();
            var caller = authorize(route, header, connection);
            visit.isKnown = true;
            if (route.role() != null) {
                share(caller, visit);
            }
            var bytes = entity(request);
            connection.complete();
            var body = route.body().isEmpty() ? "" : text(bytes);
            return route.handler()
                    .handle(new Request(
                            route,
                            caller,
                            match.values(),
                            query(request),
                            header,
                            body,
                            connection::end,
                            () -> guard.admits(caller),
                            least -> guard.allows(caller, least)));
        } catch (Problem.Thrown e) {
            var isTold = visit.isKnown || guard.mayBeRefused(connection.owner());
            return (isTold ? e.problem() : Problem.tooMany()).answer();
        } catch (CloseConnectionException e) {
            throw e;
        } catch (InterruptedException e) {
            throw new CloseConnectionException("the server is closing", e);
        } catch (JournalException e) {
            return Problem.unavailable("the journal cannot be read: " + e.getMessage())
                    .coded(Code.JOURNAL_DOWN)
                    .answer();
        } catch (Exception e) {
            LOG.error("{} {} failed", METHODS.contains(method) ? method : OTHER, visit.place, e);
            return Problem.internal().answer();
        }
    }

    /// A target with a scheme names the server once more (RFC 9112), and it must be this one both times.
    private String path(String target, Function<String, Optional<String>> header) {
        var absolute = ABSOLUTE.matcher(target);
        if (!absolute.matches()) {
            return target;
        }
        var authority = absolute.group(1);
        guard.checkOrigin(name -> name.equals("Host") ? Optional.of(authority) : header.apply(name));
        return absolute.group(2) == null ? "/" : absolute.group(2);
    }

    private Caller authorize(Route route, Function<String, Optional<String>> header, Connection connection) {
        try {
            var caller = guard.authorize(route, header, connection.owner());
            if (route.role() != null) {
                connection.admit();
            }
            return caller;
        } catch (Problem.Thrown e) {
            connection.doubt();
            throw e;
        }
    }

    private void share(Caller caller, Visit visit) {
        if (!shares.enter(caller.name())) {
            metrics.rejected("share");
            throw Problem.tooMuchAtOnce(caller.name()).thrown();
        }
        visit.sharer = caller.name();
    }

    private static Optional<String> header(ServerRequest request, String name) {
        var values = request.headers().all(HeaderNames.create(name), List::of);
        if (values.size() > 1 && !LISTS.contains(name)) {
            throw Problem.badRequest("the header " + name + " is there " + values.size() + " times. Allowed: once")
                    .thrown();
        }
        return values.stream().findFirst();
    }

    /// The body, all of it; what is wrong with it is its sender's fault.
    private static byte[] entity(ServerRequest request) {
        try {
            return request.content().hasEntity() ? request.content().as(byte[].class) : new byte[0];
        } catch (CloseConnectionException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CloseConnectionException("the body did not arrive", e);
        }
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

    private static void send(Answer answer, ServerRequest request, ServerResponse response)
            throws InterruptedException {
        var method = request.prologue().method().text();
        EVERYWHERE.forEach((name, value) -> response.headers().set(HeaderNames.create(name), value));
        switch (answer) {
            case Answer.Stream stream
            when method.equals("HEAD") -> {
                stream.head(response);
                response.send();
            }
            case Answer.Stream stream -> stream.writeTo(response);
            case Answer.Fixed fixed -> send(fixed.bytes(), Answer.JSON, fixed.tag(), request, response);
            case Answer.Body body -> {
                var bytes = body.text().getBytes(StandardCharsets.UTF_8);
                body.headers().forEach((name, value) -> response.headers().set(HeaderNames.create(name), value));
                response.status(Status.create(body.status()));
                var isTagged = body.status() == 200
                        && (method.equals("GET") || method.equals("HEAD"))
                        && body.type().equals(Answer.JSON);
                send(bytes, body.type(), isTagged ? Answer.tag(bytes) : "", request, response);
            }
        }
    }

    /// @param type empty for none
    /// @param tag empty for none
    private static void send(byte[] bytes, String type, String tag, ServerRequest request, ServerResponse response) {
        if (!tag.isEmpty()) {
            response.headers().set(HeaderNames.ETAG, tag);
            if (matches(header(request, "If-None-Match").orElse(""), tag)) {
                response.status(Status.NOT_MODIFIED_304).send();
                return;
            }
        }
        if (!type.isEmpty()) {
            response.headers().set(HeaderNames.CONTENT_TYPE, type);
        }
        if (request.prologue().method().text().equals("HEAD")) {
            response.contentLength(bytes.length);
            response.send();
        } else {
            response.send(bytes);
        }
    }

    private static boolean matches(String wanted, String tag) {
        return Arrays.stream(wanted.split(","))
                .map(String::strip)
                .anyMatch(each -> each.equals(tag) || each.equals("*"));
    }

    /// Answers what is no request that a handler could see. None of its bytes are told, here or in the log.
    DirectHandler.TransportResponse refused(
            DirectHandler.TransportRequest request,
            DirectHandler.EventType type,
            Status status,
            ServerResponseHeaders headers,
            String message) {
        var connection = Connection.current();
        var ours = connection.isHandled() && status.code() == 500;
        if (ours) {
            LOG.error("a request failed by a mistake of the program");
        } else {
            metrics.rejected("malformed");
        }
        connection.malformed();
        var problem = ours ? Problem.internal() : problem(status);
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

    /// Whatever the library made of it, which calls some of its callers' mistakes its own.
    private static Problem problem(Status status) {
        return switch (status.code()) {
            case 411 -> Problem.lengthRequired();
            case 413 -> Problem.tooLarge("the request is too large");
            case 414 -> Problem.tooLong();
            case 505 -> Problem.otherVersion();
            default -> Problem.badRequest("this is not a request as HTTP/1.1 has it");
        };
    }
}
