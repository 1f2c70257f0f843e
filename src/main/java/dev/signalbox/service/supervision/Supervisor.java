package dev.signalbox.service.supervision;

import dev.signalbox.code.Code;
import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationBody;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Source.Road;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.DriverStatus;
import dev.signalbox.service.DriverStatus.Running;
import dev.signalbox.service.Fingerprint;
import dev.signalbox.service.Intent;
import dev.signalbox.service.Port;
import dev.signalbox.service.Reason;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Dependency.Condition;
import dev.signalbox.service.ServiceDriver;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.service.ServiceStatus.Health;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks after one service: does the work of its operations through its driver, watches it in between, knows its
/// state and what persons want of it. What is done without their asking goes through the queue like all else: a
/// start that the [Reconciler] has decided, a start by its schedule, a restart when it is unhealthy. Safe to use
/// from any thread.
public final class Supervisor implements OperationBody, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final String SHOULD_BE_STOPPED = "should be stopped";

    private final String id;
    private final Function<ServiceDefinition, ? extends ServiceDriver> drivers;
    private final DesiredState desired;
    private final Supervision shared;
    private final OwnStart ownStart;
    private volatile BiConsumer<ServiceStatus, ServiceStatus> statusListener = (_, _) -> {};
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Upkeep upkeep;
    private @Nullable OperationContext current;
    private @Nullable Starting starting;
    /// The stop that was called off after it had asked the service to end, until that has ended or another operation
    /// begins.
    private @Nullable OperationContext calledOffStop;
    private volatile ServiceDefinition latest;
    private volatile ServiceDefinition definition;
    private volatile ServiceDriver driver;
    /// Whether it ran when the engine came or has run since, and was not stopped.
    private volatile boolean ran;
    /// Whether processes of it lived on behind its end, as was seen last.
    private volatile boolean left;
    /// Whether processes of it run that another engine has started, as was seen last.
    private volatile boolean elsewhere;
    /// Whether a service that is wanted needs it, as was found last.
    private volatile boolean needed;
    /// Whether a stop or restart of it is submitted and not answered yet.
    private volatile boolean stopExpected;
    /// What there is to say if it shall be stopped and runs on; empty if that is as it should be.
    private volatile String unstopped = SHOULD_BE_STOPPED;
    /// What was wanted when those who watch were told last.
    private volatile Intent.Desired told = Intent.Desired.UNSET;
    private volatile String logProblem = "";
    private volatile Decision decision = new Decision.Nothing(Reason.Code.UNKNOWN, "not looked at yet");
    private volatile ServiceStatus status = ServiceStatus.of(ServiceState.UNKNOWN, "not looked at yet");
    /// The status that its listener was told last.
    private ServiceStatus listened = status;

    /// @param drivers makes a driver for a definition of this service, which the supervisor closes
    /// @param shared what it shares with the other supervisors
    public Supervisor(
            ServiceDefinition definition,
            Function<ServiceDefinition, ? extends ServiceDriver> drivers,
            Supervision shared) {
        this.id = definition.id();
        this.latest = definition;
        this.definition = definition;
        this.drivers = drivers;
        this.driver = drivers.apply(definition);
        this.desired = new DesiredState(id, shared.intents(), shared.queue());
        this.shared = shared;
        this.ownStart = new OwnStart(id, new OwnRequests(id, shared.queue()), shared);
        this.upkeep = new Upkeep(
                definition,
                shared,
                () -> !isWanted(),
                (address, port) -> driver().listeners().stranger(address, port),
                this::betweenOperations);
    }

    /// The definition in force.
    public ServiceDefinition definition() {
        return definition;
    }

    /// The definition that was given last: the one in force, or what takes its place when the operation that runs
    /// allows it. Those of all services fit together, which those in force may not.
    public ServiceDefinition latestDefinition() {
        return latest;
    }

    /// Whether anything of it may live, as far as is known: its process, what a job or a crash has left behind, or
    /// what cannot be looked at.
    public boolean mayLive() {
        return status.mayLive() || hasLeft(driver.status());
    }

    /// The same as far as it was seen last. Never waits, as [#mayLive] may while the driver looks.
    boolean seemsToLive() {
        return status.mayLive() || left;
    }

    private static boolean hasLeft(DriverStatus seen) {
        return seen instanceof DriverStatus.Exited end && end.leftovers() > 0;
    }

    /// The driver of the definition in force.
    public ServiceDriver driver() {
        return driver;
    }

    /// Takes over what runs already and begins to watch. Where the engine goes on after an absence, what has ended
    /// meanwhile has ended by itself; where things begin from nothing, what a person wanted once holds only for
    /// services that start with the engine (rule 25c). Called once, before the queue knows the service: what is
    /// begun earlier is not watched.
    public void open() {
        betweenOperations(() -> {
            driver.open(_ -> look());
            var seen = driver.status();
            ran = seen instanceof Running;
            unstopped = cutOff(seen);
            // What was asked to stop may have ended by that, and what is judged is not to be judged again.
            if (!shared.intents().goesOn() || desired.isStopped() || upkeep.isJudged()) {
                upkeep.knows(seen);
            }
            if (!shared.intents().goesOn() && !definition.autostart()) {
                forgetBefore();
            }
            upkeep.follow(definition);
        });
        shared.reconciler().add(this);
    }

    /// Lets nothing be done for it but what persons ask for, or no longer so.
    public void leaveToPersons(boolean leave) {
        if (leave) {
            shared.reconciler().leave(this);
        } else {
            shared.reconciler().add(this);
        }
    }

    /// Lets nothing else take its ports for free while a stop or restart of it is submitted and not answered yet.
    public void expectStop(boolean expected) {
        stopExpected = expected;
        shared.reconciler().look();
    }

    /// What there is to say of a stop of which the engine before this one has not seen the end.
    private String cutOff(DriverStatus seen) {
        var asked = desired.now();
        if (asked.value() != Intent.Value.STOPPED || !(seen instanceof Running(var _, var since, var _, var _))) {
            return SHOULD_BE_STOPPED;
        }
        // A schedule runs a job also after it was stopped.
        var scheduled = definition.schedule() != null && asked.since() != null && since.isAfter(asked.since());
        return scheduled
                ? ""
                : SHOULD_BE_STOPPED + ": " + DesiredState.request(asked) + " was cut off by the end of the engine";
    }

    private void forgetBefore() {
        var before = desired.now();
        if (before.value() == Intent.Value.RUNNING && !ran) {
            var _ = desired.say(
                    Intent.Value.UNSET,
                    Objects.requireNonNullElse(before.since(), shared.time().now()),
                    "was wanted by " + before.by() + " until the boot; autostart is off");
        }
    }

    /// What is wanted of it, with the hold of all queues if its own is not held.
    public Intent intent() {
        return shared.intents()
                .of(id)
                .desiring(desired.now())
                .held(shared.intents().hold(id));
    }

    /// What was decided about it last.
    public Decision decision() {
        return decision;
    }

    /// The state as it was last read from the world. Never waits, also while the driver looks at it.
    public ServiceStatus status() {
        return status;
    }

    /// What the service is like now.
    ///
    /// @param removed whether the workspace names it no more
    public ServiceSnapshot snapshot(QueueSnapshot queue, boolean removed) {
        return new ServiceSnapshot(
                definition(),
                latestDefinition(),
                status(),
                hasCompleted(),
                seemsToLive(),
                removed,
                nextRun(),
                intent(),
                decision().reason(),
                logProblem,
                queue);
    }

    /// Tells `watcher` after each change of [#status()], on the thread that caused it. It must not block.
    public void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    /// Tells what keeps its output from its log, or that from being rotated, for people; empty for nothing.
    public void logProblem(String text) {
        if (!text.equals(logProblem)) {
            logProblem = text;
            watchers.forEach(Supervisor::tell);
        }
    }

    /// Tells `listener` of each status after the first, with the one before it, and of none twice, in the order
    /// in which they came. It is called under a lock and must not block. Set once, before the supervisor is
    /// opened.
    public void onStatus(BiConsumer<ServiceStatus, ServiceStatus> listener) {
        statusListener = listener;
    }

    /// Tells `listener` of each start by its schedule that was left out, and why, for people. It must not block.
    /// Set once, before the supervisor is opened.
    public void onSkipped(Consumer<String> listener) {
        upkeep.onSkipped(listener);
    }

    /// Whether it is a job whose last run has ended with 0 while this engine watched.
    public boolean hasCompleted() {
        return upkeep.completed();
    }

    /// When its schedule starts it next, wall clock; `null` if it has none, or it is suspended.
    public @Nullable Instant nextRun() {
        return upkeep.nextRun();
    }

    // --- what is decided ---

    /// All that matters for what is decided about it.
    ///
    /// @param neededBy a service that is wanted and needs this one; empty if there is none
    /// @param closing whether the engine ends
    Facts facts(String neededBy, List<Facts.Missing> missing, String portUser, boolean closing) {
        while (true) {
            var snapshot = shared.queue().find(id);
            var facts = facts(snapshot, neededBy, missing, portUser, closing);
            var later = shared.queue().find(id);
            // What an operation changes belongs together with whether there is one.
            if (snapshot == null || later == null || snapshot.version() == later.version()) {
                return facts;
            }
        }
    }

    private Facts facts(
            @Nullable QueueSnapshot snapshot,
            String neededBy,
            List<Facts.Missing> missing,
            String portUser,
            boolean closing) {
        return new Facts(
                desired.now().value(),
                latest.autostart(),
                ran,
                neededBy,
                actual(),
                ownStart.isSubmitted() ? "its start is submitted" : pending(snapshot),
                upkeep.verdict(),
                upkeep.retryAt(),
                snapshot != null && snapshot.isHeld() ? held() : "",
                missing,
                portUser,
                cannotStart() ? latest.trouble().text() : "",
                ownStart.refusal(),
                unstopped,
                closing);
    }

    private String held() {
        var hold = shared.intents().hold(id);
        return hold == null ? "held" : hold.describe();
    }

    /// Whether it shall run, as far as that is known here and now.
    private boolean isWanted() {
        return Facts.isWanted(desired.now().value(), latest.autostart() || ran || needed);
    }

    private Facts.Actual actual() {
        return switch (status.state()) {
            case STOPPED, FAILED, BACKOFF -> Facts.Actual.DOWN;
            case UNKNOWN -> elsewhere ? Facts.Actual.ELSEWHERE : Facts.Actual.UNKNOWN;
            case RUNNING, STARTING, RESTARTING, STOPPING -> Facts.Actual.UP;
        };
    }

    private static String pending(@Nullable QueueSnapshot snapshot) {
        if (snapshot == null) {
            return "it is let go of";
        }
        return snapshot.isIdle() ? "" : "its queue has work";
    }

    /// Why those that need this service in a condition cannot start yet; empty if they can.
    String whyMissing(Condition condition) {
        var snapshot = shared.queue().find(id);
        var now = status;
        var isIdle = pending(snapshot).isEmpty();
        var reached = condition == Condition.STARTED
                ? now.pid() >= 0 || hasCompleted()
                : definition.oneShot() ? hasCompleted() : now.isReady();
        if (reached && isIdle) {
            return "";
        }
        var person = desired.now();
        if (person.value() == Intent.Value.STOPPED && now.pid() < 0) {
            return "stopped by " + person.by();
        }
        return switch (now.state()) {
            case RUNNING -> reached ? "which is busy" : "which is not ready";
            case STOPPED, FAILED -> isIdle ? whyDown(decision.reason()) : "which is to start";
            default -> "which is " + now.state().word().toLowerCase(Locale.ROOT);
        };
    }

    /// Of a whole chain that waits each one names the next only.
    private static String whyDown(Reason why) {
        return why.waitsFor().isEmpty() ? "which is down: " + why.text() : "which waits for " + why.waitsFor();
    }

    /// Whether one of its ports collides with these, and is about to stop.
    boolean isLeaving(List<Port> ports) {
        // First what costs nothing, as each service with ports asks all others.
        if (status.pid() < 0 || !Port.anyCollide(definition.ports(), ports)) {
            return false;
        }
        var snapshot = shared.queue().find(id);
        if (stopExpected || snapshot == null) {
            return stopExpected;
        }
        return snapshot.operations().anyMatch(operation -> operation.kind() != OperationKind.START);
    }

    /// Takes note of what is decided, and submits the start if it is to be started.
    ///
    /// @param acts whether the engine starts anything yet
    void decided(Facts facts, boolean acts) {
        if (acts) {
            upkeep.acts();
        }
        needed = !facts.neededBy().isEmpty();
        var next = facts.decide();
        var desires = desired.now();
        var changed = !next.equals(decision) || !desires.equals(told);
        decision = next;
        told = desires;
        if (next instanceof Decision.Start(var why) && acts) {
            ownStart.submit(new Source(upkeep.isRecovering() ? Road.CRASH_RECOVERY : Road.AUTOSTART, why));
        }
        if (changed) {
            watchers.forEach(Supervisor::tell);
        }
        if (changed && facts.actual() == Facts.Actual.DOWN) {
            shared.reconciler().look(); // what waits for it says why it is down
        }
    }

    // --- operations ---

    /// Starts, stops or restarts the service, as the operation asks.
    @Override
    public @Nullable CompletionStage<?> run(OperationContext work) throws Exception {
        var pointless = pointless(work);
        if (!pointless.isEmpty() && work.pointless(pointless)) {
            return null;
        }
        var kind = work.operation().kind();
        var ending = Ending.BROKEN;
        Starting start = null;
        enter(work);
        try {
            keep(work);
            requireStartable(kind);
            if (kind != OperationKind.START) {
                driver.stop(work);
                showNoProcess(work);
            }
            if (kind == OperationKind.RESTART && work.stopRequested()) { // a driver may be deaf to that
                throw new InterruptedException("asked to stop");
            }
            if (kind != OperationKind.STOP) {
                start = begin(work);
                start.run(() -> showProcess(work));
                if (isCalledOffForGood(work)) { // a driver may be deaf to that
                    throw new InterruptedException("asked to stop");
                }
            }
            ending = Ending.GOOD;
        } catch (Exception e) {
            ending = Ending.by(e, work); // now, as the deadline may pass during what follows
            if (start != null && !work.leavesWhatItBegan()) {
                start.cleanUp();
            } else if (work.letsGo() && driver.status() instanceof Running) {
                work.step("left running");
            }
            throw e;
        } finally {
            leave(work, ending);
        }
        return null;
    }

    @Override
    public void kill(Operation operation) {
        driver.kill(operation);
    }

    /// Refuses a start of what is known not to come up, before anything is stopped for it.
    private void requireStartable(OperationKind kind) throws DriverException {
        if (kind != OperationKind.STOP
                && cannotStart()
                && !(kind == OperationKind.START && driver.status() instanceof Running)) {
            throw new DriverException(
                    Code.TROUBLE, "cannot be started: " + latest.trouble().text());
        }
    }

    private boolean cannotStart() {
        return latest.trouble().blocks();
    }

    /// Whether somebody has called it off, so that nothing shall be left of what it has started (rule 25).
    private static boolean isCalledOffForGood(OperationContext work) {
        return work.cancellation() != null && !work.leavesWhatItBegan();
    }

    /// Why what the program itself asked for is of no use any more; empty if it is.
    private String pointless(OperationContext work) {
        if (!work.automatic() || work.operation().kind() == OperationKind.STOP) {
            return "";
        }
        var road = work.operation().source().road();
        if (road != Road.SCHEDULE && desired.isStopped()) {
            return "it shall be stopped";
        }
        if (road == Road.AUTOSTART || road == Road.CRASH_RECOVERY) {
            var again = shared.reconciler().decideAgain(this);
            return again instanceof Decision.Start ? "" : again.reason().text();
        }
        return road == Road.HEALTH && status.health() != Health.UNHEALTHY ? "it is not unhealthy any more" : "";
    }

    /// Keeps what a person wants by an operation that begins.
    private void keep(OperationContext work) throws DriverException {
        if (work.automatic() || work.isHalf()) {
            return;
        }
        try {
            desired.begins(work.operation());
        } catch (DriverException e) {
            if (work.operation().kind() != OperationKind.STOP) {
                throw e;
            }
            // The service may be what fills the disk.
            work.step("the next engine will not know that it was stopped: " + e.getMessage());
        }
    }

    @Override
    public CompletionStage<?> stopsChanged() {
        shared.reconciler().look();
        return desired.settle().exceptionally(e -> {
            LOG.warn("{}: {}", id, e.getMessage());
            return null;
        });
    }

    @Override
    public void declined(Operation start) {
        desired.declined(start, shared.time().now());
        shared.reconciler().look();
    }

    @Override
    public void takenOver(Operation running, Operation by) {
        desired.takenOver(running, by);
        shared.reconciler().look();
    }

    @Override
    public void wanted(Operation operation) {
        desired.wanted(operation);
        if (operation.kind() == OperationKind.STOP) {
            unstopped = SHOULD_BE_STOPPED + ": " + operation.label() + " did not begin";
        }
        shared.reconciler().look();
    }

    private void enter(OperationContext work) {
        change(() -> {
            current = work;
            starting = null;
            calledOffStop = null;
            var operation = work.operation();
            var state = switch (operation.kind()) {
                case START -> ServiceState.STARTING;
                case STOP -> ServiceState.STOPPING;
                case RESTART -> ServiceState.RESTARTING;
            };
            var outlook = upkeep.operationBegins(operation.kind(), recovers(work));
            status = ServiceStatus.of(state, "")
                    .running(status.pid(), status.since(), status.health())
                    .with(outlook);
        });
        // On a thread of its own, as it looks at the world.
        work.onAbandoned(() -> shared.queue().threads().start(id + " abandoned", () -> leave(work, Ending.CALLED_OFF)));
    }

    /// Whether the program tries by itself to get the service well again.
    private static boolean recovers(OperationContext work) {
        var road = work.operation().source().road();
        return work.automatic() && (road == Road.CRASH_RECOVERY || road == Road.HEALTH);
    }

    /// Nothing of the service runs, or all of it: a new definition can take effect here.
    private Starting begin(OperationContext work) {
        lock.lock();
        try {
            if (isCurrent(work)) {
                redefine();
            }
            var fresh = new Starting(definition, driver, upkeep.isReady(), shared, work);
            starting = isCurrent(work) ? fresh : starting;
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    private void showNoProcess(OperationContext work) {
        change(() -> {
            if (isCurrent(work)) {
                status = status.running(-1, null, Health.READY);
            }
        });
    }

    private void showProcess(OperationContext work) {
        change(() -> {
            if (isCurrent(work) && driver.status() instanceof Running running) {
                upkeep.operationRuns(running);
                status = definition.oneShot()
                        ? status.in(ServiceState.RUNNING).running(running.pid(), running.since(), Health.READY)
                        : status.running(running.pid(), running.since(), Health.UNREADY);
            }
        });
    }

    /// The operation is over, or was abandoned. Such a one comes here again when its body ends, when the state is
    /// no longer its to tell.
    private void leave(OperationContext work, Ending ending) {
        change(() -> {
            if (!isCurrent(work)) {
                return;
            }
            var seen = driver.status(); // before the end of the operation, to which it belongs
            var start = starting;
            current = null;
            starting = null;
            // One whose mark could not be kept has begun too, one that was refused has not.
            var toStart = start != null || (work.operation().kind() == OperationKind.START && !cannotStart());
            upkeep.operationEnded(ending.with(start == null ? null : start.end()), toStart, seen);
            ran = seen instanceof Running || (ran && work.operation().kind() != OperationKind.STOP);
            unstopped = unstopped(work, ending);
            redefine();
            if (ending.calledOff() && start == null && seen instanceof Running && !isSuperseded(work)) {
                calledOffStop = work;
            }
            status = settle(start != null && ending.equals(Ending.GOOD));
        });
    }

    private static String unstopped(OperationContext work, Ending ending) {
        var operation = work.operation();
        if (operation.kind() == OperationKind.START && operation.source().road() == Road.SCHEDULE) {
            return "";
        }
        return operation.kind() == OperationKind.STOP && ending.failed()
                ? SHOULD_BE_STOPPED + ": " + operation.label() + " has failed: " + ending.problem()
                : SHOULD_BE_STOPPED;
    }

    private static boolean isSuperseded(OperationContext work) {
        return work.cancellation() instanceof Cancellation.Superseded;
    }

    /// Looks at the service while no operation changes it. What was asked to end by a stop that nobody waits for any
    /// more may end now: that is the stop's late effect, and no end by itself (rule 28d).
    private ServiceStatus settle(boolean isReady) {
        var seen = driver.status();
        left = hasLeft(seen);
        elsewhere = seen instanceof DriverStatus.Unknown unknown && unknown.elsewhere();
        var stop = calledOffStop;
        if (stop != null && !(seen instanceof Running)) {
            calledOffStop = null;
            stop.late("it has ended after all");
        }
        var settled = upkeep.settle(seen, isReady);
        return calledOffStop == null
                ? settled
                : settled.because("asked to end by " + calledOffStop.operation().label()
                        + ", which was called off; it may still end");
    }

    @SuppressWarnings("ReferenceEquality") // it is about this very run
    private boolean isCurrent(OperationContext work) {
        return current == work;
    }

    // --- between operations ---

    /// The driver noticed something. Looks again, as the news may be older than the operation that has just
    /// ended.
    private void look() {
        change(() -> {
            if (current == null) {
                status = settle(false);
            } else if (starting != null) {
                starting.look();
            }
        });
    }

    private void betweenOperations(Runnable action) {
        change(() -> {
            if (current == null) {
                action.run();
                status = settle(false);
            }
        });
    }

    /// Lets its schedule start nothing, or no longer so; its other operations go on.
    ///
    /// @return completes when the next engine will know it, exceptionally if it cannot be written
    public CompletionStage<Void> suspendSchedule(String by) {
        var suspension = new Intent.Suspension(shared.time().now(), by);
        return changeIntent(intent -> intent.suspension() == null ? intent.suspended(suspension) : intent);
    }

    /// Undoes [#suspendSchedule].
    public CompletionStage<Void> resumeSchedule() {
        return changeIntent(intent -> intent.suspended(null));
    }

    /// A person wants it to go on as it runs, though it was to be stopped: it shall run from now on. No operation
    /// is needed for that. Changes nothing where it does not run.
    ///
    /// @return completes when the next engine will know it, exceptionally if it cannot be written
    public CompletionStage<Void> keepRunning(String by) {
        if (status.pid() < 0) {
            return CompletableFuture.completedStage(null);
        }
        var durable = desired.say(Intent.Value.RUNNING, shared.time().now(), by);
        shared.reconciler().look();
        return durable;
    }

    /// Takes over its strangers, see [ServiceDriver#takeOver]. Returns at once.
    ///
    /// @return completes with what was taken over, empty if there was nothing; exceptionally with a
    ///     [DriverException] if that engine lives, an operation is at work, or it cannot be written down
    public CompletionStage<String> takeOver() {
        var done = new CompletableFuture<String>();
        shared.queue().threads().start(id + " take over", () -> {
            var taken = new CompletableFuture<String>();
            try {
                var asked = driver;
                var takeOver = asked.takeOver();
                change(() -> takeOver(asked, takeOver, taken));
            } catch (RuntimeException e) {
                taken.completeExceptionally(e);
            }
            // Who is told finds it as it is then.
            var _ = taken.whenComplete((what, failure) -> {
                if (failure == null) {
                    done.complete(what);
                } else {
                    done.completeExceptionally(failure);
                }
            });
        });
        return done;
    }

    private void takeOver(ServiceDriver asked, ServiceDriver.TakeOver takeOver, CompletableFuture<String> taken) {
        if (current != null) {
            taken.completeExceptionally(
                    new DriverException(current.operation().label() + " is at work, which is to end first"));
            return;
        }
        try {
            if (!asked.equals(driver)) {
                throw new DriverException("its definition was changed meanwhile; take it over again");
            }
            taken.complete(takeOver.now());
        } catch (DriverException e) {
            taken.completeExceptionally(e);
        }
        ran |= driver.status() instanceof Running;
        status = settle(false);
    }

    private CompletionStage<Void> changeIntent(UnaryOperator<Intent> change) {
        var durable = shared.intents().change(id, change);
        watchers.forEach(Supervisor::tell);
        return durable;
    }

    /// Ends the trying to get the service up again: it shall be stopped from now on. Returns at once.
    public void stopRetrying() {
        desired.say(Intent.Value.STOPPED, shared.time().now(), "operator, stop retrying")
                .exceptionally(e -> {
                    LOG.warn("{}: the next engine will not know that it was stopped: {}", id, e.getMessage());
                    return null;
                });
        shared.queue().threads().start(id + " stop retrying", () -> {
            change(upkeep::stopRetrying);
            look();
        });
    }

    /// Lets another definition of the same service take effect: at once if no operation runs, else between the
    /// stop and the start of a restart that runs, or after the operation. A process that runs is kept as it is,
    /// and what is new for it waits for its next start. Reads files.
    public void redefine(ServiceDefinition newDefinition) {
        if (!newDefinition.id().equals(id)) {
            throw new IllegalArgumentException("this is " + id + ", not " + newDefinition.id());
        }
        change(() -> latest = newDefinition);
        betweenOperations(this::redefine);
    }

    /// Whether it is left alone as nobody has asked for it, so that being needed gets it started.
    public boolean isUnasked() {
        return decision.reason().code() == Reason.Code.UNSET && shared.intents().hold(id) == null;
    }

    /// Whether it is not started as it is defined, but is if that is changed to this one: what was judged of its last
    /// end holds for that definition only.
    public boolean startsWith(ServiceDefinition redefinition) {
        if (redefinition.trouble().blocks() || shared.intents().hold(id) != null || status.pid() >= 0) {
            return false;
        }
        var verdict = shared.intents().of(id).verdict();
        var wanted = Facts.isWanted(desired.now().value(), redefinition.autostart() || ran || needed);
        return wanted
                && switch (decision.reason().code()) {
                    case UNSET, TROUBLE -> true;
                    case FULFILLED, GAVE_UP, LEFT ->
                        verdict != null && !verdict.definition().equals(Fingerprint.of(redefinition));
                    default -> false;
                };
    }

    @SuppressWarnings("ReferenceEquality") // equal ones may come from different files
    private void redefine() {
        var redefinition = latest;
        if (redefinition == definition) {
            return;
        }
        var ran = driver.status() instanceof Running;
        driver.close();
        definition = redefinition;
        driver = drivers.apply(redefinition);
        driver.open(_ -> look());
        if (!ran) {
            upkeep.knows(driver.status());
        }
        upkeep.follow(redefinition);
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            var before = listened;
            if (!status.equals(before)) { // one that came about within it is told already
                listened = status;
                statusListener.accept(before, status);
            }
        } finally {
            lock.unlock();
        }
        watchers.forEach(Supervisor::tell);
        shared.reconciler().look();
    }

    /// What one that watches throws costs none of the others, nor whoever has caused the change.
    private static void tell(Runnable watcher) {
        try {
            watcher.run();
        } catch (RuntimeException | Error e) {
            var thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    /// Ends the watching and leaves the service as it is.
    @Override
    public void close() {
        shared.reconciler().remove(this);
        change(() -> {
            upkeep.close();
            driver.close();
        });
    }
}
