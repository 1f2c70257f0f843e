package dev.signalbox.console.model;

import dev.signalbox.operation.QueueSnapshot.Waiting;
import dev.signalbox.service.Intent.Value;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What services were like before something was done to them.
///
/// @param lines what waited for each of them where anything did, next first
/// @param live those that ran, or were to
public record Before(Map<String, List<Long>> lines, Set<String> live) {

    public Before {
        lines = Collections.unmodifiableMap(new LinkedHashMap<>(lines));
        live = Collections.unmodifiableSet(new LinkedHashSet<>(live));
    }

    /// What they are like now. FX thread.
    public static Before of(Collection<ServiceModel> services) {
        var lines = new LinkedHashMap<String, List<Long>>();
        var live = new LinkedHashSet<String>();
        for (var service : services) {
            var line = line(service);
            if (!line.isEmpty()) {
                lines.put(service.id(), line);
            }
            if (isLive(service)) {
                live.add(service.id());
            }
        }
        return new Before(lines, live);
    }

    /// How many operations waited.
    public int waited() {
        return lines.values().stream().mapToInt(List::size).sum();
    }

    /// What waits for a service, next first. FX thread.
    public static List<Long> line(ServiceModel service) {
        return service.queue().waiting().stream()
                .map(Waiting::operation)
                .map(operation -> operation.id())
                .toList();
    }

    private static boolean isLive(ServiceModel service) {
        return switch (service.status().state()) {
            case STARTING, RUNNING, RESTARTING, BACKOFF -> true;
            case STOPPED ->
                service.intent().desired().value() == Value.RUNNING
                        && service.intent().verdict() == null;
            case STOPPING, FAILED, UNKNOWN -> false;
        };
    }
}
