package dev.signalbox.wire;

import dev.signalbox.operation.Operation;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.Intent;
import dev.signalbox.service.Port;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Dependency;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

@Says("A service with its queue.")
public record ServiceMessage(
        String id,
        String group,
        @Values(of = ServiceState.class) String state,
        boolean ready,

        @Says("`null` where no process of it runs") @Values(of = ServiceStatus.Health.class) @Nullable
        String health,

        @Nullable Long pid,
        @Nullable Instant since,
        ReasonMessage reason,
        @Nullable Integer exitCode,
        @Says("when it ended by itself") @Nullable Instant endedAt,
        @Nullable RecoveryMessage recovery,
        @Nullable String blocker,
        @Says("what persons want") @Required @Nullable DesiredMessage desired,
        @Nullable SuspensionMessage scheduleSuspended,

        @Says("the keys in which its definition has changed since its process was started") @Required @Nullable
        List<String> outdated,

        @Says("its probes that could not be asked when they were due last: they do not count") @Required @Nullable
        List<UnaskedMessage> unasked,

        @Says("what keeps its output from its log, or that from being rotated, for people") @Nullable
        String logProblem,

        @Says("whether anything keeps its queue from going on")
        boolean held,

        @Says("whether its own queue is held") boolean queueHeld,
        @Says("whether every queue is") boolean allHeld,

        @Says("who holds its own queue, or else all of them") @Nullable
        HoldMessage hold,

        boolean wedged,
        boolean removed,
        @Nullable OperationMessage active,

        @Says("what waits, next first: in a list of services the first 100 of it")
        List<OperationMessage> queue,

        @Says("how many operations wait") @Required @Nullable
        Integer waiting,

        @Nullable OperationMessage last,
        List<Integer> ports,
        List<String> dependsOn,
        boolean autostart,
        boolean job,

        @Says("whether it is a job whose last run has succeeded")
        boolean completed,

        @Nullable Instant nextRun,
        @Says("of its output before it ended by itself") List<String> lastLines,

        @Says("`null` where none of its processes runs, or nobody has looked yet") @Nullable
        UsageMessage usage) {

    /// How much of its queue is told where others are told of too.
    private static final int MOST = 100;

    /// As one of many: with the beginning of its queue.
    public static ServiceMessage of(ServiceSnapshot service) {
        return of(service, MOST);
    }

    /// With all of its queue.
    public static ServiceMessage whole(ServiceSnapshot service) {
        return of(service, Integer.MAX_VALUE);
    }

    private static ServiceMessage of(ServiceSnapshot service, int most) {
        var definition = service.definition();
        var queue = service.queue();
        var status = StatusMessage.of(service);
        var active = queue.active();
        var last = queue.last();
        return new ServiceMessage(
                definition.id(),
                definition.group(),
                status.state(),
                status.ready(),
                status.health(),
                status.pid(),
                status.since(),
                status.reason(),
                status.exitCode(),
                status.endedAt(),
                status.recovery(),
                status.blocker(),
                status.desired(),
                status.scheduleSuspended(),
                status.outdated(),
                status.unasked(),
                status.logProblem(),
                queue.isHeld(),
                queue.held(),
                queue.allHeld(),
                queue.isHeld() ? HoldMessage.of(service.intent().hold()) : null,
                queue.wedged(),
                service.removed(),
                active == null ? null : OperationMessage.running(active),
                OperationMessage.waiting(queue, most),
                queue.waiting().size(),
                last == null ? null : OperationMessage.ended(last),
                definition.ports().stream().map(Port::number).toList(),
                definition.dependsOn().stream().map(Dependency::service).toList(),
                definition.autostart(),
                definition.oneShot(),
                service.completed(),
                service.nextRun(),
                service.status().lastLines(),
                null);
    }

    /// The same with what it uses.
    public ServiceMessage using(@Nullable UsageMessage use) {
        return new ServiceMessage(
                id,
                group,
                state,
                ready,
                health,
                pid,
                since,
                reason,
                exitCode,
                endedAt,
                recovery,
                blocker,
                desired,
                scheduleSuspended,
                outdated,
                unasked,
                logProblem,
                held,
                queueHeld,
                allHeld,
                hold,
                wedged,
                removed,
                active,
                queue,
                waiting,
                last,
                ports,
                dependsOn,
                autostart,
                job,
                completed,
                nextRun,
                lastLines,
                use);
    }

    // --- the way back ---

    /// How many more wait than it tells.
    public int more() {
        return waiting == null ? 0 : Math.max(0, waiting - queue.size());
    }

    /// What runs and what waits, next first.
    public Stream<OperationMessage> operations() {
        return Stream.concat(Stream.ofNullable(active), queue.stream());
    }

    /// The service as it was there.
    ///
    /// @param version of its queue
    /// @param others the operations that live, also those of other services, by their ids
    public ServiceSnapshot toSnapshot(
            ServiceDefinition definition, long version, Map<Long, Operation> others, RemoteClock clock) {
        var status = toStatus(clock);
        return new ServiceSnapshot(
                definition,
                definition,
                status,
                completed,
                status.mayLive(),
                removed,
                clock.hereIfAny(nextRun),
                toIntent(clock),
                reason.toReason(),
                Objects.requireNonNullElse(logProblem, ""),
                toQueue(version, others, clock));
    }

    private ServiceStatus toStatus(RemoteClock clock) {
        return new ServiceStatus(
                Words.constant("state", state, ServiceState.class),
                health == null
                        ? ServiceStatus.Health.READY
                        : Words.constant("health", health, ServiceStatus.Health.class),
                pid == null ? -1 : pid,
                clock.hereIfAny(since),
                reason.state(),
                exitCode == null ? null : new ExitStatus(exitCode),
                lastLines,
                recovery == null ? null : recovery.toRecovery(clock),
                Objects.requireNonNullElse(blocker, ""),
                Objects.requireNonNullElse(outdated, List.<String>of()),
                Objects.requireNonNullElse(unasked, List.<UnaskedMessage>of()).stream()
                        .map(one -> one.toUnasked(clock))
                        .toList(),
                clock.hereIfAny(endedAt),
                reason.toCause());
    }

    private Intent toIntent(RemoteClock clock) {
        return new Intent(
                desired == null ? Intent.Desired.UNSET : desired.toDesired(clock),
                null,
                hold == null ? null : hold.toHold(clock),
                scheduleSuspended == null ? null : scheduleSuspended.toSuspension(clock),
                null,
                null);
    }

    private QueueSnapshot toQueue(long version, Map<Long, Operation> others, RemoteClock clock) {
        return new QueueSnapshot(
                id,
                version,
                active == null ? null : active.toActive(clock),
                queue.stream().map(one -> one.toWaiting(clock, others)).toList(),
                queueHeld,
                allHeld,
                last == null ? null : last.toEnded(clock));
    }
}
