package dev.signalbox.api;

import dev.signalbox.api.Route.Parameter;
import dev.signalbox.engine.ServedEngine;
import dev.signalbox.journal.JournalException;
import dev.signalbox.log.LogBytes;
import dev.signalbox.log.LogFiles;
import dev.signalbox.log.LogLine;
import dev.signalbox.log.LogTail;
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
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The services' output.
final class LogResource {
    private static final String BYTES = "application/octet-stream";
    private static final int LINES = 200;
    private static final int MOST_LINES = 10_000;
    private static final long POLL_MILLIS = 250;
    private static final int POLLS_PER_HEARTBEAT = 60;

    private final ServedEngine engine;
    private final ServicesResource services;
    private final BooleanSupplier closing;

    LogResource(ServedEngine engine, ServicesResource services, BooleanSupplier closing) {
        this.engine = engine;
        this.services = services;
        this.closing = closing;
    }

    record LineView(@Nullable Instant time, String stream, String text) {
        static LineView of(LogLine line) {
            return new LineView(line.time(), Json.word(line.stream()), line.text());
        }
    }

    /// What was written from an operation on, until the next one.
    ///
    /// @param remark what the lines do not say
    record SliceView(List<LineView> lines, String remark) {}

    List<Route> routes() {
        return List.of(
                Route.get("/operations/{id}/log", "What its service wrote from it on", "LogSlice", this::slice),
                Route.get("/services/{id}/log/{stream}", "The bytes of out or err, by Range", BYTES, this::bytes)
                        .or(206)
                        .with(Parameter.header("Range", "which bytes, such as bytes=-1000"))
                        .telling("Accept-Ranges", "Content-Range"),
                Route.get("/services/{id}/log", "Its last lines, or those to come", "[LogLine]", this::read)
                        .with(
                                Parameter.number("lines", "how many at most, 200 if not given"),
                                Parameter.text("stream", "only out, err or console, comma-separated"),
                                Parameter.time("since", "only what was written at this time or later"),
                                Parameter.time("until", "only what was written before this time"),
                                Parameter.flag("follow", "go on with new lines, as server-sent events")));
    }

    private Answer read(Request request) throws IOException {
        var log = files(request);
        var wanted = wanted(request);
        var limit = request.number("lines", LINES, 0, MOST_LINES);
        if (request.flag("follow")) {
            return (Answer.Stream) response -> follow(response, log, limit, wanted, request.admitted());
        }
        // What does not fit the filter must not use up the limit.
        var filtered = request.text("stream").isPresent()
                || request.text("since").isPresent()
                || request.text("until").isPresent();
        var lines = LogTail.open(log, filtered ? MOST_LINES : limit).poll().stream()
                .filter(wanted)
                .map(LineView::of)
                .toList();
        return Answer.ok(lines.subList(Math.max(0, lines.size() - limit), lines.size()));
    }

    private Answer slice(Request request) throws JournalException {
        var operation = engine.history()
                .details(request.id())
                .orElseThrow(() -> OperationsResource.unknown(request))
                .recorded()
                .operation();
        var slice = engine.written(operation);
        return Answer.ok(new SliceView(slice.lines().stream().map(LineView::of).toList(), Json.word(slice.remark())));
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
            return (Answer.Stream) response -> write(response, log, wanted, extent);
        }
    }

    private static void write(ServerResponse response, Path log, ByteRange range, String extent) {
        response.headers().set(HeaderNames.CONTENT_TYPE, BYTES);
        response.headers().set(HeaderNames.ACCEPT_RANGES, "bytes");
        response.headers().set(HeaderNames.CONTENT_LENGTH, Long.toString(range.to() - range.from()));
        if (!extent.isEmpty()) {
            response.status(Status.PARTIAL_CONTENT_206);
            response.headers().set(HeaderNames.CONTENT_RANGE, extent);
        }
        try (var bytes = LogBytes.open(log);
                var out = response.outputStream()) {
            bytes.copy(range.from(), range.to(), out);
        } catch (IOException | UncheckedIOException | ServerConnectionException e) {
            throw new CloseConnectionException("the reader or the log has gone", e);
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
        var since = request.time("since").orElse(Instant.MIN);
        var until = request.time("until").orElse(Instant.MAX);
        var timed = request.text("since").isPresent() || request.text("until").isPresent();
        return line -> {
            var time = line.time();
            return (streams.isEmpty() || streams.contains(line.stream()))
                    && (!timed || (time != null && !time.isBefore(since) && time.isBefore(until)));
        };
    }

    private void follow(
            ServerResponse response, LogFiles log, int limit, Predicate<LogLine> wanted, BooleanSupplier admitted)
            throws InterruptedException {
        try (var sink = response.sink(SseSink.TYPE)) {
            sink.emit(SseEvent.builder().comment("hello").build());
            var tail = LogTail.open(log, limit);
            var quiet = 0;
            while (!closing.getAsBoolean() && admitted.getAsBoolean()) {
                for (var line : tail.poll()) {
                    if (wanted.test(line)) {
                        sink.emit(SseEvent.builder()
                                .name("line")
                                .data(Json.text(LineView.of(line)))
                                .build());
                        quiet = 0;
                    }
                }
                if (++quiet % POLLS_PER_HEARTBEAT == 0) {
                    sink.emit(SseEvent.builder().comment("still here").build());
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (IOException | UncheckedIOException | ServerConnectionException e) {
            throw new CloseConnectionException("the reader or the log has gone", e);
        }
    }
}
