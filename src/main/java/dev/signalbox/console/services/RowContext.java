package dev.signalbox.console.services;

import dev.signalbox.console.Commands;
import dev.signalbox.console.Inspector;
import dev.signalbox.console.RunTimes;
import dev.signalbox.console.ServiceModel;
import dev.signalbox.time.TimeSource;

/// What the rows of the table need of the world around them.
///
/// @param time the clock of the snapshots
/// @param runTimes how long operations took lately
record RowContext(TimeSource time, RunTimes runTimes, Commands commands, Opener opener) {

    /// Shows a service in the inspector.
    interface Opener {
        void open(ServiceModel service);

        void open(ServiceModel service, Inspector.Tab tab);
    }
}
