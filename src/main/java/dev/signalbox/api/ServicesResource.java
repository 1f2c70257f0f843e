package dev.signalbox.api;

import dev.signalbox.api.Route.Parameter;
import dev.signalbox.code.Code;
import dev.signalbox.engine.EngineRequests;
import dev.signalbox.engine.ServedEngine;
import dev.signalbox.journal.JournalException;
import dev.signalbox.metrics.Usage;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Submission;
import dev.signalbox.operation.Ticket;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.wire.DefinitionMessage;
import dev.signalbox.wire.ServiceDetailMessage;
import dev.signalbox.wire.ServiceMessage;
import dev.signalbox.wire.UsageMessage;
import io.helidon.webserver.CloseConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The services: looking at them and asking for operations on them.
final class ServicesResource {
    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    /// Longer than the queue waits for the journal, so that it is the queue that refuses.
    private static final Duration ACCEPTANCE = Duration.ofSeconds(35);

    private final ServedEngine engine;
    private final OperationsResource operations;
    private final Idempotency idempotency;

    ServicesResource(ServedEngine engine, OperationsResource operations, Idempotency idempotency) {
        this.engine = engine;
        this.operations = operations;
        this.idempotency = idempotency;
    }

    List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (var kind : OperationKind.values()) {
            routes.add(submitting(
                    kind.word() + "Service",
                    "/" + kind.word() + "/{id}",
                    "Ask for a " + kind.word(),
                    request -> submit(
                            request,
                            kind.word(),
                            kind == OperationKind.STOP,
                            (asking, service) -> asking.submit(service, kind, Map.of()))));
        }
        routes.add(submitting(
                "stopServiceNow",
                "/services/{id}/stop-now",
                "Stop before anything else",
                request -> submit(request, "stop-now", true, EngineRequests::stopNow)));
        routes.add(submitting(
                "killService",
                "/services/{id}/kill",
                "Send SIGKILL to all of it at once, whatever runs, waits or is held",
                request -> submit(request, "kill", true, EngineRequests::kill)));
        routes.add(Route.get("listServices", "/services", "All services", "[Service]", _ -> all()));
        routes.add(Route.get("getService", "/services/{id}", "One service", "ServiceDetail", this::get));
        routes.add(Route.get(
                "listDefinitions", "/definitions", "How the services are defined", "[Definition]", this::definitions));
        return routes;
    }

    private static Route submitting(String name, String path, String summary, Route.Handler handler) {
        return Route.post(name, path, summary, 202, "Operation", handler)
                .saying(
                        "Answered with 202 once it is accepted and in the journal, and with 200 where it was waited for and"
                                + " has ended.")
                .or(200)
                .telling("Location")
                .with(
                        Idempotency.KEY,
                        Parameter.WHY,
                        Parameter.flag("wait", "answer when it has ended, with its outcome"),
                        Parameter.duration("timeout", "how long to wait, 60s if not given"),
                        Parameter.flag(
                                "cancel_on_disconnect",
                                "cancel it if the client closes its connection while it waits"));
    }

    // --- looking ---

    Answer all() {
        var usages = engine.usages().services();
        return Answer.ok(engine.snapshots().stream()
                .map(service -> ServiceMessage.of(service).using(usage(usages.get(service.id()))))
                .toList());
    }

    private Answer definitions(Request request) {
        return Answer.ok(engine.snapshots().stream()
                .map(service -> DefinitionMessage.of(service.latestDefinition()))
                .toList());
    }

    private Answer get(Request request) {
        var service = find(request);
        return Answer.ok(ServiceDetailMessage.of(service, usage(service)));
    }

    private @Nullable UsageMessage usage(ServiceSnapshot service) {
        return usage(engine.usages().services().get(service.id()));
    }

    private static @Nullable UsageMessage usage(@Nullable Usage usage) {
        return usage == null ? null : UsageMessage.of(usage);
    }

    /// The service that the path names.
    ServiceSnapshot find(Request request) {
        var id = request.path("id");
        var service = engine.find(id);
        if (service == null) {
            throw unknown(id);
        }
        return service;
    }

    /// The same, for an answer.
    Answer answer(Request request) {
        var service = find(request);
        return Answer.ok(ServiceMessage.of(service).using(usage(service)));
    }

    static Problem.Thrown unknown(String id) {
        return Problem.notFound("there is no service " + Request.quoted(id) + "; /services lists them")
                .coded(Code.NO_SERVICE)
                .thrown();
    }

    // --- asking ---

    private interface Submitter {
        CompletionStage<Submission> submit(EngineRequests asking, String service);
    }

    private record Single(Ticket ticket) implements Idempotency.Result {
        @Override
        public List<Long> numbers() {
            return List.of(ticket.operation().id());
        }
    }

    private Answer submit(Request request, String what, boolean stops, Submitter submitter)
            throws InterruptedException, JournalException {
        var wait = request.flag("wait");
        var timeout = request.duration("timeout", WAIT, LONGEST_WAIT);
        var cancels = request.flag("cancel_on_disconnect");
        var service = request.path("id");
        var why = request.why();
        var task = new Idempotency.Task<>(
                Idempotency.because(what + " of " + service, why),
                stops,
                Single.class,
                key -> {
                    find(request);
                    return new Single(ticket(
                            submitter.submit(engine.as(request.source(), key).because(why), service)));
                },
                earlier -> new Single(operations.ticket(earlier)));
        var ticket = idempotency.once(request, task).ticket();
        if (wait && !await(ticket, timeout, cancels ? request.end().get() : new CompletableFuture<>())) {
            // Nobody reads the answer.
            var _ = engine.as(request.source()).cancel(ticket.operation().id());
        }
        return answer(ticket, wait);
    }

    /// @param gone completes when nobody waits any more
    /// @return false if so
    private static boolean await(Ticket ticket, Duration timeout, CompletableFuture<Void> gone)
            throws InterruptedException {
        var ended = ticket.effectiveOutcome().toCompletableFuture();
        try {
            CompletableFuture.anyOf(ended, gone).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return true;
        } catch (ExecutionException e) {
            throw new IllegalStateException("outcomes never fail", e);
        }
        return ended.isDone();
    }

    private Answer answer(Ticket ticket, boolean waited) {
        var effective = ticket.effectiveOutcome().toCompletableFuture().getNow(null);
        var view = operations.view(ticket);
        var status = waited && effective != null ? 200 : 202;
        return Answer.json(status, effective == null ? view : view.effectively(effective))
                .with("Location", "/api/v1/operations/" + ticket.operation().id());
    }

    private static Ticket ticket(CompletionStage<Submission> submission) {
        return switch (join(submission)) {
            case Submission.Accepted(var ticket) -> ticket;
            case Submission.Refused(var reason, var code) ->
                throw Problem.refused(reason, code).thrown();
        };
    }

    /// What was recorded of a submission.
    static <T> T join(CompletionStage<T> submission) {
        try {
            return submission.toCompletableFuture().get(ACCEPTANCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw Problem.unavailable("the journal has not recorded it within " + ACCEPTANCE.toSeconds() + " s")
                    .coded(Code.JOURNAL_DOWN)
                    .thrown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            // It may be recorded, so that a refusal could be wrong; no answer is asked for again.
            throw new CloseConnectionException("the server is closing", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("submissions never fail", e);
        }
    }
}
