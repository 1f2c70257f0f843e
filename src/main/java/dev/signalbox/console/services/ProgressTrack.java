package dev.signalbox.console.services;

import javafx.css.PseudoClass;
import javafx.scene.layout.Region;

/// A thin bar that fills from the left. Moving it lays out nothing but itself.
final class ProgressTrack extends Region {
    private static final PseudoClass OVERDUE = PseudoClass.getPseudoClass("overdue");

    private final Region fill = new Region();
    private final Region tick = new Region();
    private double fraction;
    private double usual = -1;

    ProgressTrack() {
        getStyleClass().add("progress-track");
        fill.getStyleClass().add("fill");
        fill.setManaged(false);
        tick.getStyleClass().add("tick");
        tick.setManaged(false);
        tick.setVisible(false);
        getChildren().addAll(fill, tick);
    }

    /// @param newFraction from 0 to 1; a full bar is overdue
    void setFraction(double newFraction) {
        fraction = Math.clamp(newFraction, 0, 1);
        pseudoClassStateChanged(OVERDUE, fraction >= 1);
        layoutChildren();
    }

    /// Marks where it usually ends.
    ///
    /// @param newUsual from 0 to 1; beyond that nothing is marked
    void setUsual(double newUsual) {
        usual = newUsual;
        tick.setVisible(usual >= 0 && usual <= 1);
        layoutChildren();
    }

    @Override
    protected void layoutChildren() {
        tick.resizeRelocate(snapPositionX(getWidth() * usual), -2, 1.5, getHeight() + 4);
        fill.resizeRelocate(0, 0, snapSizeX(getWidth() * fraction), getHeight());
    }
}
