package dev.signalbox.console.services;

import javafx.css.PseudoClass;
import javafx.scene.layout.Region;

/// A thin bar that fills from the left. Moving it lays out nothing but itself.
final class ProgressTrack extends Region {
    private static final PseudoClass OVERDUE = PseudoClass.getPseudoClass("overdue");

    private final Region fill = new Region();
    private double fraction;

    ProgressTrack() {
        getStyleClass().add("progress-track");
        fill.getStyleClass().add("fill");
        fill.setManaged(false);
        getChildren().add(fill);
    }

    /// @param newFraction from 0 to 1; a full bar is overdue
    void setFraction(double newFraction) {
        fraction = Math.clamp(newFraction, 0, 1);
        pseudoClassStateChanged(OVERDUE, fraction >= 1);
        layoutChildren();
    }

    @Override
    protected void layoutChildren() {
        fill.resizeRelocate(0, 0, snapSizeX(getWidth() * fraction), getHeight());
    }
}
