package dev.signalbox.console.fx;

import javafx.geometry.Orientation;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

/// As high as its content, which wraps, has to be in its width; where there is less room it scrolls.
public final class SheetScroll extends ScrollPane {
    private static final double LOWEST = 48;

    private final Region content;

    public SheetScroll(Region content) {
        super(content);
        this.content = content;
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setFocusTraversable(false);
        getStyleClass().add("sheet-scroll");
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefHeight(double width) {
        var inner = width < 0 ? width : width - snappedLeftInset() - snappedRightInset();
        return content.prefHeight(inner) + snappedTopInset() + snappedBottomInset();
    }

    @Override
    protected double computeMinHeight(double width) {
        return Math.min(LOWEST, computePrefHeight(width));
    }
}
