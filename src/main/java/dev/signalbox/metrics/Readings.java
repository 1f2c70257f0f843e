package dev.signalbox.metrics;

import java.util.Map;

/// Looks what the processes of services use. Called by one thread at a time.
@FunctionalInterface
public interface Readings {
    /// Nobody can tell.
    Readings NONE = Map::of;

    /// Looks at all services that run now.
    ///
    /// @return by service; nothing of those of which nothing can be told now
    Map<String, Reading> look();
}
