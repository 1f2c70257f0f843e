package dev.signalbox.console.commands;

import dev.signalbox.console.model.ServiceModel;
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
record Before(Map<String, List<Long>> lines, Set<String> live) {

    static Before of(Collection<ServiceModel> services) {
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
        return new Before(Collections.unmodifiableMap(lines), Collections.unmodifiableSet(live));
    }

    /// What waits for a service, next first.
    static List<Long> line(ServiceModel service) {
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
