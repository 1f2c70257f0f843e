package dev.signalbox.console.plan;

import dev.signalbox.console.Backlog;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.PlanForecast;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.RunTimes;
import dev.signalbox.service.PlanProposal;
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
        return new Estimate(proposal, queues, merged(proposal, queues), now).outlook(times);
    }

    /// Whether anything can be said at all.
    boolean isKnown() {
        return unknown.size() < forecast.members().size();
    }

    /// Whether no part of the time is missing.
    boolean isComplete() {
        return unknown.isEmpty() && backlogKnown;
    }

    /// @param merged what waits already and would be gone if the plan merged
    private record Estimate(
            PlanProposal proposal, Map<String, QueueSnapshot> queues, List<QueueSnapshot.Waiting> merged, long now) {

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
            return new Outlook(
                    usual,
                    slowest.total(),
                    unknown,
                    queues.values().stream()
                            .allMatch(queue -> Backlog.of(queue, this::counts, times::usual, now)
                                    .complete()),
                    merged.stream().map(waiting -> waiting.operation().kind()).toList(),
                    merged.stream().map(waiting -> time(waiting, times::usual)).reduce(Duration.ZERO, Duration::plus));
        }

        private Map<String, Duration> backlog(BiFunction<String, OperationKind, Optional<Duration>> takes) {
            var backlog = new HashMap<String, Duration>();
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
