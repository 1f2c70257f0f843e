package dev.signalbox.console.recovery;

import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.engine.CutOff;
import dev.signalbox.engine.Sequel;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.operation.Operation;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// An operation that was interrupted, what comes of it without anybody's asking, and whether it is to be submitted
/// again. FX thread.
final class Interrupted {
    private final RecordedOperation recorded;
    private final @Nullable ServiceModel service;
    private final boolean canBeChosen;
    private final ReadOnlyObjectWrapper<@Nullable Sequel> sequel = new ReadOnlyObjectWrapper<>(this, "sequel");
    private final ReadOnlyBooleanWrapper chosen = new ReadOnlyBooleanWrapper(this, "chosen");
    /// Whether the operator has said whether it is chosen.
    private boolean decided;

    /// Chosen, until the operator says otherwise, while it is [offered][Sequel#offered]: what the engine does by
    /// itself must not be done twice.
    ///
    /// @param service `null` if the workspace has it no more
    /// @param maySubmit whether anything can be chosen
    Interrupted(CutOff.Entry entry, @Nullable ServiceModel service, boolean maySubmit) {
        this.recorded = entry.recorded();
        this.service = service;
        this.canBeChosen = service != null && maySubmit;
        show(entry.sequel());
    }

    /// Shows what has become of it by now.
    ///
    /// @param now `null` if that is not known
    void show(@Nullable Sequel now) {
        sequel.set(now);
        if (now != null && !decided) {
            chosen.set(canBeChosen && now.offered());
        }
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
        return canBeChosen;
    }

    boolean isChosen() {
        return chosen.get();
    }

    /// The operator chooses it, or not.
    void choose(boolean choice) {
        decided = true;
        chosen.set(choice && canBeChosen);
    }

    ReadOnlyBooleanProperty chosenProperty() {
        return chosen.getReadOnlyProperty();
    }

    /// What comes of it; `null` where that is not known.
    ReadOnlyObjectProperty<@Nullable Sequel> sequelProperty() {
        return sequel.getReadOnlyProperty();
    }
}
