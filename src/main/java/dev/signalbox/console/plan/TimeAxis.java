package dev.signalbox.console.plan;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/// The round times above the lanes.
final class TimeAxis extends Region {
    private final List<Double> places = new ArrayList<>();

    TimeAxis() {
        getStyleClass().add("time-axis");
        setMinWidth(TimeLane.WIDTH);
        setMaxWidth(TimeLane.WIDTH);
        setMaxHeight(USE_PREF_SIZE);
    }

    void show(TimeScale scale) {
        places.clear();
        getChildren().clear();
        for (var mark : scale.marks()) {
            places.add(scale.place(mark));
            var label = new Label(scale.words(mark));
            label.getStyleClass().add("muted");
            getChildren().add(label);
        }
    }

    @Override
    protected void layoutChildren() {
        for (int i = 0; i < places.size(); i++) {
            var label = getChildren().get(i);
            var width = label.prefWidth(-1);
            var centre = places.get(i) * TimeLane.WIDTH;
            var x = Math.clamp(centre - width / 2, 0, TimeLane.WIDTH - width);
            label.resizeRelocate(snapPositionX(x), 0, width, getHeight());
        }
    }

    @Override
    protected double computePrefHeight(double width) {
        return 16;
    }
}
