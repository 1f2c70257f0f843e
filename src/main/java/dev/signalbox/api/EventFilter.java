package dev.signalbox.api;

import dev.signalbox.journal.StreamEvent;
import java.util.Set;

/// What a reader wants of the stream of events.
///
/// @param services only what is about these; all if empty
/// @param types only these; all if empty
record EventFilter(Set<String> services, Set<String> types) {
    EventFilter {
        services = Set.copyOf(services);
        types = Set.copyOf(types);
    }

    boolean accepts(StreamEvent event) {
        return (services.isEmpty() || services.contains(event.service()))
                && (types.isEmpty() || types.contains(event.type()));
    }
}
