package dev.signalbox.api;

import dev.signalbox.api.Json.OperationView;
import dev.signalbox.api.Route.Parameter;
import dev.signalbox.engine.ServedEngine;
import dev.signalbox.journal.History;
import dev.signalbox.journal.History.Figures;
import dev.signalbox.journal.JournalEvent;
import dev.signalbox.journal.JournalException;
import dev.signalbox.journal.OperationDetails;
import dev.signalbox.operation.OperationKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
                Route.get("/operations/{id}/context", "What went on around an operation", "Context", this::context),
                Route.get("/services/{id}/figures", "What its operations were like", "Figures", this::figures)
                        .with(Parameter.time("from", "not submitted before this time; 30 days ago if not given")),
                Route.get("/journal/events", "What happened, newest first", "[JournalEvent]", this::events)
                        .with(
                                Parameter.text("service", "only what is about this service"),
                                Parameter.number("limit", "how many at most, 50 if not given")),
                Route.get("/run-times", "How long operations took lately", "[RunTime]", this::runTimes)
                        .with(Parameter.number("runs", "how many of each service and kind, 20 if not given")));
    }

    // --- around an operation ---

    /// @param behind what it waited behind
    /// @param exits how processes of its service ended by themselves while it ran
    /// @param effects what came after its outcome
    record ContextView(List<OperationView> behind, List<EventView> exits, List<EffectView> effects) {}

    record EffectView(Instant at, String text) {}

    record EventView(Instant at, String service, String kind, String value, String text) {
        static List<EventView> of(List<JournalEvent> events) {
            return events.stream()
                    .map(event -> new EventView(
                            event.at(), event.service(), event.kind().word(), event.value(), event.text()))
                    .toList();
        }
    }

    private Answer context(Request request) throws JournalException {
        var details = engine.history().details(request.id()).orElseThrow(() -> OperationsResource.unknown(request));
        return Answer.ok(new ContextView(behind(details), EventView.of(details.exits()), effects(details)));
    }

    private static List<OperationView> behind(OperationDetails details) {
        return details.behind().stream()
                .map(recorded -> OperationView.recorded(recorded, List.of()))
                .toList();
    }

    private static List<EffectView> effects(OperationDetails details) {
        return details.effects().stream()
                .map(effect -> new EffectView(effect.at(), effect.text()))
                .toList();
    }

    // --- figures ---

    /// @param operations what those of each kind were like
    record FiguresView(List<KindView> operations, UptimeView uptime) {}

    /// @param count how many ended with a body that ran
    /// @param failed how many of those failed or timed out
    /// @param waitedP50Ms of all that ran
    /// @param ranP50Ms of those that succeeded
    record KindView(
            String kind, int count, int failed, long waitedP50Ms, long waitedP95Ms, long ranP50Ms, long ranP95Ms) {
        static KindView of(OperationKind kind, Figures figures) {
            return new KindView(
                    kind.word(),
                    figures.count(),
                    figures.failed(),
                    figures.waited().p50().toMillis(),
                    figures.waited().p95().toMillis(),
                    figures.ran().p50().toMillis(),
                    figures.ran().p95().toMillis());
        }
    }

    record UptimeView(long upMs, long downMs, long longestOutageMs, int outages, double restartsPerDay) {
        static UptimeView of(History.Uptime uptime) {
            return new UptimeView(
                    uptime.up().toMillis(),
                    uptime.down().toMillis(),
                    uptime.longestOutage().toMillis(),
                    uptime.outages(),
                    uptime.restartsPerDay());
        }
    }

    private Answer figures(Request request) throws JournalException {
        var id = services.find(request).definition().id();
        var from = request.time("from").orElseGet(() -> Instant.now().minus(PERIOD));
        var known = engine.history().performance(id, from);
        var kinds = new ArrayList<KindView>();
        for (var kind : OperationKind.values()) {
            var figures = known.operations().get(kind);
            if (figures != null) {
                kinds.add(KindView.of(kind, figures));
            }
        }
        return Answer.ok(new FiguresView(kinds, UptimeView.of(known.uptime())));
    }

    // --- the rest ---

    private Answer events(Request request) throws JournalException {
        @Nullable String service = request.text("service").orElse(null);
        return Answer.ok(
                EventView.of(engine.history().events(service, request.number("limit", EVENTS, 1, MOST_EVENTS))));
    }

    private Answer runTimes(Request request) throws JournalException {
        var runs = request.number("runs", RUNS, 1, MOST_RUNS);
        return Answer.ok(engine.history().runTimes(runs).stream()
                .map(run -> Map.of(
                        "service",
                        run.service(),
                        "kind",
                        run.kind().word(),
                        "ran_ms",
                        run.ran().toMillis()))
                .toList());
    }
}
