package dev.signalbox.api;

import dev.signalbox.api.Route.Parameter;
import dev.signalbox.engine.EngineRequests;
import dev.signalbox.engine.ServedEngine;
import dev.signalbox.journal.JournalException;
import dev.signalbox.wire.PutBackMessage;
import dev.signalbox.wire.PutBackRequestMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// What operators do to the queues, schedules and what is wanted, beside asking for operations.
final class QueuesResource {
    /// Of one put-back: all queues wait while their places are looked for.
    private static final int MOST_NUMBERS = 2_000;

    private static final Duration LONGEST_HOLD = Duration.ofDays(366);

    private final ServedEngine engine;
    private final ServicesResource services;
    private final OperationsResource operations;

    QueuesResource(ServedEngine engine, ServicesResource services, OperationsResource operations) {
        this.engine = engine;
        this.services = services;
        this.operations = operations;
    }

    List<Route> routes() {
        return List.of(
                holding(
                        "holdQueue",
                        "/services/{id}/hold",
                        "Hold its queue, also in the next engine",
                        "Service",
                        this::hold),
                change("resumeQueue", "resume", "Let its queue go on", EngineRequests::resume),
                change("clearQueue", "clear", "Cancel all that waits for it", EngineRequests::clear),
                change("mergeQueue", "merge", "Merge what waits for it", EngineRequests::mergeDuplicates),
                Route.post(
                                "putBack",
                                "/services/{id}/put-back",
                                "Put operations back where they stood in its line",
                                202,
                                "PutBack",
                                this::putBack)
                        .saying("What has left the line within the last 60 s without having run is asked for once more,"
                                + " as a new request that names it; what waits still is moved. Nothing is put back"
                                + " twice. Answered with 202 if anything was queued, with 200 if not; what could not be"
                                + " put back is said.")
                        .or(200)
                        .taking("PutBackRequest")
                        .with(Parameter.WHY),
                change(
                        "abandonOperation",
                        "abandon",
                        "Give up the operation that does not end",
                        EngineRequests::abandon),
                change(
                        "stopRetrying",
                        "stop-retrying",
                        "Start it no more by itself after it has failed",
                        EngineRequests::stopRetrying),
                change(
                        "suspendSchedule",
                        "schedule/suspend",
                        "Let its schedule start nothing",
                        EngineRequests::suspendSchedule),
                change(
                        "resumeSchedule",
                        "schedule/resume",
                        "Let its schedule start it again",
                        EngineRequests::resumeSchedule),
                change(
                        "keepRunning",
                        "keep-running",
                        "Let it run on although it was to be stopped",
                        EngineRequests::keepRunning),
                change(
                        "adoptService",
                        "adopt",
                        "Take over what another engine has started of it",
                        EngineRequests::takeOver),
                holding(
                        "holdAllQueues",
                        "/hold",
                        "Hold every queue, also in the next engine",
                        "[Service]",
                        this::holdAll),
                Route.post(
                        "resumeAllQueues",
                        "/resume",
                        "Undo the hold of every queue",
                        200,
                        "[Service]",
                        this::resumeAll),
                Route.post(
                                "moveOperation",
                                "/operations/{id}/move",
                                "Move one that waits",
                                200,
                                "Operation",
                                this::move)
                        .with(Parameter.number("position", "where it shall be among those that wait, 0 is next")));
    }

    private interface Change {
        CompletionStage<dev.signalbox.engine.Answer> ask(EngineRequests asking, String service);
    }

    private Route change(String name, String word, String summary, Change change) {
        return Route.post(name, "/services/{id}/" + word, summary, 200, "Service", request -> {
            var _ = Asked.of(change.ask(
                    engine.as(request.source()), services.find(request).id()));
            return services.answer(request);
        });
    }

    private static Route holding(String name, String path, String summary, String answer, Route.Handler handler) {
        return Route.post(name, path, summary, 200, answer, handler)
                .with(
                        Parameter.WHY,
                        Parameter.duration("for", "after which it ends by itself"),
                        Parameter.time("until", "when it ends by itself"));
    }

    private Answer hold(Request request) throws InterruptedException {
        var why = request.why();
        var until = end(request);
        var _ = Asked.of(engine.as(request.source()).hold(services.find(request).id(), why, until));
        return services.answer(request);
    }

    private Answer holdAll(Request request) throws InterruptedException {
        var _ = Asked.of(engine.as(request.source()).holdAll(request.why(), end(request)));
        return services.all();
    }

    private Answer resumeAll(Request request) throws InterruptedException {
        var _ = Asked.of(engine.as(request.source()).resumeAll());
        return services.all();
    }

    /// When a hold shall end; `null` if nobody said.
    private static @Nullable Instant end(Request request) {
        var now = Instant.now();
        var until = request.time("until").orElse(null);
        if (request.text("for").isEmpty()) {
            if (until != null && !until.isAfter(now)) {
                throw Problem.badRequest("until is " + until + ", which is past. Allowed: a time to come")
                        .thrown();
            }
            return until;
        }
        if (until != null) {
            throw Problem.badRequest("there are both for and until. Allowed: one of them")
                    .thrown();
        }
        return now.plus(request.duration("for", Duration.ZERO, LONGEST_HOLD));
    }

    private Answer putBack(Request request) {
        var wish = request.json(PutBackRequestMessage.class);
        var service = services.find(request).id();
        var chosen = numbers(wish.operations(), "operations");
        if (chosen.isEmpty()) {
            throw Problem.unprocessable("operations has none. Allowed: numbers of operations that have left the line")
                    .thrown();
        }
        var done = ServicesResource.join(engine.as(request.source())
                .because(request.why())
                .putBack(service, chosen, numbers(wish.line(), "line")));
        return Answer.json(
                done.again().isEmpty() ? 200 : 202,
                new PutBackMessage(done.again().stream().map(operations::view).toList(), done.moved(), done.refused()));
    }

    private static List<Long> numbers(@Nullable List<@Nullable Long> given, String key) {
        if (given == null) {
            return List.of();
        }
        if (given.size() > MOST_NUMBERS) {
            throw Problem.unprocessable(key + " has " + given.size() + " numbers. Allowed: up to " + MOST_NUMBERS)
                    .thrown();
        }
        return given.stream()
                .map(number -> {
                    if (number == null) {
                        throw Problem.unprocessable(key + " has a null in it. Allowed: numbers of operations")
                                .thrown();
                    }
                    return number;
                })
                .toList();
    }

    private Answer move(Request request) throws JournalException, InterruptedException {
        var position = request.number("position", 0, 0, Integer.MAX_VALUE);
        var moved = engine.as(request.source()).move(request.id(), position);
        var answer = operations.get(request); // which knows whether there is one
        var _ = Asked.of(moved);
        return answer;
    }
}
