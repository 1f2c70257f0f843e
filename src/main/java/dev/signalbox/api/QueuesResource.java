package dev.signalbox.api;

import dev.signalbox.api.Route.Parameter;
import dev.signalbox.journal.JournalException;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.service.Intent.Hold;
import dev.signalbox.service.Supervisor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// What operators do to the queues, schedules and what is wanted, beside asking for operations.
final class QueuesResource {
    private static final long DURABLE_SECONDS = 5;
    private static final Duration LONGEST_HOLD = Duration.ofDays(366);
    private static final String HELD = "it is held, but the next engine will not know it: ";
    private static final String RESUMED = "it is not held any more, but the next engine will not know it: ";

    private final ApiEngine engine;
    private final ServicesResource services;
    private final OperationsResource operations;

    QueuesResource(ApiEngine engine, ServicesResource services, OperationsResource operations) {
        this.engine = engine;
        this.services = services;
        this.operations = operations;
    }

    List<Route> routes() {
        return List.of(
                holding("/services/{id}/hold", "Hold its queue, also in the next engine", "Service", this::hold),
                Route.post("/services/{id}/resume", "Let its queue go on", 200, "Service", this::resume),
                change("clear", "Cancel all that waits for it", OperationQueue::clear),
                change("merge", "Merge what waits for it", OperationQueue::mergeDuplicates),
                change("abandon", "Give up the operation that does not end", OperationQueue::abandon),
                Route.post(
                        "/services/{id}/stop-retrying",
                        "Start it no more by itself after it has failed",
                        200,
                        "Service",
                        this::stopRetrying),
                Route.post(
                        "/services/{id}/schedule/suspend",
                        "Let its schedule start nothing",
                        200,
                        "Service",
                        request -> switchSchedule(request, true)),
                Route.post(
                        "/services/{id}/schedule/resume",
                        "Let its schedule start it again",
                        200,
                        "Service",
                        request -> switchSchedule(request, false)),
                Route.post(
                        "/services/{id}/keep-running",
                        "Let it run on although it was to be stopped",
                        200,
                        "Service",
                        this::keepRunning),
                holding("/hold", "Hold every queue, also in the next engine", "[Service]", this::holdAll),
                Route.post("/resume", "Undo the hold of every queue", 200, "[Service]", _ -> resumeAll()),
                Route.post("/operations/{id}/move", "Move one that waits", 200, "Operation", this::move)
                        .with(Parameter.number("position", "where it shall be among those that wait, 0 is next")));
    }

    private Route change(String word, String summary, BiConsumer<OperationQueue, String> action) {
        return Route.post("/services/{id}/" + word, summary, 200, "Service", request -> {
            var supervisor = services.find(request);
            try {
                action.accept(engine.queue(), request.path("id"));
            } catch (IllegalArgumentException e) {
                throw ServicesResource.unknown(request.path("id")); // let go of since
            }
            return Answer.ok(services.require(supervisor));
        });
    }

    private Answer stopRetrying(Request request) {
        var supervisor = services.find(request);
        supervisor.stopRetrying();
        return Answer.ok(services.require(supervisor));
    }

    private Answer switchSchedule(Request request, boolean suspend) throws InterruptedException {
        var supervisor = services.find(request);
        // What was suspended can be undone, also if its schedule has gone since.
        if (!hasSchedule(supervisor) && (suspend || supervisor.intent().suspension() == null)) {
            throw Problem.conflict(request.path("id") + " has no schedule").thrown();
        }
        awaitDurable(
                suspend ? supervisor.suspendSchedule(request.source().toString()) : supervisor.resumeSchedule(),
                "its schedule is " + (suspend ? "suspended" : "resumed") + ", but the next engine will not know it: ");
        return Answer.ok(services.require(supervisor));
    }

    private Answer keepRunning(Request request) throws InterruptedException {
        var supervisor = services.find(request);
        if (supervisor.status().pid() < 0) {
            throw Problem.conflict(request.path("id") + " does not run").thrown();
        }
        awaitDurable(
                supervisor.keepRunning(request.source().toString()),
                "it shall run from now on, but the next engine will not know it: ");
        return Answer.ok(services.require(supervisor));
    }

    private static boolean hasSchedule(Supervisor supervisor) {
        return supervisor.definition().schedule() != null
                || supervisor.latestDefinition().schedule() != null;
    }

    private static void awaitDurable(CompletionStage<Void> durable, String otherwise) throws InterruptedException {
        try {
            durable.toCompletableFuture().get(DURABLE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw Problem.unavailable(otherwise + cause.getMessage()).thrown();
        } catch (TimeoutException e) {
            throw Problem.unavailable(otherwise + "the disk has not answered within " + DURABLE_SECONDS + " s")
                    .thrown();
        }
    }

    private static Route holding(String path, String summary, String answer, Route.Handler handler) {
        return Route.post(path, summary, 200, answer, handler)
                .with(
                        Parameter.text("why", "for the others, of at most " + Hold.MOST_WHY + " characters"),
                        Parameter.duration("for", "after which it ends by itself"),
                        Parameter.time("until", "when it ends by itself"));
    }

    private Answer hold(Request request) throws InterruptedException {
        var supervisor = services.find(request);
        try {
            awaitDurable(engine.holds().hold(request.path("id"), asked(request)), HELD);
        } catch (IllegalArgumentException e) {
            throw ServicesResource.unknown(request.path("id")); // let go of since
        }
        return Answer.ok(services.require(supervisor));
    }

    private Answer resume(Request request) throws InterruptedException {
        var supervisor = services.find(request);
        awaitDurable(engine.holds().resume(request.path("id")), RESUMED);
        return Answer.ok(services.require(supervisor));
    }

    private Answer holdAll(Request request) throws InterruptedException {
        awaitDurable(engine.holds().holdAll(asked(request)), HELD);
        return services.all();
    }

    private Answer resumeAll() throws InterruptedException {
        awaitDurable(engine.holds().resumeAll(), RESUMED);
        return services.all();
    }

    private static Hold asked(Request request) {
        var why = request.text("why").orElse("");
        if (why.codePointCount(0, why.length()) > Hold.MOST_WHY) {
            throw Problem.badRequest("why has " + why.codePointCount(0, why.length()) + " characters. Allowed: at most "
                            + Hold.MOST_WHY)
                    .thrown();
        }
        if (why.codePoints().anyMatch(QueuesResource::isUnseen)) {
            throw Problem.badRequest("why has characters that cannot be seen. Allowed: one line of text")
                    .thrown();
        }
        return new Hold(Instant.now(), request.source().toString(), why, end(request));
    }

    /// What a terminal may take for orders, or what turns the text around it.
    private static boolean isUnseen(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
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

    private Answer move(Request request) throws JournalException, InterruptedException {
        var position = request.number("position", 0, 0, Integer.MAX_VALUE);
        var moved = engine.queue().move(request.id(), position);
        var answer = operations.get(request);
        if (!moved) {
            throw Problem.conflict("operation " + request.id() + " does not wait, or is the stop of a stop-now")
                    .thrown();
        }
        return answer;
    }
}
