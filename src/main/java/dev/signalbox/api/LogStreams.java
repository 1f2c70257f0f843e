package dev.signalbox.api;

import dev.signalbox.engine.ServedEngine;
import dev.signalbox.engine.WholeLog;
import dev.signalbox.log.LineMatcher;
import dev.signalbox.log.LogFindings;
import dev.signalbox.log.LogFollower;
import dev.signalbox.log.LogFrom;
import dev.signalbox.log.LogPage;
import dev.signalbox.log.LogPlace;
import dev.signalbox.log.LogQuery;
import dev.signalbox.log.PlacedLine;
import dev.signalbox.wire.FoundLineMessage;
import dev.signalbox.wire.LogFindingsMessage;
import dev.signalbox.wire.PlacedLogLineMessage;
import dev.signalbox.wire.Wire;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Searches and lines of whole logs as server-sent events. Each goes on until its reader goes.
final class LogStreams {
    /// How many of one caller, and of all, go on at once. Each keeps a core busy until it has looked at everything.
    static final int MOST_OF_ONE = 4;

    static final int MOST = 12;
    private static final long POLL_MILLIS = 250;
    private static final int POLLS_PER_HEARTBEAT = 60;
    private static final int PAGE = 1_000;

    private final ServedEngine engine;
    private final BooleanSupplier closing;
    private final Shares shares = new Shares(MOST_OF_ONE);
    private final Semaphore all = new Semaphore(MOST);

    LogStreams(ServedEngine engine, BooleanSupplier closing) {
        this.engine = engine;
        this.closing = closing;
    }

    private interface Stream {
        void write(SseSink sink, BooleanSupplier goesOn) throws IOException, InterruptedException;
    }

    // --- searches ---

    /// Tells where lines are that are looked for.
    Answer search(Request request, List<String> services, LogQuery query) {
        return stream(request, (sink, goesOn) -> {
            try (var log = engine.wholeLog(services);
                    var search = log.search(query)) {
                tell(sink, goesOn, search::findings);
            }
        });
    }

    private interface Findings {
        LogFindings now();
    }

    private static void tell(SseSink sink, BooleanSupplier goesOn, Findings search) throws InterruptedException {
        LogFindings told = null;
        for (var quiet = 1; goesOn.getAsBoolean(); quiet++) {
            var now = search.now();
            if (told == null || !isSame(told, now)) {
                emit(sink, "findings", message(told, now));
                told = now;
                quiet = 0;
            }
            if (quiet % POLLS_PER_HEARTBEAT == 0) {
                sink.emit(SseEvent.builder().comment("still here").build());
            }
            if (!now.problem().isEmpty()) {
                return;
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static boolean isSame(LogFindings before, LogFindings now) {
        return before.count() == now.count()
                && before.bytes() == now.bytes()
                && before.of() == now.of()
                && before.problem().equals(now.problem());
    }

    private static LogFindingsMessage message(@Nullable LogFindings before, LogFindings now) {
        if (before == null || now.count() < before.count() || now.bytes() < before.bytes()) {
            return LogFindingsMessage.of(now, true, now.matches());
        }
        return LogFindingsMessage.of(now, false, added(before.matches(), now.matches()));
    }

    /// What is in the second list alone; both are in order.
    static List<LogPlace> added(List<LogPlace> before, List<LogPlace> now) {
        var added = new ArrayList<LogPlace>();
        var i = 0;
        for (var place : now) {
            while (i < before.size() && before.get(i).compareTo(place) < 0) {
                i++;
            }
            if (i == before.size() || !before.get(i).equals(place)) {
                added.add(place);
            }
        }
        return added;
    }

    // --- lines ---

    /// Gives the lines that are looked for.
    ///
    /// @param most how many of the newest
    /// @param context how many lines before and behind each are given too
    Answer lines(Request request, List<String> services, LogQuery query, int most, int context) {
        var follow = request.flag("follow");
        return stream(request, (sink, goesOn) -> {
            try (var log = engine.wholeLog(services);
                    var follower = new LogFollower(engine.logs(services))) {
                // What comes between these two looks is told once.
                Predicate<LogPlace> later = follow ? follower::gives : _ -> false;
                if (query.isAll()) {
                    tellNewest(sink, goesOn, log, later, most);
                } else {
                    tellFound(sink, goesOn, log, later, query, most, context);
                }
                if (follow) {
                    follow(sink, goesOn, follower, query, context);
                }
            }
        });
    }

    private static void tellNewest(
            SseSink sink, BooleanSupplier goesOn, WholeLog log, Predicate<LogPlace> later, int most)
            throws IOException {
        LogFrom from = new LogFrom.Newest();
        for (var wanted = most; wanted > 0; ) {
            var page = log.read(from, Math.min(wanted, LogPage.MOST_LINES), 0);
            if (page.lines().isEmpty()) {
                break;
            }
            from = new LogFrom.At(page.lines().getFirst().place());
            wanted -= page.lines().size();
        }
        // No more than there were, or who writes fast would never let it end.
        var left = most;
        var first = true;
        for (var page = log.read(from, 0, PAGE); goesOn.getAsBoolean(); first = false) {
            var lines = page.lines();
            var fresh = lines.subList(first || lines.isEmpty() ? 0 : 1, lines.size());
            for (var line : fresh.subList(0, Math.min(left, fresh.size()))) {
                if (!later.test(line.place())) {
                    emit(sink, "line", line, true);
                }
            }
            left -= fresh.size();
            if (left <= 0 || page.newest() || fresh.isEmpty()) {
                return;
            }
            page = log.read(new LogFrom.At(lines.getLast().place()), 0, PAGE);
        }
    }

    private static void tellFound(
            SseSink sink,
            BooleanSupplier goesOn,
            WholeLog log,
            Predicate<LogPlace> later,
            LogQuery query,
            int most,
            int context)
            throws IOException, InterruptedException {
        var found = find(sink, goesOn, log, query);
        if (!found.problem().isEmpty()) {
            throw new IOException(found.problem());
        }
        var places = found.matches().stream().filter(later.negate()).toList();
        var first = Math.max(0, places.size() - most);
        for (var from = first; from < places.size() && goesOn.getAsBoolean(); from += LogPage.MOST_PLACES) {
            var some = places.subList(from, Math.min(places.size(), from + LogPage.MOST_PLACES));
            var matches = Set.copyOf(some);
            var begun = from > first;
            for (var page : log.around(some, context)) {
                if (begun && context > 0) {
                    emit(sink, "gap", Map.of());
                }
                begun = true;
                page.lines().forEach(line -> emit(sink, "line", line, matches.contains(line.place())));
            }
        }
    }

    private static LogFindings find(SseSink sink, BooleanSupplier goesOn, WholeLog log, LogQuery query)
            throws InterruptedException {
        try (var search = log.search(query)) {
            for (var quiet = 1; goesOn.getAsBoolean() && !search.findings().isDone(); quiet++) {
                if (quiet % (10 * POLLS_PER_HEARTBEAT) == 0) {
                    sink.emit(SseEvent.builder().comment("still here").build());
                }
                Thread.sleep(POLL_MILLIS / 10);
            }
            return search.findings();
        }
    }

    private static void follow(SseSink sink, BooleanSupplier goesOn, LogFollower follower, LogQuery query, int context)
            throws IOException, InterruptedException {
        var matcher = new LineMatcher(query);
        Deque<PlacedLine> before = new ArrayDeque<>();
        var behind = 0;
        var skipped = true;
        for (var quiet = 1; goesOn.getAsBoolean(); quiet++) {
            var lines = follower.poll(LogPage.MOST_LINES);
            for (var line : lines) {
                if (isFound(matcher, query, line)) {
                    if (skipped && context > 0) {
                        emit(sink, "gap", Map.of());
                    }
                    before.forEach(each -> emit(sink, "line", each, false));
                    before.clear();
                    emit(sink, "line", line, true);
                    behind = context;
                    skipped = false;
                } else if (behind > 0) {
                    emit(sink, "line", line, false);
                    behind--;
                } else if (context > 0) {
                    before.addLast(line);
                    if (before.size() > context) {
                        before.removeFirst();
                        skipped = true;
                    }
                }
            }
            quiet = lines.isEmpty() ? quiet : 0;
            if (quiet % POLLS_PER_HEARTBEAT == 0 && lines.isEmpty()) {
                sink.emit(SseEvent.builder().comment("still here").build());
            }
            if (lines.size() < LogPage.MOST_LINES) {
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    private static boolean isFound(LineMatcher matcher, LogQuery query, PlacedLine line) {
        return query.isInTime(line.line().time())
                && matcher.matches(line.line().stream(), line.line().text());
    }

    // --- streams ---

    private Answer stream(Request request, Stream stream) {
        var caller = request.caller().name();
        return (Answer.Stream) response -> {
            if (!shares.enter(caller)) {
                refuse(response, Problem.tooMuchAtOnce(caller.isEmpty() ? "this caller" : caller));
                return;
            }
            try {
                if (!all.tryAcquire()) {
                    refuse(response, Problem.tooMany());
                    return;
                }
                try {
                    write(request, response, stream);
                } finally {
                    all.release();
                }
            } finally {
                shares.leave(caller);
            }
        };
    }

    private static void refuse(ServerResponse response, Problem problem) {
        try (var sink = response.sink(SseSink.TYPE)) {
            emit(sink, "dropped", Map.of("reason", problem.detail()));
        }
    }

    private void write(Request request, ServerResponse response, Stream stream) throws InterruptedException {
        var end = request.end().get();
        BooleanSupplier goesOn = () ->
                !closing.getAsBoolean() && !end.isDone() && request.admitted().getAsBoolean();
        try (var sink = response.sink(SseSink.TYPE)) {
            sink.emit(SseEvent.builder().comment("hello").build());
            try {
                stream.write(sink, goesOn);
            } catch (IOException | LineMatcher.TooCostlyException e) {
                emit(sink, "dropped", Map.of("reason", String.valueOf(e.getMessage())));
            }
        } catch (UncheckedIOException | ServerConnectionException e) {
            throw new CloseConnectionException("the reader has gone", e);
        }
    }

    private static void emit(SseSink sink, String name, Object message) {
        sink.emit(SseEvent.builder().name(name).data(Wire.write(message)).build());
    }

    private static void emit(SseSink sink, String name, PlacedLine line, boolean isMatch) {
        emit(sink, name, new FoundLineMessage(PlacedLogLineMessage.of(line), isMatch));
    }
}
