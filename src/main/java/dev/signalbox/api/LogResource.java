package dev.signalbox.api;

import dev.signalbox.api.Route.Parameter;
import dev.signalbox.engine.Output.Reach;
import dev.signalbox.engine.ServedEngine;
import dev.signalbox.journal.JournalException;
import dev.signalbox.log.LogBytes;
import dev.signalbox.log.LogFiles;
import dev.signalbox.log.LogLine;
import dev.signalbox.log.LogQuery;
import dev.signalbox.log.LogTail;
import dev.signalbox.operation.Operation;
import dev.signalbox.text.FileNames;
import dev.signalbox.wire.LogLineMessage;
import dev.signalbox.wire.LogSliceMessage;
import dev.signalbox.wire.ReachMessage;
import dev.signalbox.wire.Wire;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// The services' output.
final class LogResource {
    private static final String BYTES = "application/octet-stream";
    private static final int LINES = 200;
    private static final int MOST_LINES = 10_000;
    /// Characters of the lines in one answer. As JSON each may be six.
    private static final int MOST_TEXT = 1_000_000;
    /// How many such answers are made at a time: each takes some megabytes more while its lines are read.
    private static final int AT_ONCE = 2;
    private static final long POLL_MILLIS = 250;
    private static final int POLLS_PER_HEARTBEAT = 60;

    private final ServedEngine engine;
    private final ServicesResource services;
    private final BooleanSupplier closing;
    private final Turns pages = new Turns(AT_ONCE);

    LogResource(ServedEngine engine, ServicesResource services, BooleanSupplier closing) {
        this.engine = engine;
        this.services = services;
        this.closing = closing;
    }

    /// Opens what is to be followed; nothing if where it begins is not kept.
    private interface Beginning {
        Optional<LogTail> open() throws IOException;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "getOperationLog",
                        "/operations/{id}/log",
                        "What its service wrote from it on",
                        "LogSlice",
                        this::slice),
                Route.get(
                                "getLogBytes",
                                "/services/{id}/log/{stream}",
                                "The bytes of out or err, by Range",
                                BYTES,
                                this::bytes)
                        .or(206)
                        .with(Parameter.header("Range", "which bytes, such as bytes=-1000"))
                        .telling("Accept-Ranges", "Content-Range"),
                Route.get("getLog", "/services/{id}/log", "Its last lines, or those to come", "[LogLine]", this::read)
                        .with(
                                Parameter.number("lines", "how many at most, 200 if not given"),
                                Parameter.text("stream", "only out, err or console, comma-separated"),
                                Parameter.time("since", "only what was written at this time or later"),
                                Parameter.time("until", "only what was written before this time"),
                                Parameter.flag("follow", "go on with new lines, as server-sent events"),
                                Parameter.number(
                                        "from",
                                        "with follow: begin at this operation, and end after so many lines with an "
                                                + "event reach that says cut_short, or not_kept where the log has "
                                                + "not its beginning")));
    }

    private Answer read(Request request) throws IOException, JournalException, InterruptedException {
        var log = files(request);
        var wanted = wanted(request);
        var limit = request.number("lines", LINES, 0, MOST_LINES);
        var from = request.text("from").map(LogResource::number);
        if (request.flag("follow")) {
            Beginning beginning =
                    from.isPresent() ? at(from.get(), log) : () -> Optional.of(page(log, limit, limit, _ -> true));
            var most = from.isPresent() ? limit : Long.MAX_VALUE;
            return (Answer.Stream)
                    response -> follow(response, beginning, most, wanted, request.path("id"), request.admitted());
        }
        if (from.isPresent()) {
            throw Problem.badRequest("from is there without follow=true. Allowed: both; or /operations/" + from.get()
                            + "/log, what was written up to the next operation")
                    .thrown();
        }
        // What does not fit the filter must not use up the limit.
        var filtered = request.text("stream").isPresent()
                || request.text("since").isPresent()
                || request.text("until").isPresent();
        return pages.take(() -> {
            var tail = page(log, filtered ? MOST_LINES : limit, limit, wanted);
            return Answer.ok(firstOf(tail, tail.pollWhole(), request.path("id")).stream()
                    .map(LogLineMessage::of)
                    .toList());
        });
    }

    private static LogTail page(LogFiles log, int back, int limit, Predicate<LogLine> wanted) throws IOException {
        return LogTail.ofPage(log, back, limit, MOST_TEXT, wanted);
    }

    /// What there is of a log, or as much of it as an answer may have, and that some is left out.
    private static List<LogLine> firstOf(LogTail tail, List<LogLine> lines, String service) {
        if (!tail.isCut()) {
            return lines;
        }
        var all = new ArrayList<LogLine>();
        var path = "/services/" + FileNames.of(service) + "/log/";
        var text = "earlier lines are left out, as an answer has at most " + MOST_TEXT + " characters of them; " + path
                + "out and " + path + "err have all that is kept, by Range";
        all.add(new LogLine(null, LogLine.Stream.CONSOLE, text));
        all.addAll(lines);
        return all;
    }

    private static long number(String operation) {
        return Request.digits(operation)
                .orElseThrow(() -> Problem.badRequest(
                                "from is " + Request.quoted(operation) + ". Allowed: the number of an operation")
                        .thrown());
    }

    private Beginning at(long id, LogFiles log) throws JournalException {
        var ticket = engine.ticket(id);
        var operation = ticket == null
                ? engine.history().details(id).map(details -> details.recorded().operation())
                : Optional.of(ticket.operation());
        // Where one began that is not known, or not any more, is not known either.
        var mark = operation.map(Operation::mark);
        return mark.isPresent() ? () -> LogTail.openAt(log, mark.get()) : Optional::empty;
    }

    private Answer slice(Request request) throws JournalException, InterruptedException {
        var operation = engine.history()
                .details(request.id())
                .orElseThrow(() -> OperationsResource.unknown(request))
                .recorded()
                .operation();
        return pages.take(() -> Answer.ok(LogSliceMessage.of(engine.written(operation))));
    }

    /// What was written to one stream, or a range of it. Its offsets stay the same while the log is rotated.
    private Answer bytes(Request request) throws IOException {
        var files = files(request);
        var log = switch (request.path("stream")) {
            case "out" -> files.out();
            case "err" -> files.err();
            default ->
                throw Problem.notFound(
                                "there is no stream " + Request.quoted(request.path("stream")) + ". Allowed: out, err")
                        .thrown();
        };
        var range = request.header("Range").orElse("");
        try (var bytes = LogBytes.open(log)) {
            var wanted = ByteRange.of(range, bytes.start(), bytes.end());
            var extent = range.isEmpty() ? "" : wanted.describe(bytes.end());
            return new Bytes(log, wanted, extent);
        }
    }

    /// @param extent the header `Content-Range`; empty for none
    private record Bytes(Path log, ByteRange range, String extent) implements Answer.Stream {
        @Override
        public void head(ServerResponse response) {
            response.headers().set(HeaderNames.CONTENT_TYPE, BYTES);
            response.headers().set(HeaderNames.ACCEPT_RANGES, "bytes");
            response.headers().set(HeaderNames.CONTENT_LENGTH, Long.toString(range.to() - range.from()));
            if (!extent.isEmpty()) {
                response.status(Status.PARTIAL_CONTENT_206);
                response.headers().set(HeaderNames.CONTENT_RANGE, extent);
            }
        }

        @Override
        public void writeTo(ServerResponse response) {
            head(response);
            try (var bytes = LogBytes.open(log);
                    var out = response.outputStream()) {
                bytes.copy(range.from(), range.to(), out);
            } catch (IOException | UncheckedIOException | ServerConnectionException e) {
                throw new CloseConnectionException("the reader or the log has gone", e);
            }
        }
    }

    private LogFiles files(Request request) {
        var log = engine.log(services.find(request).id());
        if (log == null) {
            throw Problem.notFound("the output of " + request.path("id") + " is not kept here")
                    .thrown();
        }
        return log;
    }

    private static Predicate<LogLine> wanted(Request request) {
        var streams = request.words("stream", LogLine.Stream.class);
        var since = request.time("since").orElse(null);
        var until = request.time("until").orElse(null);
        var query = new LogQuery("", false, true, Set.of(), Set.of(), since, until);
        return line -> (streams.isEmpty() || streams.contains(line.stream())) && query.isInTime(line.time());
    }

    /// @param most how many lines are told
    private void follow(
            ServerResponse response,
            Beginning beginning,
            long most,
            Predicate<LogLine> wanted,
            String service,
            BooleanSupplier admitted)
            throws InterruptedException {
        try (var sink = response.sink(SseSink.TYPE)) {
            sink.emit(SseEvent.builder().comment("hello").build());
            var tail = beginning.open();
            var end = tail.isPresent() ? follow(sink, tail.get(), most, wanted, service, admitted) : Reach.NOT_KEPT;
            if (end != Reach.ON) {
                emit(sink, "reach", ReachMessage.of(end));
            }
        } catch (IOException | UncheckedIOException | ServerConnectionException e) {
            throw new CloseConnectionException("the reader or the log has gone", e);
        }
    }

    /// @return how far the lines go that were told
    private Reach follow(
            SseSink sink, LogTail tail, long most, Predicate<LogLine> wanted, String service, BooleanSupplier admitted)
            throws IOException, InterruptedException {
        var left = most;
        var quiet = 0;
        while (!closing.getAsBoolean() && admitted.getAsBoolean()) {
            for (var line : firstOf(tail, tail.poll(), service)) {
                if (wanted.test(line)) {
                    if (left-- == 0) {
                        return Reach.CUT_SHORT;
                    }
                    emit(sink, "line", LogLineMessage.of(line));
                    quiet = 0;
                }
            }
            if (++quiet % POLLS_PER_HEARTBEAT == 0) {
                sink.emit(SseEvent.builder().comment("still here").build());
            }
            Thread.sleep(POLL_MILLIS);
        }
        return Reach.ON;
    }

    private static void emit(SseSink sink, String name, Object message) {
        sink.emit(SseEvent.builder().name(name).data(Wire.write(message)).build());
    }
}
