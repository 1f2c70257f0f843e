package dev.signalbox.console.services;

import javafx.scene.layout.Region;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Polyline;

/// A small line of how a figure was lately, without axes: from nothing at the bottom to the most at the top. What is
/// not
/// known is left out. It fills a place of fixed size, and is drawn anew by [#show] only.
final class Sparkline extends Region {
    /// Of the height, so that the line is not cut at the top.
    private static final double HEADROOM = 1;

    private final Polyline line = new Polyline();
    private final Polygon area = new Polygon();
    private double[] shown = {};
    private double least;

    Sparkline() {
        getStyleClass().add("sparkline");
        line.getStyleClass().add("line");
        area.getStyleClass().add("area");
        line.setManaged(false);
        area.setManaged(false);
        getChildren().addAll(area, line);
    }

    /// @param values oldest first; not a number where nothing is known
    /// @param top what the top is at least, so that noise on next to nothing is not drawn as much
    void show(double[] values, double top) {
        shown = values;
        least = top;
        draw();
    }

    @Override
    protected void layoutChildren() {
        draw();
    }

    private void draw() {
        line.getPoints().clear();
        area.getPoints().clear();
        var top = least;
        for (var value : shown) {
            top = Double.isNaN(value) ? top : Math.max(top, value);
        }
        var step = getWidth() / Math.max(1, shown.length - 1);
        var height = getHeight() - HEADROOM;
        var first = Double.NaN;
        var last = Double.NaN;
        for (int i = 0; i < shown.length; i++) {
            if (!Double.isNaN(shown[i])) {
                var x = i * step;
                line.getPoints().addAll(x, HEADROOM + height * (1 - shown[i] / top));
                first = Double.isNaN(first) ? x : first;
                last = x;
            }
        }
        if (first < last) {
            area.getPoints().addAll(line.getPoints());
            area.getPoints().addAll(last, getHeight(), first, getHeight());
        }
    }
}
