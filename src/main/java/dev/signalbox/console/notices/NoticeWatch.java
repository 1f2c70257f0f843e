package dev.signalbox.console.notices;

import dev.signalbox.console.fx.FxThread;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.console.notices.Notice.Kind;
import dev.signalbox.engine.Engine;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.service.ServiceStatus.Health;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// Sees what happens to services, to their operations and to the engine's records, and says what of it is to be
/// noticed. What services are like as it begins is no news. FX thread.
final class NoticeWatch implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration LATE = Duration.ofSeconds(1);
    private static final double LATE_SHARE = 1.2;

    private final OperationQueueModel model;
    private final Engine engine;
    private final Consumer<Notice> noticed;
    private final Map<String, Seen> seen = new HashMap<>();
    private final Subscription refreshes;
    private Map<String, String> logProblems = Map.of();
    private boolean journalDown;
    private volatile boolean closed;

    /// What was seen of a service last.
    private record Seen(ServiceStatus status, boolean wedged) {}

    /// @param noticed gets each notice as it comes, on the FX thread
    NoticeWatch(OperationQueueModel model, Engine engine, Consumer<Notice> noticed) {
        this.model = model;
        this.engine = engine;
        this.noticed = noticed;
        look();
        refreshes = model.onRefreshed(this::look);
        model.onEnded(this::ended);
        measure();
    }

    // --- services ---

    private void look() {
        // What cannot be reached is not known to be otherwise.
        if (!model.connectionProperty().get().isUp()) {
            return;
        }
        for (var service : model.services()) {
            var now = new Seen(service.status(), service.queue().wedged());
            var before = seen.put(service.id(), now);
            if (before != null && !before.equals(now) && before.status.state() != ServiceState.UNKNOWN) {
                compare(service, before, now);
            }
        }
    }

    private void compare(ServiceModel service, Seen before, Seen now) {
        var status = now.status;
        var recovery = status.recovery();
        if (hasEnded(before.status, status) && !isToldByAnOperation(service)) {
            tell(service, Kind.CRASHED, Objects.requireNonNull(status.exit()).told(), "");
        }
        if (recovery != null && recovery.crashLoop() && !isCrashLoop(before.status)) {
            tell(service, Kind.CRASH_LOOP, Texts.of("notices.crash-loop", recovery.failures()), "");
        }
        if (status.state() == ServiceState.RUNNING && before.status.state() == ServiceState.RUNNING) {
            compareHealth(service, before.status.health(), status);
        }
        if (now.wedged && !before.wedged) {
            var active = service.queue().active();
            var verb = active == null ? "" : active.operation().verb();
            tell(service, Kind.STUCK, Texts.of("notices.stuck", verb), "");
        }
        if (!now.wedged && status.isReady() && !(before.status.isReady() && !before.wedged)) {
            tell(service, Kind.RECOVERED, Texts.of("notices.recovered"), "");
        } else if (!now.wedged && status.state() == ServiceState.STOPPED && status.exit() == null) {
            tell(service, Kind.RECOVERED, Texts.of("notices.stopped"), "");
        }
    }

    private void compareHealth(ServiceModel service, Health before, ServiceStatus now) {
        if (now.health() == Health.UNHEALTHY && before != Health.UNHEALTHY) {
            tell(service, Kind.UNHEALTHY, Texts.of("notices.unhealthy"), now.reason());
        } else if (now.health() == Health.UNREADY && before == Health.READY) {
            tell(service, Kind.NOT_READY, Texts.of("notices.not-ready"), now.reason());
        }
    }

    /// Whether its process has ended by itself, and it does not count as done.
    private static boolean hasEnded(ServiceStatus before, ServiceStatus now) {
        var down = now.state() == ServiceState.FAILED || now.state() == ServiceState.BACKOFF;
        return down
                && now.exit() != null
                && (!isDown(before) || !Objects.equals(before.exit(), now.exit()) || failures(before) < failures(now));
    }

    private static boolean isDown(ServiceStatus status) {
        return status.state() == ServiceState.FAILED || status.state() == ServiceState.BACKOFF;
    }

    private static int failures(ServiceStatus status) {
        return status.recovery() == null ? 0 : status.recovery().failures();
    }

    private static boolean isCrashLoop(ServiceStatus status) {
        return status.recovery() != null && status.recovery().crashLoop();
    }

    /// An operation during which its process ended says so itself.
    private static boolean isToldByAnOperation(ServiceModel service) {
        var last = service.queue().last();
        var ended = service.status().endedAt();
        return service.queue().active() != null
                || (last != null
                        && ended != null
                        && last.outcome() instanceof Outcome.Failed
                        && !last.endedAt().isBefore(ended));
    }

    private void tell(ServiceModel service, Kind kind, String words, String detail) {
        noticed.accept(Notice.of(model.time().now(), service.id(), kind, words, detail));
    }

    // --- operations ---

    private void ended(QueueSnapshot.Ended end) {
        var verb = end.operation().verb();
        switch (end.outcome()) {
            case Outcome.Failed(var cause, var _) -> tell(end, Kind.FAILED, Texts.of("notices.failed", verb), cause);
            case Outcome.TimedOut(var after) ->
                tell(end, Kind.TIMED_OUT, Texts.of("notices.timed-out", verb, Times.limit(after)), "");
            case Outcome.Succeeded() -> {
                var usual = model.runTimes()
                        .usual(end.operation().service(), end.operation().kind())
                        .orElse(null);
                if (end.changed() && usual != null && isLate(end.ran(), usual)) {
                    var words = Texts.of("notices.late", verb, Times.about(end.ran()), Times.about(usual));
                    tell(end, Kind.LATE, words, "");
                }
            }
            case Outcome.Cancelled _, Outcome.Coalesced _ -> {}
        }
    }

    static boolean isLate(Duration ran, Duration usual) {
        return ran.compareTo(usual.plus(LATE)) >= 0 && ran.toMillis() >= usual.toMillis() * LATE_SHARE;
    }

    private void tell(QueueSnapshot.Ended end, Kind kind, String words, String detail) {
        noticed.accept(of(end, kind, words, detail));
    }

    private static Notice of(QueueSnapshot.Ended end, Kind kind, String words, String detail) {
        var operation = end.operation();
        var told = operation.kind() == OperationKind.STOP && kind != Kind.LATE ? Kind.NOT_STOPPED : kind;
        return new Notice(end.endedAt(), operation.service(), told, words, detail, operation.id(), operation.plan());
    }

    // --- the engine's records ---

    private void measure() {
        if (!closed) {
            var logs = engine.logProblems();
            var journal = engine.journalProblem();
            FxThread.run(() -> compare(logs, journal));
            model.time().schedule(EVERY, this::measure);
        }
    }

    private void compare(Map<String, String> logs, @Nullable String journal) {
        var now = model.time().now();
        logs.forEach((service, problem) -> {
            if (!logProblems.containsKey(service)) {
                noticed.accept(Notice.of(now, service, Kind.LOG, Texts.of("notices.log"), problem));
            }
        });
        logProblems = Map.copyOf(logs);
        if (journal != null && !journalDown) {
            noticed.accept(Notice.of(now, "", Kind.JOURNAL, Texts.of("notices.journal"), journal));
        } else if (journal == null && journalDown) {
            noticed.accept(Notice.of(now, "", Kind.RECOVERED, Texts.of("notices.journal.again"), ""));
        }
        journalDown = journal != null;
    }

    @Override
    public void close() {
        closed = true;
        refreshes.unsubscribe();
    }
}
