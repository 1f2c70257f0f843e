package dev.signalbox.console.recovery;

import dev.signalbox.console.ServiceModel;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.operation.Operation;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;

/// An operation that was interrupted, and whether it is to be submitted again.
final class Interrupted {
    private final RecordedOperation recorded;
    private final @Nullable ServiceModel service;
    private final BooleanProperty chosen;

    /// Chosen if it only waited: what ran may have had its effect.
    ///
    /// @param service `null` if the workspace has it no more
    Interrupted(RecordedOperation recorded, @Nullable ServiceModel service) {
        this.recorded = recorded;
        this.service = service;
        this.chosen = new SimpleBooleanProperty(this, "chosen", service != null && recorded.startedAt() == null);
    }

    RecordedOperation recorded() {
        return recorded;
    }

    Operation operation() {
        return recorded.operation();
    }

    @Nullable
    ServiceModel service() {
        return service;
    }

    boolean canBeChosen() {
        return service != null;
    }

    boolean isChosen() {
        return chosen.get();
    }

    void choose(boolean choice) {
        chosen.set(choice && canBeChosen());
    }

    BooleanProperty chosenProperty() {
        return chosen;
    }
}
