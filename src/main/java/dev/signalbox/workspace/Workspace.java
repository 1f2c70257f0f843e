package dev.signalbox.workspace;

import dev.signalbox.service.ServiceDefinition;
import java.nio.file.Path;
import java.util.List;

/// The services that belong together, as one file defines them. Immutable, checked, with all defaults filled in.
///
/// @param name can name a folder; from the file, or else its folder's name
/// @param file absolute
/// @param services in the order of the file, never empty
public record Workspace(String name, Path file, OnExit onExit, List<ServiceDefinition> services) {
    public Workspace {
        services = List.copyOf(services);
    }

    /// What closing the console does with running services.
    public enum OnExit {
        LEAVE,
        STOP
    }
}
