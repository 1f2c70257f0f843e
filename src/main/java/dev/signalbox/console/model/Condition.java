package dev.signalbox.console.model;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.service.Reason;
import dev.signalbox.service.ServiceStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// What a service's state and all that qualifies it amount to for somebody who looks at it. Rows, inspector,
/// counts and filter speak of services in these words only. In the order of the counts: what runs, what changes,
/// what rests, what needs a look.
public enum Condition {
    RUNNING(Octicons.CHECK_CIRCLE_FILL_16, "run"),
    NOT_READY(Octicons.ISSUE_DRAFT_16, "held"),
    UNHEALTHY(Octicons.PULSE_16, "fail"),
    STARTING(Octicons.PLAY_16, "act"),
    RESTARTING(Octicons.SYNC_16, "act"),
    STOPPING(Octicons.SQUARE_16, "act"),
    /// It does not run, and is started when what it waits for has come.
    WAITING(Octicons.HOURGLASS_16, "calm"),
    STOPPED(Octicons.SQUARE_FILL_16, "calm"),
    /// A one-shot service has done its work.
    COMPLETED(Octicons.CHECK_16, "run"),
    /// It does not run, and will be started at a known time.
    SCHEDULED(Octicons.CLOCK_16, "calm"),
    FAILED(Octicons.X_CIRCLE_FILL_16, "fail"),
    /// It failed, and is about to be started again.
    RETRYING(Octicons.CLOCK_16, "fail"),
    /// It failed too often to be started again.
    CRASH_LOOP(Octicons.ALERT_16, "fail"),
    /// Its active operation was asked to stop and does not end.
    WEDGED(Octicons.STOP_16, "held"),
    UNKNOWN(Octicons.QUESTION_16, "held");

    /// How the reason of a one-shot service that has ended with 0 begins.
    private static final String COMPLETED_REASON = "completed";

    private final Octicons icon;
    private final String tone;

    Condition(Octicons icon, String tone) {
        this.icon = icon;
        this.tone = tone;
    }

    /// The condition of `service` as the window shows it now.
    public static Condition of(ServiceModel service) {
        return service.queue().wedged() ? WEDGED : of(service.status(), service.nextRun(), service.why());
    }

    static Condition of(ServiceStatus status, @Nullable Instant nextRun, Reason why) {
        // What waits for nothing but its next try has a time and a word of its own.
        if (waits(status, why) && why.code() != Reason.Code.RETRY) {
            return WAITING;
        }
        return switch (status.state()) {
            case RUNNING ->
                switch (status.health()) {
                    case READY -> RUNNING;
                    case UNREADY -> NOT_READY;
                    case UNHEALTHY -> UNHEALTHY;
                };
            case STARTING -> STARTING;
            case RESTARTING -> RESTARTING;
            case STOPPING -> STOPPING;
            case STOPPED -> {
                if (nextRun != null) {
                    yield SCHEDULED;
                }
                yield why.code() == Reason.Code.FULFILLED || status.reason().startsWith(COMPLETED_REASON)
                        ? COMPLETED
                        : STOPPED;
            }
            case FAILED -> isCrashLoop(status) || why.code() == Reason.Code.GAVE_UP ? CRASH_LOOP : FAILED;
            case BACKOFF -> isCrashLoop(status) ? CRASH_LOOP : RETRYING;
            case UNKNOWN -> UNKNOWN;
        };
    }

    /// Whether a service is down although it is to run, as something keeps it from being started yet.
    static boolean waits(ServiceStatus status, Reason why) {
        return switch (status.state()) {
            case STOPPED, FAILED, BACKOFF -> why.code().waits();
            case STARTING, RUNNING, RESTARTING, STOPPING, UNKNOWN -> false;
        };
    }

    private static boolean isCrashLoop(ServiceStatus status) {
        return status.recovery() != null && status.recovery().crashLoop();
    }

    public StateGlyph glyph() {
        return new StateGlyph(icon, tone);
    }

    /// The word that stands beside the glyph: `Not ready`.
    public String word() {
        return Texts.of("condition." + name());
    }
}
