package dev.signalbox.engine.local;

import dev.signalbox.engine.ReloadProposal;
import dev.signalbox.engine.ReloadRefusedException;
import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.PlanSubmission;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Source.Road;
import dev.signalbox.operation.Ticket;
import dev.signalbox.service.Port;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.plan.DependencyGraph;
import dev.signalbox.service.plan.ReloadPlanner;
import dev.signalbox.workspace.InvalidWorkspaceException;
import dev.signalbox.workspace.Workspace;
import dev.signalbox.workspace.WorkspaceChanges;
import dev.signalbox.workspace.WorkspaceChanges.ServiceChange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts another version of the workspace file in force, while the services run. What has not changed is not
/// touched; what is stopped or restarted goes through the queue like everything else. Safe to use from any
/// thread.
final class Reload implements ServiceWork.Sources, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);
    private static final Source SOURCE = new Source(Road.RELOAD, "");

    private final Services services;
    private final OperationQueue queue;
    private final Consumer<Workspace> settings;
    private final Reading reading;
    private final ReentrantLock lock = new ReentrantLock();
    /// Held while services are defined anew, which waits for nothing.
    private final ReentrantLock redefining = new ReentrantLock();
    private volatile Workspace current;
    private boolean closed;
    private volatile boolean suspended;

    /// Reads a workspace again.
    interface Reading {
        Workspace again(Workspace before) throws InvalidWorkspaceException;
    }

    /// @param current in force already
    /// @param settings takes what is no single service's
    /// @param reading reads the workspace again
    Reload(Workspace current, Services services, OperationQueue queue, Consumer<Workspace> settings, Reading reading) {
        this.current = current;
        this.services = services;
        this.queue = queue;
        this.settings = settings;
        this.reading = reading;
        services.readFrom(this);
    }

    /// The workspace in force.
    Workspace current() {
        return current;
    }

    /// Reads the workspace again, and tells what that changes.
    ReloadProposal propose() throws InvalidWorkspaceException {
        var before = current;
        var after = reading.again(before).keeping(before);
        after.warnings().forEach(LOG::warn);
        var changes = WorkspaceChanges.between(before, after);
        if (changes.isEmpty()) {
            takeIn(before, after);
        }
        var stops = changes.removed().stream()
                .map(ServiceDefinition::id)
                .filter(this::runs)
                .toList();
        var restarts = changes.changed().stream()
                .filter(change -> !change.restartKeys().isEmpty())
                .map(change -> change.after().id())
                .filter(this::runs)
                .toList();
        return new ReloadProposal(
                before,
                after,
                changes,
                stops,
                restarts,
                new ReloadStarts(services, after, changes).ids(),
                staysStopped(changes));
    }

    private List<String> staysStopped(WorkspaceChanges changes) {
        var switched = changes.changed().stream()
                .filter(change -> !change.before().autostart())
                .map(ServiceChange::after);
        return Stream.concat(changes.added().stream(), switched)
                .filter(ServiceDefinition::autostart)
                .map(ServiceDefinition::id)
                .filter(services::isStoppedByAPerson)
                .toList();
    }

    /// The file says the same in other words, so that there is nothing to be asked or done.
    @SuppressWarnings("ReferenceEquality") // it is about this very version
    private void takeIn(Workspace before, Workspace after) {
        lock.lock();
        try {
            if (current == before) {
                current = after;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void lookAgain(List<String> ids) {
        var before = current;
        try {
            var after = reading.again(before).keeping(before);
            // What is in the file now is for a reload to take in.
            if (after.fingerprint().isOfTheSameFile(before.fingerprint())) {
                takeIn(
                        before,
                        after.services().stream()
                                .filter(service -> ids.contains(service.id()))
                                .toList());
            }
        } catch (InvalidWorkspaceException _) {
            // Neither are its mistakes in force.
        }
    }

    @Override
    public String news() {
        var inForce = current.fingerprint();
        return inForce.differing(inForce.now()).stream()
                .findFirst()
                .map(file -> file.getFileName()
                        + " has changed since it was read; this is as it was, and signalbox reload takes it in")
                .orElse("");
    }

    @SuppressWarnings("ReferenceEquality") // it is about this very version
    private void takeIn(Workspace before, List<ServiceDefinition> found) {
        lock.lock();
        try {
            if (current == before && !closed) {
                found.stream()
                        .filter(service -> !before.services().contains(service))
                        .forEach(this::takeIn);
            }
        } finally {
            lock.unlock();
        }
    }

    private void takeIn(ServiceDefinition service) {
        var work = services.find(service.id());
        if (work != null && !work.isRemoved()) {
            current = current.with(service);
            between(() -> {
                services.redefine(work, service);
                return work;
            });
        }
    }

    private boolean runs(String id) {
        var service = services.find(id);
        return service != null && service.runs();
    }

    /// See [dev.signalbox.engine.Reloads#begin].
    CompletionStage<List<Ticket>> begin(ReloadProposal proposal) throws ReloadRefusedException {
        lock.lock();
        try {
            check(proposal);
            current = proposal.after();
            current.troubles().forEach(trouble -> LOG.warn("{}", trouble));
            settings.accept(current);
            var changes = proposal.changes();
            changes.removed().forEach(this::remove);
            var outdated = between(() -> ids(changes.changed().stream()
                    .filter(this::change)
                    .map(ServiceChange::after)
                    .toList()));
            var plan = ReloadPlanner.plan(
                    new DependencyGraph(proposal.before().services()),
                    Set.copyOf(ids(changes.removed())),
                    new DependencyGraph(proposal.after().services()),
                    Set.copyOf(outdated),
                    takes(proposal, outdated));
            // What is added may need the ports of those.
            var stopping = services.expectStops(plan.services());
            changes.added().forEach(services::add);
            services.order(ids(current.services()));
            return submit(plan, ids(changes.removed()), stopping);
        } finally {
            lock.unlock();
        }
    }

    /// Does something while no service is being defined anew, so that all definitions that it sees go together.
    <T> T between(Supplier<T> action) {
        redefining.lock();
        try {
            return action.get();
        } finally {
            redefining.unlock();
        }
    }

    /// Refuses reloads while the engine ends, as what they would stop and start is seen to then.
    void suspend(boolean ends) {
        suspended = ends;
    }

    @SuppressWarnings("ReferenceEquality") // it is about this very version
    private void check(ReloadProposal proposal) throws ReloadRefusedException {
        if (closed || suspended) {
            throw new ReloadRefusedException("the engine ends");
        }
        if (proposal.before() != current) {
            throw new ReloadRefusedException(
                    "another reload has taken place since; look again at what is to be changed");
        }
        var read = proposal.after().fingerprint();
        var changed = read.differing(read.now());
        if (!changed.isEmpty()) {
            throw new ReloadRefusedException(
                    changed.getFirst().getFileName() + " has changed again since; look again at what is to be changed");
        }
    }

    /// Which services, of those that are to be restarted, are to listen on ports of others that stop and run.
    private Map<String, Set<String>> takes(ReloadProposal proposal, List<String> outdated) {
        var removed = ids(proposal.changes().removed());
        var holders = proposal.before().services().stream()
                .filter(service -> removed.contains(service.id()) || outdated.contains(service.id()))
                .filter(service -> runs(service.id()))
                .toList();
        var takes = new HashMap<String, Set<String>>();
        for (var service : proposal.after().services()) {
            var others = holders.stream()
                    .filter(holder ->
                            !holder.id().equals(service.id()) && Port.anyCollide(holder.ports(), service.ports()))
                    .map(ServiceDefinition::id)
                    .collect(Collectors.toSet());
            if (outdated.contains(service.id()) && runs(service.id()) && !others.isEmpty()) {
                takes.put(service.id(), others);
            }
        }
        return takes;
    }

    private static List<String> ids(List<ServiceDefinition> services) {
        return services.stream().map(ServiceDefinition::id).toList();
    }

    private void remove(ServiceDefinition service) {
        services.remove(service);
        queue.withdrawAll(service.id()); // starts would be refused anyway, and the stop comes sooner
    }

    /// @return whether the service must be restarted for it
    private boolean change(ServiceChange change) {
        var service = services.find(change.after().id());
        if (service == null) {
            throw new IllegalStateException("no service " + change.after().id());
        }
        services.redefine(service, change.after());
        if (change.restartKeys().isEmpty() || !mayRun(service)) {
            return false;
        }
        service.outdate();
        return true;
    }

    /// Whether the service runs, or what is queued may have started it when the restart's turn comes.
    private boolean mayRun(ServiceWork service) {
        var snapshot = queue.snapshot(service.id());
        return service.runs()
                || snapshot.active() != null
                || !snapshot.waiting().isEmpty();
    }

    /// @param stopping told when the plan was answered
    private CompletionStage<List<Ticket>> submit(BulkPlan plan, List<String> removed, Runnable stopping) {
        if (plan.members().isEmpty()) {
            return CompletableFuture.completedStage(List.of());
        }
        return queue.submit(plan, SOURCE).thenApply(answer -> {
            stopping.run();
            services.release(removed);
            return switch (answer) {
                case PlanSubmission.Accepted(var ticket) -> ticket.members();
                case PlanSubmission.Refused(var reason, var _) -> {
                    LOG.warn("nothing was stopped or restarted: {}", reason);
                    yield List.of();
                }
            };
        });
    }

    /// Refuses everything from now on.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}
