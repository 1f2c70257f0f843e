package dev.signalbox.console.services;

import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableDoubleValue;

/// Which columns of what services use the table has room for: where it gets narrow they are the first to go, CPU before
/// memory. FX thread.
final class UsageColumns {
    /// At which the queue has as much room as two chips need.
    private static final double WITH_MEMORY = 860;

    private static final double WITH_BOTH = 920;

    private final BooleanProperty cpu = new SimpleBooleanProperty();
    private final BooleanProperty memory = new SimpleBooleanProperty();

    /// @param width of the table
    void follow(ObservableDoubleValue width) {
        cpu.bind(Bindings.greaterThanOrEqual(width, WITH_BOTH));
        memory.bind(Bindings.greaterThanOrEqual(width, WITH_MEMORY));
    }

    BooleanProperty cpu() {
        return cpu;
    }

    BooleanProperty memory() {
        return memory;
    }
}
