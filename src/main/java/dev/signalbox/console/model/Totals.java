package dev.signalbox.console.model;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/// What the summary strip counts over all services.
///
/// @param services how many there are
/// @param byCondition how many are in each condition
/// @param active operations that run
/// @param queued operations that wait
/// @param longestWaitSince when the one that waits longest was accepted, on the engine's monotonic clock; 0 if
///     none
/// @param allHeld whether every queue is held
public record Totals(
        int services,
        Map<Condition, Integer> byCondition,
        int active,
        int queued,
        long longestWaitSince,
        boolean allHeld) {

    static Totals of(Collection<ServiceModel> services) {
        var byCondition = new EnumMap<Condition, Integer>(Condition.class);
        int active = 0;
        int queued = 0;
        long oldest = 0;
        boolean allHeld = false;
        for (var service : services) {
            byCondition.merge(Condition.of(service), 1, Integer::sum);
            var queue = service.queue();
            active += queue.active() == null ? 0 : 1;
            queued += queue.waiting().size();
            allHeld |= queue.allHeld();
            for (var waiting : queue.waiting()) {
                if (oldest == 0 || waiting.acceptedNanos() - oldest < 0) {
                    oldest = waiting.acceptedNanos();
                }
            }
        }
        return new Totals(services.size(), Map.copyOf(byCondition), active, queued, oldest, allHeld);
    }

    /// How many services are in `condition`.
    public int in(Condition condition) {
        return byCondition.getOrDefault(condition, 0);
    }
}
