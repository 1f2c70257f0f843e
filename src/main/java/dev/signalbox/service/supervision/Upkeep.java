package dev.signalbox.service.supervision;

import dev.signalbox.operation.OperationKind;
import dev.signalbox.service.DriverStatus;
import dev.signalbox.service.DriverStatus.Exited;
import dev.signalbox.service.DriverStatus.Running;
import dev.signalbox.service.Fingerprint;
import dev.signalbox.service.Intent.Verdict;
import dev.signalbox.service.Listeners;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceStatus;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a supervisor does for its service between the operations: watches how well it runs, judges its ends, and
/// starts it by its schedule. Guarded by the lock of its [Supervisor].
final class Upkeep implements AutoCloseable {
    private final Supervision shared;
    private final OwnRequests requests;
    private final BooleanSupplier unwanted;
    private final Listeners listeners;
    private final Consumer<Runnable> between;
    private final Recovery recovery;
    private final Scheduler scheduler;
    private final Missed missed;

    private volatile ServiceDefinition definition;
    private @Nullable Vitals vitals;
    private Ending last = Ending.GOOD;
    /// The end that was looked at last, so that each one counts once.
    private @Nullable Exited lastEnd;

    private boolean closed;

    /// @param unwanted whether nobody wants the service to run
    /// @param listeners who listens on this machine
    /// @param between runs something under the supervisor's lock and takes a new look, if no operation runs
    Upkeep(
            ServiceDefinition definition,
            Supervision shared,
            BooleanSupplier unwanted,
            Listeners listeners,
            Consumer<Runnable> between) {
        this.definition = definition;
        this.shared = shared;
        this.unwanted = unwanted;
        this.listeners = listeners;
        this.between = between;
        this.requests = new OwnRequests(definition.id(), shared.queue());
        this.missed = new Missed(definition.id(), shared, requests);
        this.recovery = new Recovery(shared.time(), shared.random(), this::look);
        // Also while an operation runs: a start that is left out is told.
        this.scheduler = new Scheduler(shared.time(), this::startBySchedule);
    }

    void onSkipped(Consumer<String> listener) {
        requests.onSkipped(listener);
    }

    /// Whether it is a job that has done what it shall do. For any thread.
    boolean completed() {
        var verdict = verdict();
        return verdict != null && verdict.kind() == Verdict.Kind.FULFILLED;
    }

    /// What keeps it from being started, `null` for nothing. One about another definition is lifted. For any thread.
    @Nullable
    Verdict verdict() {
        var verdict = shared.intents().of(definition.id()).verdict();
        return verdict != null && verdict.definition().equals(Fingerprint.of(definition)) ? verdict : null;
    }

    /// When it is tried again, while that is not yet. For any thread.
    @Nullable
    Instant retryAt() {
        return recovery.waitsUntil();
    }

    /// Whether it has ended without being asked, and is to be got up again. For any thread.
    boolean isRecovering() {
        return recovery.outlook() != null;
    }

    private void judge(Verdict.Kind kind, String text) {
        var intents = shared.intents();
        var verdict = new Verdict(kind, text, shared.time().now(), intents.boot(), Fingerprint.of(definition));
        var _ = intents.change(definition.id(), intent -> intent.judged(verdict));
    }

    /// What was judged does not count any more: something begins, whose end is judged for itself.
    private void lift() {
        var _ = shared.intents().change(definition.id(), intent -> intent.judged(null));
    }

    /// The next start by schedule, `null` if there is none or it is suspended. For any thread.
    @Nullable
    Instant nextRun() {
        return shared.intents().of(definition.id()).suspension() == null ? scheduler.next() : null;
    }

    boolean isReady() {
        return vitals != null && vitals.isReady();
    }

    /// Whether its last end has been judged, by this engine or one before, and nothing was started since. For any
    /// thread.
    boolean isJudged() {
        return shared.intents().of(definition.id()).verdict() != null;
    }

    /// Takes note of an end that is nothing new.
    void knows(DriverStatus seen) {
        lastEnd = seen instanceof Exited end ? end : lastEnd;
    }

    /// From now on goes by this definition. What runs already counts as ready if it did before.
    void follow(ServiceDefinition newDefinition) {
        definition = newDefinition;
        missed.follow(newDefinition.schedule());
        scheduler.follow(newDefinition.schedule());
        if (newDefinition.restart().on() == ServiceDefinition.RestartPolicy.On.NEVER) {
            recovery.cancel();
        }
        if (vitals != null) {
            watch(vitals.pid(), vitals.isReady());
        }
    }

    /// An operation begins.
    ///
    /// @param recovers whether it is one of those that are to get the service well again
    /// @return what there is to tell meanwhile
    ServiceStatus.@Nullable Recovery operationBegins(OperationKind kind, boolean recovers) {
        recovery.operationBegins();
        lift();
        if (kind != OperationKind.STOP) {
            missed.waitsNoMore();
        }
        if (recovers) {
            recovery.trying();
        } else {
            recovery.reset();
        }
        if (kind != OperationKind.START) {
            forgetVitals();
        }
        return recovery.outlook();
    }

    /// An operation is over.
    ///
    /// @param toStart whether it came so far as to start the service
    void operationEnded(Ending ending, boolean toStart, DriverStatus seen) {
        last = ending;
        if (ending.calledOff() || !toStart) {
            recovery.cancel();
            knows(seen);
        } else if (ending.failed() && !(seen instanceof Running)) {
            knows(seen);
            recover(true);
        }
    }

    /// The process of an operation that is at work runs.
    void operationRuns(Running seen) {
        recovery.lives(seen);
    }

    /// Takes in what the driver sees while no operation runs.
    ///
    /// @param isReady whether an operation has just found it ready
    /// @return all that is known
    ServiceStatus settle(DriverStatus seen, boolean isReady) {
        if (seen instanceof Running running) {
            var pid = running.pid();
            recovery.lives(running);
            if (vitals == null || vitals.pid() != pid || (isReady && !vitals.isReady())) {
                // Where another process goes on in the place of one that was ready, the service is ready still.
                watch(pid, isReady || isReady());
            }
            recovery.runs(definition.restart(), vitals != null && vitals.health() == ServiceStatus.Health.READY);
        } else {
            forgetVitals();
        }
        if (seen instanceof Exited end && !end.isSameEnd(lastEnd)) {
            lastEnd = end;
            if (Description.isCompletion(definition, end)) {
                judge(Verdict.Kind.FULFILLED, "completed");
            } else if (!end.background().isEmpty()) {
                recovery.cancel();
                judge(Verdict.Kind.LEFT, "it is not started again by itself, as that would end what lives on");
            } else {
                recover(!definition.restart().isGood(end.exit()));
            }
        }
        return new Description(definition, last, vitals, outlook()).of(seen);
    }

    /// What there is to tell of what comes next. While nobody wants it to run no next try is announced.
    private ServiceStatus.@Nullable Recovery outlook() {
        var outlook = recovery.outlook();
        return outlook != null && !outlook.crashLoop() && unwanted.getAsBoolean() ? null : outlook;
    }

    /// It ended, or could not be started, and nobody asked for that. That counts whether or not somebody wants it to
    /// run at this moment: who does a moment later finds it as its policy leaves it (rule 26a).
    private void recover(boolean failed) {
        if (closed) {
            recovery.cancel();
            return;
        }
        switch (recovery.ended(definition.restart(), failed)) {
            case Backoff.Decision.Leave() ->
                judge(Verdict.Kind.LEFT, failed ? "it failed, and its policy leaves it so" : "it ended by itself");
            case Backoff.Decision.GiveUp() -> judge(Verdict.Kind.GAVE_UP, "it was tried too often");
            case Backoff.Decision.Retry _ -> {
                lift(); // of one that was killed as it began it may still be there
                shared.reconciler().look();
            }
        }
    }

    private void watch(long pid, boolean isReady) {
        forgetVitals();
        if (!closed) {
            var fresh = new Vitals(
                    definition,
                    shared,
                    pid,
                    isReady,
                    listeners,
                    this::look,
                    answer -> between.accept(() -> restart(pid, answer)));
            vitals = fresh;
            fresh.begin();
        }
    }

    private void look() {
        between.accept(() -> {});
    }

    private void forgetVitals() {
        if (vitals != null) {
            vitals.close();
            vitals = null;
        }
    }

    /// It has been unhealthy for a whole row of tries.
    private void restart(long pid, String answer) {
        var superseded = vitals == null
                || vitals.pid() != pid
                || requests.isAnyPending()
                || unwanted.getAsBoolean()
                || shared.reconciler().isClosing();
        if (!superseded && recovery.unhealthy(definition.restart())) {
            requests.restart(answer);
        }
    }

    private void startBySchedule() {
        var schedule = definition.schedule();
        var suspended = shared.intents().of(definition.id()).suspension() != null;
        if (schedule == null || shared.reconciler().isClosing()) {
            return;
        }
        if (suspended) {
            missed.followed(schedule);
        } else {
            missed.due(schedule);
            requests.startBySchedule(schedule, "", missed::waitsNoMore);
        }
    }

    /// The engine starts things: what of its schedule came due while none ran is dealt with. For any thread.
    void acts() {
        if (!shared.reconciler().isClosing()) {
            missed.settle();
        }
    }

    /// Tries no more to get it up again.
    void stopRetrying() {
        requests.cancelOwnStarts();
        recovery.cancel();
    }

    @Override
    public void close() {
        closed = true;
        scheduler.follow(null);
        recovery.cancel();
        forgetVitals();
    }
}
