package dev.signalbox.metrics;

import java.util.Map;

/// What all services use now. Immutable.
///
/// @param machine that they run on
/// @param services by id; none where nothing runs, or nobody has looked yet
public record Usages(Machine machine, Map<String, Usage> services) {
    /// Nothing is known.
    public static final Usages NONE = new Usages(new Machine(0, 0), Map.of());

    public Usages {
        services = Map.copyOf(services);
    }
}
