package dev.signalbox.api;

import dev.signalbox.api.Route.Parameter;
import dev.signalbox.engine.ServedEngine;
import dev.signalbox.journal.JournalException;
import dev.signalbox.wire.ContextMessage;
import dev.signalbox.wire.FiguresMessage;
import dev.signalbox.wire.JournalEventMessage;
import dev.signalbox.wire.RunTimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the journal knows beside the operations themselves: what went on around them, and what they were like.
final class JournalResource {
    private static final Duration PERIOD = Duration.ofDays(30);
    private static final int EVENTS = 50;
    private static final int MOST_EVENTS = 500;
    private static final int RUNS = 20;
    private static final int MOST_RUNS = 100;

    private final ServedEngine engine;
    private final ServicesResource services;

    JournalResource(ServedEngine engine, ServicesResource services) {
        this.engine = engine;
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "getOperationContext",
                        "/operations/{id}/context",
                        "What went on around an operation",
                        "Context",
                        this::context),
                Route.get(
                                "getServiceFigures",
                                "/services/{id}/figures",
                                "What its operations were like",
                                "Figures",
                                this::figures)
                        .with(Parameter.time("from", "not submitted before this time; 30 days ago if not given")),
                Route.get(
                                "listJournalEvents",
                                "/journal/events",
                                "What happened, newest first",
                                "[JournalEvent]",
                                this::events)
                        .with(
                                Parameter.text("service", "only what is about this service"),
                                Parameter.number("limit", "how many at most, 50 if not given")),
                Route.get("listRunTimes", "/run-times", "How long operations took lately", "[RunTime]", this::runTimes)
                        .with(Parameter.number("runs", "how many of each service and kind, 20 if not given")));
    }

    private Answer context(Request request) throws JournalException {
        var details = engine.history().details(request.id()).orElseThrow(() -> OperationsResource.unknown(request));
        return Answer.ok(ContextMessage.of(details));
    }

    private Answer figures(Request request) throws JournalException {
        var id = services.find(request).definition().id();
        var from = request.time("from").orElseGet(() -> Instant.now().minus(PERIOD));
        return Answer.ok(FiguresMessage.of(engine.history().performance(id, from)));
    }

    private Answer events(Request request) throws JournalException {
        @Nullable String service = request.text("service").orElse(null);
        var events = engine.history().events(service, request.number("limit", EVENTS, 1, MOST_EVENTS));
        return Answer.ok(events.stream().map(JournalEventMessage::of).toList());
    }

    private Answer runTimes(Request request) throws JournalException {
        var runs = request.number("runs", RUNS, 1, MOST_RUNS);
        return Answer.ok(
                engine.history().runTimes(runs).stream().map(RunTimeMessage::of).toList());
    }
}
