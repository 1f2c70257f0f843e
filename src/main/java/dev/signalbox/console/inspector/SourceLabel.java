package dev.signalbox.console.inspector;

import dev.signalbox.operation.Source;
import javafx.scene.control.Label;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// Who asked for an operation: an icon and words.
final class SourceLabel extends Label {
    private @Nullable Source shown;

    SourceLabel() {
        getStyleClass().add("source");
        setMinWidth(0);
    }

    void show(Source source) {
        if (source.equals(shown)) {
            return;
        }
        shown = source;
        setText(source.toString());
        setGraphic(new FontIcon(Icons.of(source.road())));
    }
}
