package dev.signalbox.console;

import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.CancelResult;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.PlanSubmission;
import dev.signalbox.operation.QueueEvent;
import dev.signalbox.operation.QueueListener;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.RunTimes;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Submission;
import dev.signalbox.operation.Subscription;
import dev.signalbox.operation.TimeSource;
import dev.signalbox.service.BulkPlanner;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.service.Supervisor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The console's one shared model: what every view shows and what every button calls.
///
/// The methods may be called from any thread and return at once: they submit to the [OperationQueue], which runs
/// the work on the service's own executor. The observable values change on the FX thread only. However many
/// events arrive, at most one refresh is pending there; it reads the newest snapshots, so that the last state is
/// never lost and what is shown never goes back in time.
public final class OperationQueueModel implements AutoCloseable {
    private static final int EVENT_BUFFER = 10_000;
    private static final int ENDED_BUFFER = 200;

    private final OperationQueue queue;
    private final TimeSource time;
    private final Function<Supervisor, ServiceStatus> statuses;
    /// In the order of the workspace. Replaced as a whole, on the FX thread; read on any.
    private volatile Map<String, ServiceModel> byId = Map.of();
    private final ObservableList<ServiceModel> services = FXCollections.observableArrayList();
    private final ObservableList<ServiceModel> readOnlyServices = FXCollections.unmodifiableObservableList(services);
    private final ReentrantLock servicesOrder = new ReentrantLock();
    private final ReadOnlyObjectWrapper<Totals> totals;
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private final Queue<QueueSnapshot.Ended> ended = new ArrayBlockingQueue<>(ENDED_BUFFER);
    private final List<Consumer<QueueSnapshot.Ended>> endedListeners = new ArrayList<>();
    private final List<Runnable> refreshListeners = new CopyOnWriteArrayList<>();
    private final RunTimes runTimes = new RunTimes();
    private final Runnable signal = FxThread.coalesced(this::refresh);
    private final Subscription subscription;

    /// FX thread, or before the toolkit has started.
    ///
    /// @param supervisors of the services to show, in order; each is registered with `queue`
    public OperationQueueModel(OperationQueue queue, Collection<Supervisor> supervisors, TimeSource time) {
        this(queue, supervisors, time, Supervisor::status);
    }

    /// @param statuses how a supervisor is asked for its status; on the FX thread
    OperationQueueModel(
            OperationQueue queue,
            Collection<Supervisor> supervisors,
            TimeSource time,
            Function<Supervisor, ServiceStatus> statuses) {
        this.queue = queue;
        this.time = time;
        this.statuses = statuses;
        replaceServices(supervisors);
        totals = new ReadOnlyObjectWrapper<>(this, "totals", Totals.of(services));
        subscription = queue.subscribe(EVENT_BUFFER, new Listener());
        signal.run();
    }

    // --- what is shown ---

    /// The services in the order of the workspace. FX thread.
    public ObservableList<ServiceModel> services() {
        return readOnlyServices;
    }

    /// Shows the services of these supervisors from now on. Those that are known already stay the same objects.
    ///
    /// @param supervisors asked on this thread for what there is now, in the order of the workspace; each is
    ///     registered with the queue
    public void setServices(Supplier<List<Supervisor>> supervisors) {
        // Of two changes at once the later must also be shown later.
        servicesOrder.lock();
        try {
            var now = supervisors.get();
            FxThread.run(() -> {
                replaceServices(now);
                signal.run();
            });
        } finally {
            servicesOrder.unlock();
        }
    }

    private void replaceServices(Collection<Supervisor> supervisors) {
        var known = byId;
        var now = new LinkedHashMap<String, ServiceModel>();
        for (var supervisor : supervisors) {
            var id = supervisor.definition().id();
            var service = known.get(id);
            if (service == null) {
                service = new ServiceModel(supervisor);
                supervisor.watch(() -> touch(id));
            } else if (service.supervisor() != supervisor) {
                service.moveTo(supervisor);
                supervisor.watch(() -> touch(id));
            }
            now.put(id, service);
        }
        byId = Collections.unmodifiableMap(now);
        changed.addAll(now.keySet());
        if (!services.equals(List.copyOf(now.values()))) {
            services.setAll(now.values());
        }
    }

    /// What the summary counts.
    public ReadOnlyObjectProperty<Totals> totalsProperty() {
        return totals.getReadOnlyProperty();
    }

    /// The clock on which snapshots tell their times.
    public TimeSource time() {
        return time;
    }

    /// Calls `listener` on the FX thread for each operation that has ended. After a flood the oldest may be
    /// missing. FX thread.
    public void onEnded(Consumer<QueueSnapshot.Ended> listener) {
        endedListeners.add(listener);
    }

    /// Calls `listener` after what is shown has been brought up to date, until the subscription ends. FX thread.
    public javafx.util.Subscription onRefreshed(Runnable listener) {
        refreshListeners.add(listener);
        return () -> refreshListeners.remove(listener);
    }

    /// How long operations took lately, since this model was made.
    public RunTimes runTimes() {
        return runTimes;
    }

    /// Makes plans for the services as they are at this moment. FX thread.
    public BulkPlanner planner() {
        var views = new ArrayList<BulkPlanner.View>();
        for (var service : services) {
            var supervisor = service.supervisor();
            // A reload may have let go of it, and the list without it be on its way.
            var snapshot = queue.find(service.id());
            if (snapshot != null) {
                views.add(new BulkPlanner.View(
                        supervisor.latestDefinition(),
                        statuses.apply(supervisor),
                        snapshot,
                        supervisor.hasCompleted()));
            }
        }
        return new BulkPlanner(views);
    }

    // --- what operators do, any thread ---

    public CompletionStage<Submission> start(String service) {
        return submit(service, OperationKind.START);
    }

    public CompletionStage<Submission> stop(String service) {
        return submit(service, OperationKind.STOP);
    }

    public CompletionStage<Submission> restart(String service) {
        return submit(service, OperationKind.RESTART);
    }

    /// Queues all operations of a plan, or none, see [OperationQueue#submit(BulkPlan, Source)].
    public CompletionStage<PlanSubmission> submit(BulkPlan plan) {
        return queue.submit(plan, Source.OPERATOR);
    }

    private CompletionStage<Submission> submit(String service, OperationKind kind) {
        return queue.submit(service, kind, Source.OPERATOR);
    }

    /// Asks for what `operation` asked for, once more and in the operator's name.
    public CompletionStage<Submission> submitAgain(Operation operation) {
        return queue.submit(operation.service(), operation.kind(), Source.OPERATOR, operation.parameters());
    }

    /// Stops a service before anything else, see [OperationQueue#stopNow].
    public CompletionStage<Submission> stopNow(String service) {
        return queue.stopNow(service, Source.OPERATOR);
    }

    /// Starts a service that has failed no more by itself.
    public void stopRetrying(String service) {
        var model = byId.get(service);
        if (model != null) {
            model.supervisor().stopRetrying();
        }
    }

    public CancelResult cancel(long operation) {
        return queue.cancel(operation);
    }

    /// Moves a waiting operation to `position` of its queue, 0 is next.
    public boolean move(long operation, int position) {
        return queue.move(operation, position);
    }

    public void hold(String service) {
        ifThere(() -> queue.hold(service));
    }

    public void resume(String service) {
        ifThere(() -> queue.resume(service));
    }

    public void holdAll() {
        queue.holdAll();
    }

    public void resumeAll() {
        queue.resumeAll();
    }

    /// Cancels all that waits for a service.
    public void clear(String service) {
        ifThere(() -> queue.clear(service));
    }

    /// Merges what waits for a service as its policy `coalesce` would.
    public void mergeDuplicates(String service) {
        ifThere(() -> queue.mergeDuplicates(service));
    }

    /// Gives up the body of a wedged service, see [OperationQueue#abandon].
    public void abandon(String service) {
        ifThere(() -> queue.abandon(service));
    }

    /// Does something with a service's queue. A reload may have let go of it already, and the list without it be
    /// on its way.
    private static void ifThere(Runnable action) {
        try {
            action.run();
        } catch (IllegalArgumentException _) {
            // There is nothing left to do it to.
        }
    }

    // --- keeping up ---

    void touch(String service) {
        changed.add(service);
        signal.run();
    }

    private void refresh() {
        var all = changed.iterator();
        while (all.hasNext()) {
            var id = all.next();
            // Removed before it is read: a change from now on signals again.
            all.remove();
            var service = byId.get(id);
            // A reload may have let go of it, and the list without it be on its way.
            var snapshot = queue.find(id);
            if (service != null && snapshot != null) {
                var supervisor = service.supervisor();
                service.show(supervisor.definition(), statuses.apply(supervisor), supervisor.nextRun(), snapshot);
            }
        }
        totals.set(Totals.of(byId.values()));
        refreshListeners.forEach(Runnable::run);
        for (var end = ended.poll(); end != null; end = ended.poll()) {
            for (var listener : endedListeners) {
                listener.accept(end);
            }
        }
    }

    private final class Listener implements QueueListener {
        @Override
        public void onEvent(QueueEvent event) {
            runTimes.onEvent(event);
            if (event instanceof QueueEvent.Ended(var end)) {
                while (!ended.offer(end)) {
                    ended.poll();
                }
            }
            touch(event.operation().service());
        }

        @Override
        public void onChange(String service) {
            touch(service);
        }

        @Override
        public void onMissed(long count) {
            changed.addAll(byId.keySet());
            signal.run();
        }
    }

    /// Stops following the queue. The queue itself goes on.
    @Override
    public void close() {
        subscription.close();
    }
}
