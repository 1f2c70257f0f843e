package dev.signalbox.console.services;

import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.model.RunTimes;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.console.model.ServiceTab;
import dev.signalbox.console.model.UsageModel;
import dev.signalbox.time.TimeSource;

/// What the rows of the table need of the world around them.
///
/// @param usages what services use
/// @param columns which of these are shown
/// @param time the clock of the snapshots
/// @param runTimes how long operations took lately
/// @param actions what can be done to services
record RowContext(
        UsageModel usages, UsageColumns columns, TimeSource time, RunTimes runTimes, Actions actions, Opener opener) {

    /// Selects rows, and shows services in the inspector.
    interface Opener {
        /// Selects the service alone.
        void select(ServiceModel service);

        void open(ServiceModel service);

        void open(ServiceModel service, ServiceTab tab);
    }
}
