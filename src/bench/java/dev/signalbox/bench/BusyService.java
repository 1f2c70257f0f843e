package dev.signalbox.bench;

import dev.signalbox.log.LogFiles;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.service.DriverStatus;
import dev.signalbox.service.ServiceDriver;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A service in memory, whose operations report and end when [EventLoad] lets them.
final class BusyService implements ServiceDriver {
    private final long pid;
    private final Semaphore ends = new Semaphore(0);
    private volatile @Nullable OperationContext live;
    private volatile @Nullable Instant runsSince;

    /// Operations that were submitted and not ended. Known to the load's thread only.
    int pending;

    BusyService(long pid) {
        this.pid = pid;
    }

    /// The operation that can be told to report or end.
    @Nullable
    OperationContext live() {
        return live;
    }

    /// Ends the live operation.
    void end() {
        live = null;
        pending--;
        ends.release();
    }

    @Override
    public void start(OperationContext work) throws InterruptedException {
        untilEnd(work);
        runsSince = Instant.now();
    }

    @Override
    public void stop(OperationContext work) throws InterruptedException {
        if (work.operation().kind() == OperationKind.STOP) {
            untilEnd(work);
        }
        runsSince = null;
    }

    @Override
    public void kill(Operation operation) {
        ends.release();
    }

    private void untilEnd(OperationContext work) throws InterruptedException {
        live = work;
        ends.acquire();
    }

    @Override
    public DriverStatus status() {
        var since = runsSince;
        return since == null ? new DriverStatus.Stopped(true) : new DriverStatus.Running(pid, since, false);
    }

    @Override
    public void open(Consumer<DriverStatus> watcher) {}

    @Override
    public @Nullable LogFiles log() {
        return null;
    }

    @Override
    public void close() {}
}
