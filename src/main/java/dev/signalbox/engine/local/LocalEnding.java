package dev.signalbox.engine.local;

import dev.signalbox.engine.ClosingStops;
import dev.signalbox.engine.Ending;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.service.plan.BulkPlanner;
import dev.signalbox.service.supervision.Intents;
import dev.signalbox.service.supervision.Reconciler;
import dev.signalbox.service.supervision.Supervisor;
import dev.signalbox.workspace.Workspace.OnExit;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How an engine of this program ends, and what the next one is to know of that: where it has ended with its services,
/// they are not to be gone on with, and the next one begins from nothing (rule 25c). Safe to use from any thread.
final class LocalEnding implements Ending {
    private static final Logger LOG = LoggerFactory.getLogger(LocalEnding.class);

    private final Reload reload;
    private final Reconciler reconciler;
    private final Intents intents;
    private final Services services;
    private final OperationQueue queue;
    private final Supplier<BulkPlanner> planner;
    /// Whether it ends with its services.
    private volatile boolean stopping;
    /// Held while it is noted whether it has.
    private final ReentrantLock noting = new ReentrantLock();

    private boolean noted;

    /// @param planner makes one for the services as they are
    LocalEnding(
            Reload reload,
            Reconciler reconciler,
            Intents intents,
            Services services,
            OperationQueue queue,
            Supplier<BulkPlanner> planner) {
        this.reload = reload;
        this.reconciler = reconciler;
        this.intents = intents;
        this.services = services;
        this.queue = queue;
        this.planner = planner;
    }

    @Override
    public boolean stopsServices() {
        return reload.current().onExit() == OnExit.STOP;
    }

    @Override
    public void closing(boolean ends) {
        reload.suspend(ends);
        reconciler.closing(ends);
        stopping = false;
        if (!ends) {
            aside(this::noteThatItRuns);
        }
    }

    @Override
    public ClosingStops stops() {
        return new LocalStops(planner.get(), services.all(), queue, () -> stopping = true, () -> aside(this::note));
    }

    /// The ids of services of which anything may live. May wait while that is looked at.
    List<String> living() {
        return services.all().stream()
                .filter(Supervisor::mayLive)
                .map(supervisor -> supervisor.definition().id())
                .toList();
    }

    /// Notes that it has ended with its services, if it has. Blocks on the disk.
    void note() {
        noting.lock();
        try {
            if (stopping && !noted && living().isEmpty()) {
                intents.engineStoppedAll();
                noted = true;
            }
        } catch (IOException e) {
            tell(e);
        } finally {
            noting.unlock();
        }
    }

    /// It does not end after all.
    private void noteThatItRuns() {
        noting.lock();
        try {
            if (noted) {
                intents.engineRuns();
                noted = false;
            }
        } catch (IOException e) {
            tell(e);
        } finally {
            noting.unlock();
        }
    }

    private static void tell(IOException e) {
        LOG.warn("the next engine will not know how this one has ended: {}", e.getMessage());
    }

    /// Does what waits for a disk on a thread that may.
    private static void aside(Runnable note) {
        Thread.ofVirtual().name("closing").start(note);
    }
}
