package dev.signalbox.engine;

import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.service.BulkPlanner;
import dev.signalbox.service.Intent;
import dev.signalbox.service.Reason;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.service.Supervisor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a service was like at one moment. Immutable.
///
/// @param definition the one in force
/// @param latestDefinition the one in force, or what takes its place when the operation that runs allows it
/// @param completed whether it is a job whose last run has succeeded
/// @param nextRun when its schedule starts it next, wall clock; `null` if it does not
/// @param intent what is wanted of it, with the hold of all queues if its own is not held. Of an engine elsewhere
///     without verdict
/// @param why what is decided about it
public record ServiceSnapshot(
        ServiceDefinition definition,
        ServiceDefinition latestDefinition,
        ServiceStatus status,
        boolean completed,
        @Nullable Instant nextRun,
        Intent intent,
        Reason why,
        QueueSnapshot queue) {

    /// A service of an engine of this program, as it is now.
    public static ServiceSnapshot of(Supervisor supervisor, QueueSnapshot queue) {
        return new ServiceSnapshot(
                supervisor.definition(),
                supervisor.latestDefinition(),
                supervisor.status(),
                supervisor.hasCompleted(),
                supervisor.nextRun(),
                supervisor.intent(),
                supervisor.decision().reason(),
                queue);
    }

    /// What plans are made of.
    public BulkPlanner.View forPlans() {
        return new BulkPlanner.View(
                latestDefinition, status, queue, completed, intent.desired().value());
    }

    /// The same service in another state.
    public ServiceSnapshot with(ServiceStatus other) {
        return new ServiceSnapshot(definition, latestDefinition, other, completed, nextRun, intent, why, queue);
    }
}
