package dev.signalbox.console.plan;

import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.PlanForecast;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.RunTimes;
import dev.signalbox.service.PlanProposal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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
/// @param backlogKnown whether the work that comes first consists of operations of which runs are known
/// @param merged the operations that wait already and would be gone if the plan merged
/// @param saved how long those usually take
record Outlook(
        PlanForecast forecast,
        Duration slowest,
        Set<Integer> unknown,
        boolean backlogKnown,
        List<OperationKind> merged,
        Duration saved) {

    /// @param queues the queues of the plan's services at this moment
    /// @param now on the clock of the snapshots
    static Outlook of(PlanProposal proposal, Map<String, QueueSnapshot> queues, RunTimes times, long now) {
        return new Estimate(proposal, queues, now).outlook(times);
    }

    /// Whether anything can be said at all.
    boolean isKnown() {
        return unknown.size() < forecast.members().size();
    }

    /// Whether no part of the time is missing.
    boolean isComplete() {
        return unknown.isEmpty() && backlogKnown;
    }

    private record Estimate(PlanProposal proposal, Map<String, QueueSnapshot> queues, long now) {

        Outlook outlook(RunTimes times) {
            var plan = proposal.plan();
            var unknown = new TreeSet<Integer>();
            for (int i = 0; i < plan.members().size(); i++) {
                var member = plan.members().get(i);
                if (times.usual(member.service(), member.kind()).isEmpty()) {
                    unknown.add(i);
                }
            }
            var usual = PlanForecast.of(plan, times::usual, backlog(times::usual));
            var slowest = PlanForecast.of(plan, times::longest, backlog(times::longest));
            var gone = merged();
            return new Outlook(
                    usual,
                    slowest.total(),
                    unknown,
                    isKnown(times),
                    gone.stream().map(waiting -> waiting.operation().kind()).toList(),
                    gone.stream()
                            .map(waiting -> time(waiting, times::usual))
                            .reduce(Duration.ZERO, Duration::plus));
        }

        private Map<String, Duration> backlog(BiFunction<String, OperationKind, Optional<Duration>> takes) {
            var merged = proposal.request().mergeQueued() ? Set.copyOf(merged()) : Set.<QueueSnapshot.Waiting>of();
            var backlog = new HashMap<String, Duration>();
            queues.forEach((service, queue) -> {
                var rest = Duration.ZERO;
                var active = queue.active();
                if (active != null) {
                    var left = takes.apply(service, active.operation().kind())
                            .orElse(Duration.ZERO)
                            .minusNanos(now - active.startedNanos());
                    rest = left.isNegative() ? Duration.ZERO : left;
                }
                for (var waiting : queue.waiting()) {
                    if (!merged.contains(waiting)) {
                        rest = rest.plus(time(waiting, takes));
                    }
                }
                backlog.put(service, rest);
            });
            return backlog;
        }

        private static Duration time(
                QueueSnapshot.Waiting waiting, BiFunction<String, OperationKind, Optional<Duration>> takes) {
            var operation = waiting.operation();
            return takes.apply(operation.service(), operation.kind()).orElse(Duration.ZERO);
        }

        private boolean isKnown(RunTimes times) {
            return queues.values().stream().allMatch(queue -> {
                var active = queue.active();
                return (active == null || isKnown(times, queue.service(), active.operation().kind()))
                        && queue.waiting().stream()
                                .allMatch(waiting -> isKnown(
                                        times, queue.service(), waiting.operation().kind()));
            });
        }

        private static boolean isKnown(RunTimes times, String service, OperationKind kind) {
            return times.usual(service, kind).isPresent();
        }

        /// Of each service only the first of the plan's operations has anything before it that it could take in.
        private List<QueueSnapshot.Waiting> merged() {
            var first = new HashMap<String, OperationKind>();
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
}
