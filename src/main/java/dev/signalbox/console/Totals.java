package dev.signalbox.console;

import dev.signalbox.service.ServiceState;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/// What the summary strip counts over all services.
///
/// @param services how many there are
/// @param byState how many are in each state
/// @param active operations that run
/// @param queued operations that wait
/// @param longestWaitSince when the one that waits longest was accepted, on the engine's monotonic clock; 0 if
///     none
/// @param allHeld whether every queue is held
public record Totals(
        int services,
        Map<ServiceState, Integer> byState,
        int active,
        int queued,
        long longestWaitSince,
        boolean allHeld) {

    static Totals of(Collection<ServiceModel> services) {
        var byState = new EnumMap<ServiceState, Integer>(ServiceState.class);
        int active = 0;
        int queued = 0;
        long oldest = 0;
        boolean allHeld = false;
        for (var service : services) {
            byState.merge(service.status().state(), 1, Integer::sum);
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
        return new Totals(services.size(), Map.copyOf(byState), active, queued, oldest, allHeld);
    }

    /// How many services are in `state`.
    public int in(ServiceState state) {
        return byState.getOrDefault(state, 0);
    }
}
