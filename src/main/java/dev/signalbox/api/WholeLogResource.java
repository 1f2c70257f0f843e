package dev.signalbox.api;

import dev.signalbox.api.Route.Parameter;
import dev.signalbox.code.Code;
import dev.signalbox.engine.ServedEngine;
import dev.signalbox.engine.WholeLog;
import dev.signalbox.log.LogFrom;
import dev.signalbox.log.LogLevel;
import dev.signalbox.log.LogLine;
import dev.signalbox.log.LogPage;
import dev.signalbox.log.LogPlace;
import dev.signalbox.log.LogQuery;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.wire.LogExtentMessage;
import dev.signalbox.wire.LogOutlineMessage;
import dev.signalbox.wire.LogPageMessage;
import dev.signalbox.wire.ShareMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// All that is kept of the output of one or more services, merged by time.
final class WholeLogResource {
    private static final int LINES = 200;
    private static final int MOST_CONTEXT = 100;
    /// How many pages are read at a time: each takes some megabytes.
    private static final int AT_ONCE = 2;

    private final ServedEngine engine;
    private final WholeLogs logs;
    private final LogStreams streams;
    private final Turns pages = new Turns(AT_ONCE);

    WholeLogResource(ServedEngine engine, BooleanSupplier closing) {
        this.engine = engine;
        this.logs = new WholeLogs(engine);
        this.streams = new LogStreams(engine, closing);
    }

    private interface Reading {
        Object of(WholeLog log) throws IOException;
    }

    List<Route> routes() {
        return List.of(
                Route.get("getLogs", "/logs", "Lines of some services, merged by time", "LogPage", this::read)
                        .saying("Without a place, a time or a share it begins behind the newest line.")
                        .with(with(
                                Parameter.text("place", "begin there, as an answer has told it"),
                                Parameter.time("time", "begin with what was written then"),
                                Parameter.text(
                                        "share",
                                        "begin where so much of all bytes is before, such as 0.5; 0 is the oldest line"),
                                Parameter.number("before", "how many lines before that at most, 200 if not given"),
                                Parameter.number("behind", "how many from there on at most, 0 if not given"))),
                Route.get("getLogExtent", "/logs/extent", "How much of them there is", "LogExtent", this::extent)
                        .with(with()),
                Route.get("getLogOutline", "/logs/outline", "What they look like from far", "LogOutline", this::outline)
                        .saying("It is refined in the background while it is asked for again and again.")
                        .with(with()),
                Route.get("getLogShare", "/logs/share", "How much of them is before a place", "Share", this::share)
                        .with(with(Parameter.text("place", "which, as an answer has told it"))),
                Route.get("getLogsAround", "/logs/around", "The lines around some places", "[LogPage]", this::around)
                        .saying("Where these meet, they are one page.")
                        .with(with(
                                Parameter.text(
                                        "places",
                                        "up to " + LogPage.MOST_PLACES
                                                + " in order, with a line feed (%0A) between them"),
                                Parameter.number("context", "how many lines before and behind each, 0 if not given"))),
                Route.get(
                                "searchLogs",
                                "/logs/search",
                                "Where lines are that are looked for, newest first",
                                "text/event-stream",
                                request -> streams.search(request, chosen(request), query(request)))
                        .saying("Events `findings` tell what is found and how far it is. It goes on with what is"
                                + " written, and ends when its reader goes.")
                        .with(with(QUERY)),
                Route.get(
                                "followLogs",
                                "/logs/lines",
                                "Lines that are looked for, oldest first",
                                "text/event-stream",
                                request -> streams.lines(
                                        request,
                                        chosen(request),
                                        query(request),
                                        request.number("lines", LINES, 0, LogPage.MOST_LINES * 10),
                                        request.number("context", 0, 0, MOST_CONTEXT)))
                        .saying("Events `line`; an event `gap` stands between those that are not neighbours, where any"
                                + " are looked for.")
                        .with(with(Stream.concat(
                                        Stream.of(
                                                Parameter.number(
                                                        "lines", "how many of the newest at most, 200 if not given"),
                                                Parameter.number(
                                                        "context",
                                                        "how many lines before and behind each, 0 if not given"),
                                                Parameter.flag("follow", "go on with new lines")),
                                        Arrays.stream(QUERY))
                                .toArray(Parameter[]::new))));
    }

    private static final Parameter[] QUERY = {
        Parameter.text("text", "only lines with this somewhere"),
        Parameter.flag("regex", "the text is a regular expression"),
        Parameter.flag("any_case", "capitals do not matter"),
        Parameter.text("level", "only lines that say they are error, warn, info or debug, comma-separated"),
        Parameter.text("stream", "only out, err or console, comma-separated"),
        Parameter.time("since", "only what was written at this time or later"),
        Parameter.time("until", "only what was written before this time")
    };

    private static Parameter[] with(Parameter... more) {
        return Stream.concat(
                        Stream.of(
                                Parameter.text("services", "whose, comma-separated; of all if not given"),
                                Parameter.text("group", "or of those in these groups, comma-separated")),
                        Arrays.stream(more))
                .toArray(Parameter[]::new);
    }

    // --- what is asked for ---

    /// The ids of the services that are meant, in order.
    private List<String> chosen(Request request) {
        var ids = request.texts("services");
        var groups = request.texts("group");
        var known = engine.services();
        for (var id : ids) {
            if (!known.contains(id)) {
                throw Problem.notFound("there is no service " + Request.quoted(id) + "; /services lists them")
                        .coded(Code.NO_SERVICE)
                        .thrown();
            }
        }
        if (ids.isEmpty() && groups.isEmpty()) {
            return known.stream().sorted().toList();
        }
        var chosen = new TreeSet<>(ids);
        for (var group : groups) {
            var members = engine.snapshots().stream()
                    .filter(service -> service.definition().group().equals(group))
                    .map(ServiceSnapshot::id)
                    .toList();
            if (members.isEmpty()) {
                throw Problem.notFound("there is no group " + Request.quoted(group) + "; /services tells them")
                        .thrown();
            }
            chosen.addAll(members);
        }
        return List.copyOf(chosen);
    }

    private static LogQuery query(Request request) {
        try {
            return new LogQuery(
                    request.text("text").orElse(""),
                    request.flag("regex"),
                    !request.flag("any_case"),
                    Set.copyOf(request.words("level", LogLevel.class)),
                    Set.copyOf(request.words("stream", LogLine.Stream.class)),
                    request.time("since").orElse(null),
                    request.time("until").orElse(null));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(String.valueOf(e.getMessage())).thrown();
        }
    }

    private static LogFrom from(Request request) {
        var given = Stream.of("place", "time", "share")
                .filter(name -> request.text(name).isPresent())
                .toList();
        if (given.size() > 1) {
            throw Problem.badRequest(String.join(" and ", given) + " are there together. Allowed: one of them")
                    .thrown();
        }
        if (request.text("place").isPresent()) {
            return new LogFrom.At(place(request.text("place").get()));
        }
        if (request.text("share").isPresent()) {
            return new LogFrom.Share(share(request.text("share").get()));
        }
        return request.time("time").<LogFrom>map(LogFrom.Time::new).orElseGet(LogFrom.Newest::new);
    }

    private static LogPlace place(String text) {
        return LogPlace.parse(text)
                .orElseThrow(() -> Problem.badRequest("place is " + Request.quoted(text)
                                + ". Allowed: one that an answer has told, such as"
                                + " 1767225600250.5120.o.backend")
                        .thrown());
    }

    private static double share(String text) {
        if (!text.matches("0(\\.[0-9]{1,18})?|1(\\.0{1,18})?")) {
            throw Problem.badRequest(
                            "share is " + Request.quoted(text) + ". Allowed: a number from 0 to 1, such as 0.5")
                    .thrown();
        }
        return Double.parseDouble(text);
    }

    // --- what is answered ---

    private Answer answer(Request request, Reading reading) throws IOException, InterruptedException {
        var log = logs.of(chosen(request));
        return pages.take(() -> Answer.ok(reading.of(log)));
    }

    private Answer read(Request request) throws IOException, InterruptedException {
        var from = from(request);
        var before = request.number("before", LINES, 0, LogPage.MOST_LINES);
        var behind = request.number("behind", 0, 0, LogPage.MOST_LINES);
        return answer(request, log -> LogPageMessage.of(log.read(from, before, behind)));
    }

    private Answer extent(Request request) throws IOException, InterruptedException {
        return answer(request, log -> LogExtentMessage.of(log.extent()));
    }

    private Answer outline(Request request) throws IOException, InterruptedException {
        return answer(request, log -> LogOutlineMessage.of(log.outline()));
    }

    private Answer share(Request request) throws IOException, InterruptedException {
        var place = place(request.text("place").orElse(""));
        return answer(request, log -> new ShareMessage(log.share(place)));
    }

    private Answer around(Request request) throws IOException, InterruptedException {
        var places = new ArrayList<LogPlace>();
        request.text("places").orElse("").lines().forEach(text -> places.add(place(text)));
        if (places.isEmpty() || places.size() > LogPage.MOST_PLACES) {
            throw Problem.badRequest(places.size() + " places are there. Allowed: 1 to " + LogPage.MOST_PLACES)
                    .thrown();
        }
        var context = request.number("context", 0, 0, MOST_CONTEXT);
        return answer(
                request,
                log -> log.around(places, context).stream()
                        .map(LogPageMessage::of)
                        .toList());
    }
}
