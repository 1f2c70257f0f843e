package dev.signalbox.console;

import dev.signalbox.log.LogFiles;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.service.Supervisor;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// One service as the window shows it. Two observable values, each an immutable record that is replaced as a
/// whole, so that what is on screen was true together. They change on the FX thread only.
public final class ServiceModel {
    private final Supervisor supervisor;
    private final ReadOnlyObjectWrapper<ServiceStatus> status;
    private final ReadOnlyObjectWrapper<QueueSnapshot> queue;

    ServiceModel(Supervisor supervisor) {
        this.supervisor = supervisor;
        this.status = new ReadOnlyObjectWrapper<>(this, "status", ServiceStatus.of(ServiceState.UNKNOWN, ""));
        this.queue = new ReadOnlyObjectWrapper<>(
                this, "queue", new QueueSnapshot(id(), -1, null, List.of(), false, false, null));
    }

    public String id() {
        return supervisor.definition().id();
    }

    public ServiceDefinition definition() {
        return supervisor.definition();
    }

    /// Where the service's output is, or `null` if its engine keeps it elsewhere.
    public @Nullable LogFiles log() {
        return supervisor.driver().log();
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

    Supervisor supervisor() {
        return supervisor;
    }

    /// On the FX thread. An older snapshot than the one that is shown changes nothing.
    void show(ServiceStatus newStatus, QueueSnapshot newQueue) {
        if (newQueue.version() > queue().version() || newQueue.allHeld() != queue().allHeld()) {
            queue.set(newQueue);
        }
        if (!newStatus.equals(status())) {
            status.set(newStatus);
        }
    }
}
