package dev.signalbox.console.services;

import dev.signalbox.console.fx.SteadyLabel;
import javafx.geometry.Pos;
import javafx.scene.layout.VBox;

/// A figure of what a service uses, with how it was in the last minute.
final class UsageCell extends VBox {
    private final SteadyLabel figure = new SteadyLabel();
    private final Sparkline line = new Sparkline();

    UsageCell(String column) {
        getStyleClass().addAll(column, "usage-cell");
        figure.label().setAlignment(Pos.CENTER_RIGHT);
        getChildren().addAll(figure, line);
        managedProperty().bind(visibleProperty());
    }

    /// @param text `–` where nothing is known
    void show(String text, double[] values, double top) {
        if (!figure.getText().equals(text)) {
            figure.setText(text);
        }
        line.show(values, top);
    }
}
