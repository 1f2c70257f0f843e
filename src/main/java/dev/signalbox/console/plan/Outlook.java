package dev.signalbox.console.plan;

import dev.signalbox.console.model.Backlog;
import dev.signalbox.console.model.RunTimes;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.service.plan.PlanProposal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/// How long a proposed plan would take, and what merging would save, going by what operations took lately. Pure
/// data. Queues that are held count as if they were released now.
///
/// @param forecast if each operation takes as long as it usually does
/// @param slowest until the end if each takes as long as the slowest of its last runs
/// @param unknown the members, by index, of which no run is known; they count as nothing
/// @param idle the members, by index, that find nothing to do
/// @param backlogKnown whether the work that comes first consists of operations of which runs are known
/// @param merged the operations that wait already and would be gone if the plan merged
/// @param saved how long those usually take
record Outlook(
        PlanForecast forecast,
        Duration slowest,
        Set<Integer> unknown,
        Set<Integer> idle,
        boolean backlogKnown,
        List<OperationKind> merged,
        Duration saved) {

    /// @param queues the queues of the plan's services at this moment
    /// @param down those of them that do not run
    /// @param now on the clock of the snapshots
    static Outlook of(
            PlanProposal proposal, Map<String, QueueSnapshot> queues, Set<String> down, RunTimes times, long now) {
        return new Estimate(proposal, queues, down, merged(proposal, queues), now).outlook(times);
    }

    /// Whether anything can be said at all.
    boolean isKnown() {
        var members = forecast.members().size();
        return unknown.size() + idle.size() < members || (members > 0 && idle.size() == members);
    }

    /// Whether no part of the time is missing.
    boolean isComplete() {
        return unknown.isEmpty() && backlogKnown;
    }

    /// @param merged what waits already and would be gone if the plan merged
    private record Estimate(
            PlanProposal proposal,
            Map<String, QueueSnapshot> queues,
            Set<String> down,
            List<QueueSnapshot.Waiting> merged,
            long now) {

        Outlook outlook(RunTimes times) {
            var plan = proposal.plan();
            var unknown = new TreeSet<Integer>();
            var idle = new TreeSet<Integer>();
            for (int i = 0; i < plan.members().size(); i++) {
                var member = plan.members().get(i);
                if (isIdle(member.service(), member.kind())) {
                    idle.add(i);
                } else if (times.usual(member.service(), member.kind()).isEmpty()) {
                    unknown.add(i);
                }
            }
            var usual = PlanForecast.of(plan, takes(times::usual), backlog(times::usual));
            var slowest = PlanForecast.of(plan, takes(times::longest), backlog(times::longest));
            return new Outlook(
                    usual,
                    slowest.total(),
                    unknown,
                    idle,
                    proposal.request().now()
                            || queues.values().stream()
                                    .allMatch(queue -> Backlog.of(queue, this::counts, times::usual, now)
                                            .complete()),
                    merged.stream().map(waiting -> waiting.operation().kind()).toList(),
                    merged.stream().map(waiting -> time(waiting, times::usual)).reduce(Duration.ZERO, Duration::plus));
        }

        /// Whether a stop finds nothing to stop, and nothing comes before it that would change that.
        private boolean isIdle(String service, OperationKind kind) {
            var queue = queues.get(service);
            return kind == OperationKind.STOP
                    && down.contains(service)
                    && queue != null
                    && queue.active() == null
                    && (proposal.request().now() || queue.waiting().isEmpty());
        }

        /// A stop now takes a stop that is at work over, whose clock goes on (rule 28d).
        private BiFunction<String, OperationKind, Optional<Duration>> takes(
                BiFunction<String, OperationKind, Optional<Duration>> takes) {
            return (service, kind) -> {
                if (isIdle(service, kind)) {
                    return Optional.of(Duration.ZERO);
                }
                return takes.apply(service, kind).map(time -> left(service, time));
            };
        }

        private Duration left(String service, Duration time) {
            var queue = queues.get(service);
            var active = queue == null ? null : queue.active();
            if (!proposal.request().now()
                    || active == null
                    || active.operation().kind() != OperationKind.STOP) {
                return time;
            }
            var left = time.minusNanos(now - active.startedNanos());
            return left.isNegative() ? Duration.ZERO : left;
        }

        /// What has to be done before: nothing, where it is cancelled.
        private Map<String, Duration> backlog(BiFunction<String, OperationKind, Optional<Duration>> takes) {
            var backlog = new HashMap<String, Duration>();
            if (proposal.request().now()) {
                return backlog;
            }
            queues.forEach((service, queue) -> backlog.put(
                    service, Backlog.of(queue, this::counts, takes, now).time()));
            return backlog;
        }

        private boolean counts(QueueSnapshot.Waiting waiting) {
            return !proposal.request().mergeQueued() || !merged.contains(waiting);
        }

        private static Duration time(
                QueueSnapshot.Waiting waiting, BiFunction<String, OperationKind, Optional<Duration>> takes) {
            var operation = waiting.operation();
            return takes.apply(operation.service(), operation.kind()).orElse(Duration.ZERO);
        }
    }

    /// Of each service only the first of the plan's operations has anything before it that it could take in.
    private static List<QueueSnapshot.Waiting> merged(PlanProposal proposal, Map<String, QueueSnapshot> queues) {
        var first = new LinkedHashMap<String, OperationKind>();
        proposal.plan().members().forEach(member -> first.putIfAbsent(member.service(), member.kind()));
        var merged = new ArrayList<QueueSnapshot.Waiting>();
        first.forEach((service, kind) -> {
            var queue = queues.get(service);
            if (queue != null) {
                var size = queue.waiting().size();
                merged.addAll(queue.waiting().subList(size - queue.absorbable(kind), size));
            }
        });
        return merged;
    }
}
