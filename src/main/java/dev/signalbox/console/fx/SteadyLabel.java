package dev.signalbox.console.fx;

import javafx.beans.DefaultProperty;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/// A label that fills a place of fixed size. However often its text changes, nothing around it is laid out again,
/// which is what makes running clocks cheap.
@DefaultProperty("text")
public final class SteadyLabel extends Region {
    private final Label label = new Label();

    public SteadyLabel() {
        getStyleClass().add("steady-label");
        // An unmanaged node is the root of its own layout.
        label.setManaged(false);
        getChildren().add(label);
    }

    /// What is shown.
    public Label label() {
        return label;
    }

    public String getText() {
        return label.getText();
    }

    public void setText(String text) {
        label.setText(text);
    }

    @Override
    protected void layoutChildren() {
        label.resizeRelocate(0, 0, getWidth(), getHeight());
    }

    @Override
    protected double computePrefHeight(double width) {
        return label.prefHeight(width);
    }

    @Override
    protected double computePrefWidth(double height) {
        return 0;
    }
}
