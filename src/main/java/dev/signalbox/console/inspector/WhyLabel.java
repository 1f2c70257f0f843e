package dev.signalbox.console.inspector;

import dev.signalbox.operation.Operation;
import javafx.scene.control.Label;

/// Why somebody asked for an operation, in his words; gone where he gave none. FX thread.
final class WhyLabel extends Label {
    WhyLabel() {
        getStyleClass().add("operation-why");
        setWrapText(true);
        setMinHeight(USE_PREF_SIZE);
        managedProperty().bind(visibleProperty());
    }

    void show(Operation operation) {
        setText(operation.why());
        setVisible(!operation.why().isEmpty());
    }
}
