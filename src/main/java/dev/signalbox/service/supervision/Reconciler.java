package dev.signalbox.service.supervision;

import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.QueueEvent;
import dev.signalbox.operation.QueueListener;
import dev.signalbox.operation.Subscription;
import dev.signalbox.operation.Threads;
import dev.signalbox.service.ServiceDefinition.Dependency;
import dev.signalbox.service.plan.DependencyGraph;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Makes what is wanted so: after each change of anything that matters it looks at all services, and submits a start
/// of each that shall run, is down, and has nothing in its way (rule 26). What it decides follows from the [Facts]
/// alone, never from what happened before, so that nothing is forgotten: a dependency that comes back, a refusal, a
/// restart that was cut in half. It never stops anything.
///
/// Safe to use from any thread. Nobody waits for it.
public final class Reconciler implements AutoCloseable {
    private static final int EVENTS = 1_000;

    private final List<Supervisor> supervisors = new CopyOnWriteArrayList<>();
    /// Those that are left to persons. Nothing is decided about them, but others may wait for their ports.
    private final List<Supervisor> left = new CopyOnWriteArrayList<>();
    private final Threads threads;
    private final Subscription subscription;
    /// How often it was told to look since it began to.
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean acts;
    private volatile boolean closing;

    /// @param queue whose changes matter
    public Reconciler(OperationQueue queue) {
        this.threads = queue.threads();
        this.subscription = queue.subscribe(EVENTS, new QueueListener() {
            @Override
            public void onEvent(QueueEvent event) {
                if (!(event instanceof QueueEvent.Stepped)) {
                    look();
                }
            }

            @Override
            public void onChange(String service) {
                look();
            }

            @Override
            public void onMissed(long count) {
                look();
            }
        });
    }

    /// From now on looks after a service too, or again.
    public void add(Supervisor supervisor) {
        if (!supervisors.contains(supervisor)) {
            supervisors.add(supervisor);
        }
        left.remove(supervisor);
        look();
    }

    /// Leaves a service to those who ask for it, as it was removed.
    public void leave(Supervisor supervisor) {
        if (!left.contains(supervisor)) {
            left.add(supervisor);
        }
        supervisors.remove(supervisor);
        look();
    }

    /// Forgets a service that nobody supervises any more.
    public void remove(Supervisor supervisor) {
        supervisors.remove(supervisor);
        left.remove(supervisor);
        look();
    }

    /// From now on it starts what is to be started.
    public void begin() {
        acts = true;
        look();
    }

    /// The engine ends, or does not after all: meanwhile nothing is started.
    public void closing(boolean ends) {
        closing = ends;
        look();
    }

    /// Whether the engine ends.
    boolean isClosing() {
        return closing;
    }

    /// Something may have changed. Returns at once; changes that come together are looked at together.
    public void look() {
        if (asked.getAndIncrement() == 0) {
            threads.start("reconciler", this::reconcile);
        }
    }

    private void reconcile() {
        for (var seen = asked.get(); seen > 0; seen = asked.addAndGet(-seen)) {
            guarded(() ->
                    facts(supervisors).forEach((supervisor, facts) -> guarded(() -> supervisor.decided(facts, acts))));
        }
    }

    /// What goes wrong with one service costs no other its decision.
    private static void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            var thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    /// What is decided about a service if nothing of it waited or ran: asked by an operation that would start it.
    Decision decideAgain(Supervisor supervisor) {
        var facts = facts(supervisors).get(supervisor);
        return facts == null ? new Decision.Start("") : facts.idle().decide();
    }

    /// All that matters of each service, each before those that it needs.
    private Map<Supervisor, Facts> facts(Collection<Supervisor> all) {
        var byId = new HashMap<String, Supervisor>();
        all.forEach(supervisor -> byId.put(supervisor.definition().id(), supervisor));
        var graph = graph(all);
        var neededBy = new HashMap<String, String>();
        var facts = new LinkedHashMap<Supervisor, Facts>();
        for (var id : graph.order().reversed()) {
            var supervisor = byId.get(id);
            if (supervisor == null) {
                continue;
            }
            var needs = graph.needs(id);
            var own = supervisor.facts(
                    neededBy.getOrDefault(id, ""), missing(needs, byId), portUser(supervisor, all), closing);
            facts.put(supervisor, own);
            if (own.isWanted()) {
                needs.forEach(need -> neededBy.putIfAbsent(need.service(), id));
            }
        }
        return facts;
    }

    private static DependencyGraph graph(Collection<Supervisor> all) {
        return new DependencyGraph(
                all.stream().map(Supervisor::latestDefinition).toList());
    }

    private static List<Facts.Missing> missing(List<Dependency> needs, Map<String, Supervisor> byId) {
        var missing = new ArrayList<Facts.Missing>();
        for (var need : needs) {
            var supervisor = byId.get(need.service());
            // While services are added, one may be there before what it needs.
            var why = supervisor == null ? "which is not there" : supervisor.whyMissing(need.condition());
            if (!why.isEmpty()) {
                missing.add(new Facts.Missing(need.service(), why));
            }
        }
        return missing;
    }

    /// A service that holds a port which `supervisor` needs, and that is about to stop.
    private String portUser(Supervisor supervisor, Collection<Supervisor> all) {
        var ports = supervisor.latestDefinition().ports();
        if (ports.isEmpty()) {
            return "";
        }
        return Stream.concat(all.stream(), left.stream())
                .filter(other -> other != supervisor && other.isLeaving(ports))
                .map(other -> other.definition().id())
                .findFirst()
                .orElse("");
    }

    /// Ends the looking.
    @Override
    public void close() {
        acts = false;
        subscription.close();
    }
}
