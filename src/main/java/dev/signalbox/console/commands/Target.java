package dev.signalbox.console.commands;

import dev.signalbox.console.model.ServiceModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an action acts on: what is highlighted and can be seen, never what a filter or a folded group hides.
///
/// @param services from the top
/// @param scope the name of the group that they are, empty if they were selected one by one
public record Target(List<ServiceModel> services, String scope) {
    /// Nothing is selected.
    public static final Target NONE = new Target(List.of(), "");

    public Target {
        services = List.copyOf(services);
    }

    public static Target of(ServiceModel service) {
        return new Target(List.of(service), "");
    }

    public static Target of(List<ServiceModel> services) {
        return new Target(services, "");
    }

    /// The only service that it is about; `null` if there is none, or more than one.
    public @Nullable ServiceModel only() {
        return services.size() == 1 ? services.getFirst() : null;
    }
}
