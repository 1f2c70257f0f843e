package dev.signalbox.console.model;

import dev.signalbox.engine.Connection;
import dev.signalbox.engine.Engine;
import dev.signalbox.engine.Output;
import dev.signalbox.log.LogSlice;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.service.Intent;
import dev.signalbox.service.Reason;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import java.time.Instant;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// One service as the window shows it. Observable values, each immutable and replaced as a whole, so that what is
/// on screen was true together. They change on the FX thread only.
public final class ServiceModel {
    private final String id;
    private final Engine engine;
    private final ObservableValue<Connection> connection;
    private final ReadOnlyObjectWrapper<ServiceDefinition> definition;
    private final ReadOnlyObjectWrapper<ServiceStatus> status;
    private final ReadOnlyObjectWrapper<QueueSnapshot> queue;
    private final ReadOnlyObjectWrapper<@Nullable Instant> nextRun;
    private final ReadOnlyObjectWrapper<Wanted> wanted;

    /// What is wanted of a service, and what is decided about it.
    ///
    /// @param why it is as it is although something else might be wanted
    public record Wanted(Intent intent, Reason why) {
        private static final Wanted UNKNOWN = new Wanted(Intent.NONE, new Reason(Reason.Code.UNKNOWN, "", ""));
    }

    /// @param connection to `engine`
    ServiceModel(ServiceDefinition definition, Engine engine, ObservableValue<Connection> connection) {
        this.id = definition.id();
        this.engine = engine;
        this.connection = connection;
        this.definition = new ReadOnlyObjectWrapper<>(this, "definition", definition);
        this.status = new ReadOnlyObjectWrapper<>(this, "status", ServiceStatus.of(ServiceState.UNKNOWN, ""));
        this.queue = new ReadOnlyObjectWrapper<>(
                this, "queue", new QueueSnapshot(id, -1, null, List.of(), false, false, null));
        this.nextRun = new ReadOnlyObjectWrapper<>(this, "nextRun", null);
        this.wanted = new ReadOnlyObjectWrapper<>(this, "wanted", Wanted.UNKNOWN);
    }

    public String id() {
        return id;
    }

    /// What the workspace says of the service now; it may be read anew while the window is open.
    public ReadOnlyObjectProperty<ServiceDefinition> definitionProperty() {
        return definition.getReadOnlyProperty();
    }

    public ServiceDefinition definition() {
        return definition.get();
    }

    /// All that is known of it now, which may be newer than what is shown; `null` if there is no such service any
    /// more.
    public @Nullable ServiceSnapshot snapshot() {
        return engine.find(id);
    }

    /// Follows its output, see [Engine#output].
    public Output output(@Nullable Operation from, int limit) {
        return engine.output(id, from, limit);
    }

    /// What it wrote from an operation on, see [Engine#written]. Not for the FX thread.
    public LogSlice written(Operation operation) {
        return engine.written(operation);
    }

    /// The service's state, pid and what goes with it.
    public ReadOnlyObjectProperty<ServiceStatus> statusProperty() {
        return status.getReadOnlyProperty();
    }

    public ServiceStatus status() {
        return status.get();
    }

    /// The active operation, what waits, whether the queue is held, and what ended last.
    public ReadOnlyObjectProperty<QueueSnapshot> queueProperty() {
        return queue.getReadOnlyProperty();
    }

    public QueueSnapshot queue() {
        return queue.get();
    }

    /// Whether it is being stopped before all else, or killed: to ask for the same again would change nothing.
    public boolean isStoppingNow() {
        var active = queue().active();
        return (active != null && active.urgent())
                || queue().waiting().stream().anyMatch(QueueSnapshot.Waiting::urgent);
    }

    /// When it is started by its schedule next, wall clock; `null` if it has none, or it is suspended.
    public @Nullable Instant nextRun() {
        return nextRun.get();
    }

    /// Whether it has a schedule. Of an engine elsewhere only what comes of it is known.
    public boolean isScheduled() {
        return definition().schedule() != null || nextRun() != null || intent().suspension() != null;
    }

    /// What is wanted of it, and why it is not so.
    public ReadOnlyObjectProperty<Wanted> wantedProperty() {
        return wanted.getReadOnlyProperty();
    }

    /// What persons want of it.
    public Intent intent() {
        return wanted.get().intent();
    }

    /// What is decided about it.
    public Reason why() {
        return wanted.get().why();
    }

    /// Whether it runs although it shall be stopped, and nothing is under way that would stop it.
    public boolean isUnstopped() {
        return why().code() == Reason.Code.UNSTOPPED && status().state() == ServiceState.RUNNING && queue().isIdle();
    }

    /// Whether processes of it run that another engine has started.
    public boolean isElsewhere() {
        return why().code() == Reason.Code.ELSEWHERE && status().state() == ServiceState.UNKNOWN;
    }

    /// How its engine is reached. While it is not, nothing can be asked of the service.
    public Connection connection() {
        return connection.getValue();
    }

    /// Runs `action` now, and after each change of any of the values until the subscription ends.
    public Subscription follow(Runnable action) {
        action.run();
        return Subscription.combine(
                status.subscribe(action),
                queue.subscribe(action),
                definition.subscribe(action),
                nextRun.subscribe(action),
                wanted.subscribe(action),
                connection.map(Connection::isUp).subscribe((_, _) -> action.run()));
    }

    /// On the FX thread. An older snapshot of the queue than the one that is shown changes nothing.
    void show(ServiceSnapshot now) {
        if (now.queue().version() > queue().version() || now.queue().allHeld() != queue().allHeld()) {
            queue.set(now.queue());
        }
        if (!now.status().equals(status())) {
            status.set(now.status());
        }
        if (!now.definition().equals(definition())) {
            definition.set(now.definition());
        }
        nextRun.set(now.nextRun());
        var wants = new Wanted(now.intent(), now.why());
        if (!wants.equals(wanted.get())) {
            wanted.set(wants);
        }
    }
}
