package dev.signalbox.api;

import dev.signalbox.api.Route.Parameter;
import dev.signalbox.engine.ServedEngine;
import dev.signalbox.metrics.MetricsStore;
import dev.signalbox.metrics.Series;
import dev.signalbox.wire.SeriesMessage;
import dev.signalbox.wire.UsagesMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// What the services use, and have used.
final class UsageResource {
    private static final Duration RANGE = Duration.ofHours(1);
    private static final Duration LONGEST_STEP = Duration.ofDays(1);
    /// Answers that are made at a time: each reads up to 2 MB.
    private static final int AT_ONCE = 2;

    private final ServedEngine engine;
    private final ServicesResource services;
    private final InstantSource clock;
    private final Turns turns = new Turns(AT_ONCE);

    /// @param clock the wall clock
    UsageResource(ServedEngine engine, ServicesResource services, InstantSource clock) {
        this.engine = engine;
        this.services = services;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get("listUsages", "/usage", "What the services use that run", "Usages", _ -> usages()),
                Route.get(
                                "getServiceMetrics",
                                "/services/{id}/metrics",
                                "What it has used until now",
                                "Series",
                                this::series)
                        .saying("Each second of the last hour is known, and each minute of the last 30 days.")
                        .with(
                                Parameter.time("since", "from when on, an hour ago if not given"),
                                Parameter.duration(
                                        "step",
                                        "how long one step is, whole seconds; if not given, so that there are at most "
                                                + Series.MOST)));
    }

    private Answer usages() {
        return Answer.ok(UsagesMessage.of(engine.usages()));
    }

    private Answer series(Request request) throws IOException, InterruptedException {
        var service = services.find(request).id();
        var now = clock.instant();
        var since = since(request, now);
        var least = Series.leastStep(Duration.between(since, now));
        var step = request.duration("step", least, LONGEST_STEP);
        if (step.compareTo(least) < 0 || step.toMillis() % 1_000 != 0) {
            throw Problem.badRequest("step is "
                            + Request.quoted(request.text("step").orElse(""))
                            + ". Allowed: whole seconds, at least " + least.toSeconds() + "s since then, as an answer"
                            + " has at most " + Series.MOST + " steps")
                    .thrown();
        }
        return turns.take(() -> Answer.ok(SeriesMessage.of(engine.metrics(service, since, step))));
    }

    /// What is further back than anything that is known begins there.
    private static Instant since(Request request, Instant now) {
        var wanted = request.time("since").orElse(now.minus(RANGE));
        var oldest = now.minus(MetricsStore.KEPT);
        if (wanted.isAfter(now)) {
            throw Problem.badRequest(
                            "since is " + Request.quoted(request.text("since").orElse(""))
                                    + ", which is still to come. Allowed: a time of before")
                    .thrown();
        }
        return wanted.isBefore(oldest) ? oldest : wanted;
    }
}
