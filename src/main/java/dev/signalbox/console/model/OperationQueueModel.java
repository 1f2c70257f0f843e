package dev.signalbox.console.model;

import dev.signalbox.console.fx.FxThread;
import dev.signalbox.engine.Answer;
import dev.signalbox.engine.Connection;
import dev.signalbox.engine.CutOff;
import dev.signalbox.engine.Engine;
import dev.signalbox.engine.EngineListener;
import dev.signalbox.engine.EngineRequests;
import dev.signalbox.engine.EngineSubscription;
import dev.signalbox.engine.Resubmission;
import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.PlanSubmission;
import dev.signalbox.operation.PutBack;
import dev.signalbox.operation.QueueEvent;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Submission;
import dev.signalbox.service.plan.BulkPlanner;
import dev.signalbox.time.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The console's one shared model: what every view shows and what every button calls.
///
/// The methods may be called from any thread and return at once: they ask the [Engine], which may be the
/// engine of this program or one elsewhere. The observable values change on the FX thread only. However many
/// events arrive, at most one refresh is pending there; it reads the newest snapshots, so that the last state is
/// never lost and what is shown never goes back in time.
public final class OperationQueueModel implements AutoCloseable {
    private static final int ENDED_BUFFER = 200;

    private final Engine engine;
    private final EngineRequests requests;
    /// In the order of the workspace. Replaced as a whole, on the FX thread; read on any.
    private volatile Map<String, ServiceModel> byId = Map.of();
    private final ObservableList<ServiceModel> services = FXCollections.observableArrayList();
    private final ObservableList<ServiceModel> readOnlyServices = FXCollections.unmodifiableObservableList(services);
    private final ReadOnlyObjectWrapper<Totals> totals;
    private final ReadOnlyObjectWrapper<Connection> connection;
    private final AtomicBoolean servicesChanged = new AtomicBoolean();
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private final Queue<QueueSnapshot.Ended> ended = new ArrayBlockingQueue<>(ENDED_BUFFER);
    private final List<Consumer<QueueSnapshot.Ended>> endedListeners = new ArrayList<>();
    private final List<Consumer<String>> refusedListeners = new ArrayList<>();
    private final List<Consumer<String>> forgottenListeners = new ArrayList<>();
    private final List<Consumer<String>> unansweredListeners = new ArrayList<>();
    private final List<Runnable> refreshListeners = new CopyOnWriteArrayList<>();
    private final RunTimes runTimes = new RunTimes();
    private final UsageModel usages;
    private final Runnable signal = FxThread.coalesced(this::refresh);
    private final EngineSubscription subscription;

    /// FX thread, or before the toolkit has started.
    public OperationQueueModel(Engine engine) {
        this.engine = engine;
        this.requests = engine.as(Source.OPERATOR);
        this.usages = new UsageModel(engine);
        connection = new ReadOnlyObjectWrapper<>(this, "connection", engine.connection());
        replaceServices();
        totals = new ReadOnlyObjectWrapper<>(this, "totals", Totals.of(services));
        subscription = engine.subscribe(new Listener());
        // Between the two looks above and the subscription something may have happened.
        servicesChanged.set(true);
        signal.run();
    }

    // --- what is shown ---

    /// The services in the order of the workspace. FX thread.
    public ObservableList<ServiceModel> services() {
        return readOnlyServices;
    }

    /// The service of that id; empty if there is none (any more).
    public Optional<ServiceModel> find(String service) {
        return Optional.ofNullable(byId.get(service));
    }

    /// Shows the services that there are now. Those that are known already stay the same objects.
    private void replaceServices() {
        var known = byId;
        var now = new LinkedHashMap<String, ServiceModel>();
        for (var id : engine.services()) {
            var service = known.get(id);
            var snapshot = service == null ? engine.find(id) : null;
            if (snapshot != null) {
                service = new ServiceModel(snapshot.definition(), engine, connection);
            }
            if (service != null) {
                now.put(id, service);
            }
        }
        byId = Collections.unmodifiableMap(now);
        changed.addAll(now.keySet());
        if (!services.equals(List.copyOf(now.values()))) {
            services.setAll(now.values());
        }
    }

    /// How the engine is reached.
    public ReadOnlyObjectProperty<Connection> connectionProperty() {
        return connection.getReadOnlyProperty();
    }

    /// Tries at once to reach an engine to which there is no connection now. Any thread.
    public void reconnect() {
        engine.reconnect();
    }

    /// What the summary counts.
    public ReadOnlyObjectProperty<Totals> totalsProperty() {
        return totals.getReadOnlyProperty();
    }

    /// The clock on which snapshots tell their times.
    public TimeSource time() {
        return engine.time();
    }

    /// Calls `listener` on the FX thread for each operation that has ended. After a flood the oldest may be
    /// missing. FX thread.
    public void onEnded(Consumer<QueueSnapshot.Ended> listener) {
        endedListeners.add(listener);
    }

    /// Calls `listener` on the FX thread with why something that was asked without an answer was not done. FX
    /// thread.
    public void onRefused(Consumer<String> listener) {
        refusedListeners.add(listener);
    }

    /// Calls `listener` on the FX thread with what it is not known of whether it was done. FX thread.
    public void onUnanswered(Consumer<String> listener) {
        unansweredListeners.add(listener);
    }

    /// Calls `listener` on the FX thread with what was done, but is not known to the next engine. FX thread.
    public void onForgotten(Consumer<String> listener) {
        forgottenListeners.add(listener);
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

    /// What services use, as far as somebody looks again and again. FX thread.
    public UsageModel usages() {
        return usages;
    }

    /// Makes plans for the services as they are at this moment. FX thread.
    public BulkPlanner planner() {
        return engine.planner();
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

    /// Queues all operations of a plan, or none.
    ///
    /// @param why in the operator's words, see [EngineRequests#because]; empty if there are none
    public CompletionStage<PlanSubmission> submit(BulkPlan plan, String why) {
        return requests.because(why).submit(plan);
    }

    private CompletionStage<Submission> submit(String service, OperationKind kind) {
        return requests.submit(service, kind, Map.of());
    }

    /// What the end of the engine before cut off, see [Engine#cutOff].
    public CompletionStage<@Nullable CutOff> cutOff() {
        return engine.cutOff();
    }

    /// Submits again what was cut off, see [EngineRequests#submitAgain].
    public CompletionStage<Resubmission> submitAgain(List<Operation> operations) {
        return requests.submitAgain(operations);
    }

    /// Puts operations of a service back where they stood in its line, see [EngineRequests#putBack].
    public CompletionStage<PutBack> putBack(String service, List<Long> operations, List<Long> line) {
        return requests.putBack(service, operations, line);
    }

    /// Tells nobody any more of what was cut off, see [EngineRequests#dismissCutOff].
    public void dismissCutOff(String id) {
        tell(requests.dismissCutOff(id));
    }

    /// Stops a service before anything else.
    public CompletionStage<Submission> stopNow(String service) {
        return requests.stopNow(service);
    }

    /// Ends a service by force, see [EngineRequests#kill].
    public CompletionStage<Submission> kill(String service) {
        return requests.kill(service);
    }

    /// Starts a service that has failed no more by itself.
    public void stopRetrying(String service) {
        tell(requests.stopRetrying(service));
    }

    /// Lets a service go on that was to be stopped, see [EngineRequests#keepRunning].
    public void keepRunning(String service) {
        tell(requests.keepRunning(service));
    }

    /// Takes over what another engine has started of a service, see [EngineRequests#takeOver]. If that is of no
    /// use, it is said why: that engine may live.
    public void takeOver(String service) {
        var answered = requests.takeOver(service);
        tell(answered);
        var _ = answered.thenAccept(answer -> {
            if (answer instanceof Answer.Pointless(var why)) {
                refused(why);
            }
        });
    }

    /// Lets a service's schedule start nothing.
    public void suspendSchedule(String service) {
        tell(requests.suspendSchedule(service));
    }

    /// Lets a service's schedule start it again.
    public void resumeSchedule(String service) {
        tell(requests.resumeSchedule(service));
    }

    public void cancel(long operation) {
        tell(requests.cancel(operation));
    }

    /// As [#cancel], and answers what has come of it.
    public CompletionStage<Answer> withdraw(long operation) {
        var answered = requests.cancel(operation);
        tell(answered);
        return answered;
    }

    /// Calls off all of a plan that has not begun.
    public void cancelPlan(long plan) {
        tell(requests.cancelPlan(plan));
    }

    /// As [#cancelPlan], and answers what has come of it.
    public CompletionStage<Answer> withdrawPlan(long plan) {
        var answered = requests.cancelPlan(plan);
        tell(answered);
        return answered;
    }

    /// Moves a waiting operation to `position` of its queue, 0 is next.
    public void move(long operation, int position) {
        tell(requests.move(operation, position));
    }

    public void hold(String service) {
        hold(service, "", null);
    }

    /// Holds a service's queue, see [EngineRequests#hold].
    public void hold(String service, String why, @Nullable Instant until) {
        tell(requests.hold(service, why, until));
    }

    public void resume(String service) {
        tell(requests.resume(service));
    }

    public void holdAll() {
        tell(requests.holdAll("", null));
    }

    public void resumeAll() {
        tell(requests.resumeAll());
    }

    /// Cancels all that waits for a service.
    public void clear(String service) {
        tell(requests.clear(service));
    }

    /// Merges what waits for a service as its policy `coalesce` would.
    public void mergeDuplicates(String service) {
        tell(requests.mergeDuplicates(service));
    }

    /// Gives up the body of a wedged service, see [EngineRequests#abandon].
    public void abandon(String service) {
        tell(requests.abandon(service));
    }

    /// Tells of what was not done, or not for good; but not where there is nothing any more to be done it to.
    private void tell(CompletionStage<Answer> answered) {
        var _ = answered.thenAccept(answer -> {
            switch (answer) {
                case Answer.Refused(var why) -> refused(why);
                case Answer.Forgotten(var what) ->
                    FxThread.run(() -> forgottenListeners.forEach(listener -> listener.accept(what)));
                case Answer.Done _, Answer.Begun _, Answer.Missing _, Answer.Pointless _ -> {}
            }
        });
    }

    private void refused(String reason) {
        FxThread.run(() -> refusedListeners.forEach(listener -> listener.accept(reason)));
    }

    // --- keeping up ---

    private void touch(String service) {
        changed.add(service);
        signal.run();
    }

    private void refresh() {
        connection.set(engine.connection());
        if (servicesChanged.getAndSet(false)) {
            replaceServices();
        }
        var all = changed.iterator();
        while (all.hasNext()) {
            var id = all.next();
            // Removed before it is read: a change from now on signals again.
            all.remove();
            var service = byId.get(id);
            // A reload may have let go of it, and the list without it be on its way.
            var snapshot = engine.find(id);
            if (service != null && snapshot != null) {
                service.show(snapshot);
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

    private final class Listener implements EngineListener {
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

        @Override
        public void onServicesChanged() {
            servicesChanged.set(true);
            signal.run();
        }

        @Override
        public void onConnectionChanged() {
            signal.run();
        }

        @Override
        public void onUnanswered(String text) {
            FxThread.run(() -> unansweredListeners.forEach(listener -> listener.accept(text)));
        }
    }

    /// Stops following the engine, which itself goes on.
    @Override
    public void close() {
        subscription.close();
    }
}
