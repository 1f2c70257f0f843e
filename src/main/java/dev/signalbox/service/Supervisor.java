package dev.signalbox.service;

import dev.signalbox.operation.OperationBody;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Looks after one service: does the work of its operations through its driver, watches it in between, and knows
/// its state. Safe to use from any thread.
public final class Supervisor implements OperationBody, AutoCloseable {
    private final ServiceDefinition definition;
    private final ServiceDriver driver;
    private final Intentions intentions;
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable OperationContext current;
    private volatile ServiceStatus status = ServiceStatus.of(ServiceState.UNKNOWN, "not looked at yet");

    /// @param drivers makes a driver for a definition of this service, which the supervisor closes
    /// @param intentions where what was wanted of the service is kept
    /// @param shared what it shares with the other supervisors
    public Supervisor(
            ServiceDefinition definition,
            Function<ServiceDefinition, ? extends ServiceDriver> drivers,
            Intentions intentions,
            Supervision shared) {
        this.definition = definition;
        this.driver = drivers.apply(definition);
        this.intentions = intentions;
    }

    public ServiceDefinition definition() {
        return definition;
    }

    public ServiceDriver driver() {
        return driver;
    }

    /// Takes over what runs already and begins to watch. Called once.
    public void open() {
        driver.open(_ -> look());
        look();
    }

    /// The state as it was last read from the world. Never waits, also while the driver looks at it.
    public ServiceStatus status() {
        return status;
    }

    /// Tells `watcher` after each change of [#status()], on the thread that caused it. It must not block.
    public void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    /// Whether the service shall start with the console: its definition says so, and nobody has stopped it since.
    public boolean wantsAutostart() {
        return definition.autostart() && intentions.wanted(definition.id()) != Intentions.Wanted.STOPPED;
    }

    /// Starts, stops or restarts the service, as the operation asks.
    @Override
    public @Nullable CompletionStage<?> run(OperationContext work) throws Exception {
        var kind = work.operation().kind();
        enter(work);
        String problem = "";
        try {
            remember(work);
            if (kind != OperationKind.START) {
                driver.stop(work);
            }
            if (kind != OperationKind.STOP) {
                driver.start(work);
            }
        } catch (DriverException e) {
            problem = Objects.requireNonNullElse(e.getMessage(), "failed");
            throw e;
        } finally {
            leave(work, problem);
        }
        return null;
    }

    /// What an operator wants outlives the console; that the console started a service by itself is no wish.
    ///
    /// @throws DriverException if it cannot be kept, except for a stop: the service may be what fills the disk
    private void remember(OperationContext work) throws DriverException {
        if (work.operation().source().equals(Source.AUTOSTART)) {
            return;
        }
        if (work.operation().kind() != OperationKind.STOP) {
            intentions.want(definition.id(), Intentions.Wanted.RUNNING);
            return;
        }
        try {
            intentions.want(definition.id(), Intentions.Wanted.STOPPED);
        } catch (DriverException e) {
            work.step("the next console will not know that it was stopped: " + e.getMessage());
        }
    }

    private void enter(OperationContext work) {
        change(() -> {
            current = work;
            var state = switch (work.operation().kind()) {
                case START -> ServiceState.STARTING;
                case STOP -> ServiceState.STOPPING;
                case RESTART -> ServiceState.RESTARTING;
            };
            status = ServiceStatus.of(state, "").running(status.pid(), status.since(), status.health());
        });
    }

    /// The operation is over. An abandoned one comes here late, when the state is no longer its to tell.
    private void leave(OperationContext work, String problem) {
        change(() -> {
            if (isCurrent(work)) {
                current = null;
                var now = describe(driver.status());
                var failed = !problem.isEmpty() && now.state() == ServiceState.STOPPED;
                status = failed ? ServiceStatus.of(ServiceState.FAILED, problem) : now;
            }
        });
    }

    @SuppressWarnings("ReferenceEquality") // it is about this very run
    private boolean isCurrent(OperationContext work) {
        return current == work;
    }

    /// The driver noticed something between two operations. During one it is left to [#leave] to look. Looks again, as
    /// the news may be older than the operation that has just ended.
    private void look() {
        change(() -> {
            if (current == null) {
                status = describe(driver.status());
            }
        });
    }

    private static ServiceStatus describe(DriverStatus seen) {
        return switch (seen) {
            case DriverStatus.Running(var pid, var since, var _) ->
                ServiceStatus.of(ServiceState.RUNNING, "").running(pid, since, ServiceStatus.Health.READY);
            case DriverStatus.Stopped(var verified) ->
                ServiceStatus.of(ServiceState.STOPPED, verified ? "" : "not fully verified");
            case DriverStatus.Exited(var exit, var _, var lines, var leftovers) ->
                ServiceStatus.of(ServiceState.FAILED, leftovers == 0 ? "" : leftovers + " of its processes live on")
                        .ended(exit, lines);
            case DriverStatus.Unknown(var reason) -> ServiceStatus.of(ServiceState.UNKNOWN, reason);
        };
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
        watchers.forEach(Runnable::run);
    }

    /// Ends the watching and leaves the service as it is.
    @Override
    public void close() {
        driver.close();
    }
}
