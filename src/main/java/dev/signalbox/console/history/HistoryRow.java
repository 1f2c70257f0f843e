package dev.signalbox.console.history;

import dev.signalbox.journal.RecordedOperation;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// A line of the history: empty until its operation has been read. FX thread.
public final class HistoryRow {
    private final ReadOnlyObjectWrapper<@Nullable RecordedOperation> operation =
            new ReadOnlyObjectWrapper<>(this, "operation");

    ReadOnlyObjectProperty<@Nullable RecordedOperation> operationProperty() {
        return operation.getReadOnlyProperty();
    }

    @Nullable
    RecordedOperation operation() {
        return operation.get();
    }

    void fill(RecordedOperation read) {
        operation.set(read);
    }
}
