package dev.signalbox.console;

import dev.signalbox.engine.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/// Why a service is in its condition, as far as a word and a glyph do not say it.
public final class Reasons {
    private Reasons() {}

    /// The reason on one line, empty if there is none. What failed has a [Trouble] besides.
    public static String of(ServiceModel service, Instant now) {
        var reason = service.status().reason();
        return switch (Condition.of(service)) {
            case NOT_READY -> reason.isEmpty() ? Texts.of("reason.not-ready") : reason;
            case UNHEALTHY -> reason.isEmpty() ? Texts.of("reason.unhealthy") : reason;
            case WEDGED -> wedged(service);
            case SCHEDULED -> {
                var next = service.nextRun();
                yield next == null
                        ? reason
                        : Texts.of("reason.next-run", Times.next(next, now, ZoneId.systemDefault()));
            }
            case RETRYING -> {
                var recovery = service.status().recovery();
                yield recovery == null
                        ? reason
                        : Texts.of("reason.retry", recovery.failures(), Trouble.countdown(service.status(), now));
            }
            case RUNNING, STARTING, RESTARTING, STOPPING, STOPPED, COMPLETED, FAILED, CRASH_LOOP -> reason;
            case UNKNOWN -> unknown(service, now);
        };
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
