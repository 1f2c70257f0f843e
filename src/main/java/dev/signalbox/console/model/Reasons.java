package dev.signalbox.console.model;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.engine.Connection;
import dev.signalbox.service.ServiceStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/// Why a service is in its condition, as far as a word and a glyph do not say it.
public final class Reasons {
    private Reasons() {}

    /// The reason on one line, empty if there is none. What failed has a [Trouble] besides.
    public static String of(ServiceModel service, Instant now) {
        var reason = dated(service.status(), now);
        var all = waiting(service.why().with(reason, service.intent().desired().by()));
        if (service.isUnstopped()) {
            return all;
        }
        return switch (Condition.of(service)) {
            case NOT_READY -> reason.isEmpty() ? Texts.of("reason.not-ready") : reason;
            case UNHEALTHY -> reason.isEmpty() ? Texts.of("reason.unhealthy") : reason;
            case WEDGED -> wedged(service);
            case SCHEDULED -> {
                var next = service.nextRun();
                yield next == null ? reason : next(next, now);
            }
            case RETRYING -> {
                var recovery = service.status().recovery();
                yield recovery == null
                        ? reason
                        : Texts.of("reason.retry", recovery.failures(), Trouble.countdown(service.status(), now));
            }
            case WAITING -> all;
            case STOPPED, COMPLETED, FAILED, CRASH_LOOP -> joined(all, suspended(service, now));
            case RUNNING, STARTING, RESTARTING, STOPPING -> reason;
            case UNKNOWN -> unknown(service, now);
        };
    }

    /// What there is to say of its state, with when that was.
    private static String dated(ServiceStatus status, Instant now) {
        var ended = status.endedAt();
        var text = ended == null
                ? status.reason()
                : status.reason().replaceFirst("^completed", "completed " + Times.moment(ended, now));
        for (var unasked : status.unasked()) {
            var said = unasked.probe() + " cannot be asked: " + unasked.why();
            text = text.replace(said, said + ", since " + Times.moment(unasked.since(), now));
        }
        return text;
    }

    /// When the service's schedule starts it next, or who has suspended it; empty if it has none.
    public static String ofSchedule(ServiceModel service, Instant now) {
        var next = service.nextRun();
        if (next != null) {
            return Texts.of("reason.scheduled", next(next, now));
        }
        return service.isScheduled() && service.intent().suspension() == null
                ? Texts.of("reason.never-scheduled")
                : suspended(service, now);
    }

    private static String next(Instant next, Instant now) {
        return Texts.of("reason.next-run", Times.next(next, now, ZoneId.systemDefault()));
    }

    private static String suspended(ServiceModel service, Instant now) {
        var suspension = service.intent().suspension();
        return suspension == null
                ? ""
                : Texts.of("reason.suspended", Times.moment(suspension.since(), now), suspension.by());
    }

    private static String waiting(String text) {
        return text.startsWith("for ") ? Texts.of("reason.waiting", text) : text;
    }

    private static String joined(String first, String second) {
        return first.isEmpty() || second.isEmpty() ? first + second : first + "; " + second;
    }

    private static String unknown(ServiceModel service, Instant now) {
        return service.connection() instanceof Connection.Lost lost
                ? Texts.of("reason.lost", Times.uptime(Duration.between(lost.since(), now)))
                : service.status().reason();
    }

    private static String wedged(ServiceModel service) {
        var active = service.queue().active();
        return active == null
                ? ""
                : Texts.of("reason.wedged", active.operation().label());
    }
}
