package dev.signalbox.service.supervision;

import dev.signalbox.service.Answer;
import dev.signalbox.service.Listeners;
import dev.signalbox.service.Probe;
import dev.signalbox.service.Prober;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceStatus.Health;
import dev.signalbox.service.ServiceStatus.Unasked;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How well one process of a service does, by its probes, from when it is ready, or adopted, until it ends. Safe
/// to use from any thread.
final class Vitals implements AutoCloseable {
    /// The shortest pause between two tries of a readiness probe that has succeeded.
    private static final Duration SLOWLY = Duration.ofSeconds(5);

    private final long pid;
    private final Duration slowly;
    private final Runnable changed;
    private final Consumer<String> unhealthy;
    private final Streak readiness;
    private final Streak liveness;
    private final Prober.@Nullable Asking ready;
    private final Prober.@Nullable Asking alive;
    private final AtomicBoolean aliveBegun = new AtomicBoolean();

    /// Begins to ask.
    ///
    /// @param pid which process this is about
    /// @param isReady whether it is known to be ready; else it has to answer first, if it can
    /// @param listeners who listens on this machine
    /// @param changed called after each answer that changes something
    /// @param unhealthy told the last answer, whenever it has been unhealthy for a whole row of tries
    Vitals(
            ServiceDefinition definition,
            Supervision shared,
            long pid,
            boolean isReady,
            Listeners listeners,
            Runnable changed,
            Consumer<String> unhealthy) {
        this.pid = pid;
        this.changed = changed;
        this.unhealthy = unhealthy;
        var readyProbe = askable(definition);
        var aliveProbe = definition.oneShot() ? null : definition.alive();
        var prober = shared.prober();
        readiness = new Streak(
                definition.id(),
                "ready",
                readyProbe == null ? 1 : readyProbe.failures(),
                readyProbe == null ? 1 : readyProbe.success(),
                Answer::countsForReady,
                shared.time()::now,
                isReady || readyProbe == null,
                isReady ? "" : "not asked yet");
        liveness = new Streak(
                definition.id(),
                "alive",
                aliveProbe == null ? 1 : aliveProbe.failures(),
                aliveProbe == null ? 1 : aliveProbe.success(),
                Answer::countsForAlive,
                shared.time()::now,
                true,
                "");
        slowly = readyProbe == null || readyProbe.every().compareTo(SLOWLY) < 0 ? SLOWLY : readyProbe.every();
        ready = readyProbe == null
                ? null
                : prober.prepare(
                        definition,
                        readyProbe.again(isReady ? slowly : readyProbe.every()),
                        Readiness.tryTimeout(readyProbe),
                        null,
                        listeners,
                        this::aboutReadiness);
        alive = aliveProbe == null
                ? null
                : prober.prepare(definition, aliveProbe, aliveProbe.timeout(), null, listeners, this::aboutLiveness);
    }

    /// The readiness probe, if it can be asked of a service that runs: what it once wrote is no answer now.
    private static @Nullable Probe askable(ServiceDefinition definition) {
        var probe = definition.oneShot() ? null : definition.ready();
        return probe == null || probe.check() instanceof Probe.Check.Log ? null : probe;
    }

    /// Begins to ask. Called once, before anything else.
    void begin() {
        if (ready != null) {
            ready.begin(true);
        }
        if (readiness.isGood()) {
            beginAlive();
        }
    }

    private void beginAlive() {
        if (alive != null && aliveBegun.compareAndSet(false, true)) {
            alive.begin(true);
        }
    }

    private void aboutReadiness(Answer answer) {
        var before = readiness.isGood();
        var unasked = readiness.unasked();
        readiness.completedBadRow(answer);
        if (readiness.isGood() && !before && ready != null) {
            ready.pace(slowly);
            beginAlive();
        }
        if (!before || !readiness.isGood() || !Objects.equals(unasked, readiness.unasked())) {
            changed.run();
        }
    }

    private void aboutLiveness(Answer answer) {
        var before = liveness.isGood();
        var unasked = liveness.unasked();
        var again = liveness.completedBadRow(answer);
        if (!before || !liveness.isGood() || !Objects.equals(unasked, liveness.unasked())) {
            changed.run();
        }
        if (again) {
            unhealthy.accept(liveness.text());
        }
    }

    /// Which process this is about.
    long pid() {
        return pid;
    }

    Health health() {
        if (!liveness.isGood()) {
            return Health.UNHEALTHY;
        }
        return readiness.isGood() ? Health.READY : Health.UNREADY;
    }

    /// Its probes that could not be asked last.
    List<Unasked> unasked() {
        return Stream.of(liveness, readiness)
                .map(Streak::unasked)
                .filter(Objects::nonNull)
                .toList();
    }

    /// The last answer of the probe that is not satisfied, and which it is; empty if all are.
    String reason() {
        return switch (health()) {
            case UNHEALTHY -> liveness.text();
            case UNREADY -> readiness.text();
            case READY -> "";
        };
    }

    /// Whether it was ready when it was asked last.
    boolean isReady() {
        return readiness.isGood();
    }

    @Override
    public void close() {
        if (ready != null) {
            ready.close();
        }
        if (alive != null) {
            alive.close();
        }
    }
}
