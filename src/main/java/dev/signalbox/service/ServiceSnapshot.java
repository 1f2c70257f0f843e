package dev.signalbox.service;

import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.WaitReason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// What a service was like at one moment. Immutable.
///
/// @param definition the one in force
/// @param latestDefinition the one in force, or what takes its place when the operation that runs allows it
/// @param completed whether it is a job whose last run has succeeded
/// @param mayLive whether anything of it may live, also what it has left behind
/// @param removed whether the workspace names it no more, so that it can be stopped only
/// @param nextRun when its schedule starts it next, wall clock; `null` if it does not
/// @param intent what is wanted of it, with the hold of all queues if its own is not held. Of an engine elsewhere
///     without verdict
/// @param why what is decided about it
/// @param logProblem what keeps its output from its log, or that from being rotated, for people; empty for nothing
public record ServiceSnapshot(
        ServiceDefinition definition,
        ServiceDefinition latestDefinition,
        ServiceStatus status,
        boolean completed,
        boolean mayLive,
        boolean removed,
        @Nullable Instant nextRun,
        Intent intent,
        Reason why,
        String logProblem,
        QueueSnapshot queue) {

    /// A service of which is known only what it does: whether it runs, or may.
    ///
    /// @param reason why that is so
    public static ServiceSnapshot of(
            ServiceDefinition definition, ServiceStatus status, QueueSnapshot queue, String reason) {
        return new ServiceSnapshot(
                definition,
                definition,
                status,
                false,
                status.mayLive(),
                false,
                null,
                Intent.NONE,
                new Reason(Reason.Code.UNKNOWN, reason, ""),
                "",
                queue);
    }

    /// Why it is as it is, in words for people, see [Reason#with].
    public String reason() {
        var account = status.account();
        var recovery = status.recovery();
        if (why.code() == Reason.Code.RETRY && recovery != null && recovery.retryAt() != null) {
            var next = recovery.next(recovery.retryAt().truncatedTo(ChronoUnit.SECONDS));
            return account.isEmpty() ? next : account + "; " + next;
        }
        return why.code() == Reason.Code.PENDING && account.isEmpty()
                ? waiting()
                : why.with(account, intent.desired().by());
    }

    /// Why nothing of its queue runs; empty if something does, or is about to.
    private String waiting() {
        if (queue.active() != null || queue.waiting().isEmpty()) {
            return "";
        }
        var next = queue.waiting().getFirst();
        return switch (next.reason()) {
            case WaitReason.Recording _, WaitReason.Held _ -> "";
            default -> next.operation().label() + ": " + next.reason().describe();
        };
    }

    public String id() {
        return definition.id();
    }

    /// Whether what needs it can start now, and nothing that is queued will change that.
    public boolean isSatisfied() {
        return queue.isIdle() && (latestDefinition.oneShot() ? completed : status.isReady());
    }

    /// Whether there is anything of it to be stopped, now or after what is queued.
    public boolean mayRun() {
        return !queue.isIdle()
                || intent.desired().value() == Intent.Value.RUNNING // it may be started at any moment
                || mayLive
                || status.state() == ServiceState.BACKOFF;
    }
}
