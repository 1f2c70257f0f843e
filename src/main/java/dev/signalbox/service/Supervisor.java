package dev.signalbox.service;

import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationBody;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source.Road;
import dev.signalbox.service.DriverStatus.Running;
import dev.signalbox.service.ServiceStatus.Health;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks after one service: does the work of its operations through its driver, watches it in between, and knows
/// its state. What it does by itself it asks the queue for like everybody else: a start after a crash or by its
/// schedule, a restart when it is unhealthy. An operator's stop ends all of that until the next start. Safe to
/// use from any thread.
public final class Supervisor implements OperationBody, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private final String id;
    private final Function<ServiceDefinition, ? extends ServiceDriver> drivers;
    private final Wish wish;
    private final Supervision shared;
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
    private volatile ServiceStatus status = ServiceStatus.of(ServiceState.UNKNOWN, "not looked at yet");

    /// @param drivers makes a driver for a definition of this service, which the supervisor closes
    /// @param intentions where what was wanted of the service is kept
    /// @param shared what it shares with the other supervisors
    public Supervisor(
            ServiceDefinition definition,
            Function<ServiceDefinition, ? extends ServiceDriver> drivers,
            Intentions intentions,
            Supervision shared) {
        this.id = definition.id();
        this.latest = definition;
        this.definition = definition;
        this.drivers = drivers;
        this.driver = drivers.apply(definition);
        this.wish = new Wish(id, intentions);
        this.shared = shared;
        this.upkeep = new Upkeep(definition, shared, wish::isStopped, this::betweenOperations);
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

    /// The driver of the definition in force.
    public ServiceDriver driver() {
        return driver;
    }

    /// Takes over what runs already and begins to watch. What ended while nobody watched is shown, and not
    /// started again. Called once, when the queue knows the service.
    public void open() {
        betweenOperations(() -> {
            driver.open(_ -> look());
            upkeep.knows(driver.status());
            upkeep.follow(definition);
        });
    }

    /// The state as it was last read from the world. Never waits, also while the driver looks at it.
    public ServiceStatus status() {
        return status;
    }

    /// Tells `watcher` after each change of [#status()], on the thread that caused it. It must not block.
    public void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    /// Tells `listener` of each status after the first, with the one before it, and of none twice, in the order
    /// in which they came. It is called under a lock and must not block. Set once, before the supervisor is
    /// opened.
    public void onStatus(BiConsumer<ServiceStatus, ServiceStatus> listener) {
        statusListener = listener;
    }

    /// Whether the service shall start with the console: its definition says so, and nobody has stopped it since.
    public boolean wantsAutostart() {
        return definition.autostart() && !wish.isStopped();
    }

    /// Whether it is a job whose last run has ended with 0 while this console watched.
    public boolean hasCompleted() {
        return upkeep.completed();
    }

    /// When its schedule starts it next, wall clock; `null` if it has none, or an operator's stop has suspended
    /// it until the next start.
    public @Nullable Instant nextRun() {
        return wish.isStopped() ? null : upkeep.nextRun();
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
            wish.take(work);
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
            }
            ending = Ending.GOOD;
        } catch (Exception e) {
            ending = Ending.by(e, work); // now, as the deadline may pass during what follows
            if (start != null && leavesNothing(work)) {
                start.cleanUp();
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

    /// Whether a start that did not come to its end leaves nothing of what it has begun: where it failed, and where
    /// somebody called it off. A restart that was called off leaves what it has started, and so does what was
    /// superseded, to the operation that comes next (rules 25 and 28d).
    private static boolean leavesNothing(OperationContext work) {
        return switch (work.cancellation()) {
            case null -> true;
            case Cancellation.Superseded _ -> false;
            default -> work.operation().kind() == OperationKind.START;
        };
    }

    /// Why what the program itself asked for is of no use any more; empty if it is.
    private String pointless(OperationContext work) {
        if (!work.automatic() || work.operation().kind() == OperationKind.STOP) {
            return "";
        }
        if (wish.isStopped()) {
            return "an operator has stopped it";
        }
        var road = work.operation().source().road();
        return road == Road.HEALTH && status.health() != Health.UNHEALTHY ? "it is not unhealthy any more" : "";
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
        work.onAbandoned(() -> Thread.ofVirtual().name(id + " abandoned").start(() -> leave(work, Ending.CALLED_OFF)));
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
            if (isCurrent(work) && driver.status() instanceof Running(var pid, var since, var _)) {
                status = status.running(pid, since, Health.UNREADY);
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
            upkeep.operationEnded(ending.with(start == null ? null : start.end()), start != null, seen);
            redefine();
            if (ending.calledOff() && start == null && seen instanceof Running && !isSuperseded(work)) {
                calledOffStop = work;
            }
            status = settle(start != null && ending.equals(Ending.GOOD));
        });
    }

    private static boolean isSuperseded(OperationContext work) {
        return work.cancellation() instanceof Cancellation.Superseded;
    }

    /// Looks at the service while no operation changes it. What was asked to end by a stop that nobody waits for any
    /// more may end now: that is the stop's late effect, and no end by itself (rule 28d).
    private ServiceStatus settle(boolean isReady) {
        var seen = driver.status();
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

    /// Ends the trying to get the service up again. It stays as it failed, and counts as stopped by an operator.
    /// Returns at once.
    public void stopRetrying() {
        Thread.ofVirtual().name(id + " stop retrying").start(() -> {
            try {
                wish.stop();
            } catch (DriverException e) {
                LOG.warn("{}: the next console will not know that it was stopped: {}", id, e.getMessage());
            }
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
            var before = status;
            change.run();
            if (!status.equals(before)) {
                statusListener.accept(before, status);
            }
        } finally {
            lock.unlock();
        }
        watchers.forEach(Runnable::run);
    }

    /// Ends the watching and leaves the service as it is.
    @Override
    public void close() {
        change(() -> {
            upkeep.close();
            driver.close();
        });
    }
}
