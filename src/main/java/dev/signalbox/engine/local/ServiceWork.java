package dev.signalbox.engine.local;

import dev.signalbox.code.Code;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationBody;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source.Road;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.supervision.Supervisor;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The work of one service's operations, with what reloads of the workspace mean for it: a service that was
/// removed can be stopped only, and a restart that a reload asked for is done if it is still needed. Safe to use
/// from any thread.
final class ServiceWork implements OperationBody {
    private final Supervisor supervisor;
    private final Consumer<ServiceWork> settled;
    private final Supplier<Sources> sources;
    private volatile boolean removed;
    private volatile boolean leaving;
    private volatile boolean stopped;
    private volatile boolean outdated;

    /// What services are read from. Its methods may block on the file system.
    interface Sources {
        Sources NONE = new Sources() {
            @Override
            public void lookAgain(List<String> services) {}

            @Override
            public String news() {
                return "";
            }
        };

        /// Looks again at what the definitions of these have named and was missing, and puts that in force.
        void lookAgain(List<String> services);

        /// What is there to be read, for people; empty if that is in force.
        String news();
    }

    /// @param settled told on the thread of an operation when [#isGone()] may have become true
    ServiceWork(Supervisor supervisor, Consumer<ServiceWork> settled, Supplier<Sources> sources) {
        this.supervisor = supervisor;
        this.settled = settled;
        this.sources = sources;
    }

    Supervisor supervisor() {
        return supervisor;
    }

    String id() {
        return supervisor.definition().id();
    }

    /// Whether the workspace file names it no more.
    boolean isRemoved() {
        return removed;
    }

    /// Lets it be stopped only from now on.
    void remove() {
        removed = true;
        supervisor.leaveToPersons(true);
    }

    /// Lets it go, once it was removed and has been stopped. Not before what shall stop it is queued: other
    /// services may wait for that.
    void leave() {
        leaving = true;
    }

    /// Makes it a service like others again.
    void takeBack() {
        removed = false;
        leaving = false;
        supervisor.leaveToPersons(false);
    }

    /// Whether it is to go, and the last that was done with it was to stop it.
    boolean isGone() {
        return removed && leaving && stopped;
    }

    /// Notes that what runs now was started by an older definition.
    void outdate() {
        outdated = true;
    }

    /// Whether it runs, or is about to.
    boolean runs() {
        var status = supervisor.status();
        return status.pid() >= 0
                || status.state() == ServiceState.STARTING
                || status.state() == ServiceState.RESTARTING;
    }

    @Override
    public @Nullable CompletionStage<?> run(OperationContext work) throws Exception {
        var operation = work.operation();
        if (removed && operation.kind() != OperationKind.STOP) {
            settled.accept(this);
            throw new DriverException(
                    Code.NO_SERVICE,
                    operation.service() + " is not in the workspace file any more: it can be stopped only");
        }
        if (operation.kind() == OperationKind.RESTART && operation.source().road() == Road.RELOAD) {
            if (!outdated || !runs()) {
                work.nothingToDo(runs() ? "restarted since the reload" : "not running");
                return null;
            }
        }
        if (operation.kind() != OperationKind.STOP && hasTrouble()) {
            sources.get().lookAgain(List.of(id()));
        }
        if (operation.kind() != OperationKind.START || !runs()) {
            outdated = false;
        }
        stopped = false;
        var rest = supervisor.run(work);
        if (operation.kind() != OperationKind.STOP) {
            tellNews(work);
            return rest;
        }
        if (rest != null) {
            return rest.thenRun(this::hasStopped);
        }
        hasStopped();
        return null;
    }

    /// Who starts a service after he has edited its file may expect that to be in force.
    private void tellNews(OperationContext work) {
        var news = work.automatic() ? "" : sources.get().news();
        if (!news.isEmpty()) {
            work.step(news);
        }
    }

    private boolean hasTrouble() {
        return !supervisor.latestDefinition().trouble().text().isEmpty();
    }

    @Override
    public void kill(Operation operation) {
        supervisor.kill(operation);
    }

    @Override
    public CompletionStage<?> stopsChanged() {
        return supervisor.stopsChanged();
    }

    @Override
    public void declined(Operation start) {
        supervisor.declined(start);
    }

    @Override
    public void takenOver(Operation running, Operation by) {
        supervisor.takenOver(running, by);
    }

    @Override
    public void wanted(Operation operation) {
        supervisor.wanted(operation);
    }

    private void hasStopped() {
        stopped = true;
        settled.accept(this);
    }
}
