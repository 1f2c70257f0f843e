package dev.signalbox.console.services;

import dev.signalbox.console.model.ServiceModel;

/// A line of the table.
sealed interface Row {

    /// The heading of a group.
    ///
    /// @param services how many of it are shown, or would be if it were not collapsed
    record Group(String name, int services, boolean collapsed) implements Row {}

    /// One service.
    record Service(ServiceModel service) implements Row {}
}
