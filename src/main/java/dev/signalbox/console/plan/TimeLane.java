package dev.signalbox.console.plan;

import dev.signalbox.console.plan.Picture.Lane;
import dev.signalbox.console.plan.Picture.Span;
import dev.signalbox.operation.OperationKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/// The time of one wave: hatched where it waits, solid where it runs, in figures beside it.
final class TimeLane extends Region {
    static final double WIDTH = 256;
    private static final double TOP = 11;
    private static final double HEIGHT = 10;
    private static final double LEAST = 4;
    private static final double GAP = 6;

    private record Bar(Region region, double from, double to) {}

    private final List<Region> marks = new ArrayList<>();
    private final List<Double> places = new ArrayList<>();
    private final List<Bar> bars = new ArrayList<>();
    private final Label words = new Label();
    private Lane lane = Lane.NONE;

    TimeLane() {
        getStyleClass().add("time-lane");
        words.getStyleClass().add("time-words");
        setMinWidth(WIDTH);
        setMaxWidth(WIDTH);
    }

    void show(Lane next, TimeScale scale, OperationKind kind) {
        lane = next;
        getChildren().clear();
        marks.clear();
        places.clear();
        bars.clear();
        if (!lane.equals(Lane.NONE)) {
            for (var mark : scale.marks()) {
                marks.add(region("time-mark"));
                places.add(scale.place(mark));
            }
            lane.waits().forEach(span -> bars.add(bar(span, scale, "wait-bar")));
            lane.runs().forEach(span -> bars.add(bar(span, scale, kind.word().toLowerCase(Locale.ROOT) + "-bar")));
            getChildren().addAll(marks);
            bars.forEach(bar -> getChildren().add(bar.region()));
            getChildren().add(words);
        }
        requestLayout();
    }

    private static Region region(String style) {
        var region = new Region();
        region.getStyleClass().add(style);
        region.setManaged(false);
        return region;
    }

    private static Bar bar(Span span, TimeScale scale, String style) {
        return new Bar(region(style), scale.place(span.from()), scale.place(span.to()));
    }

    @Override
    protected void layoutChildren() {
        for (int i = 0; i < marks.size(); i++) {
            marks.get(i).resizeRelocate(snapPositionX(places.get(i) * WIDTH), 0, 1, getHeight());
        }
        var left = WIDTH;
        var right = 0.0;
        for (var bar : bars) {
            var from = snapPositionX(bar.from() * WIDTH);
            var width = Math.max(LEAST, snapSizeX((bar.to() - bar.from()) * WIDTH));
            bar.region().resizeRelocate(from, TOP, width, HEIGHT);
            left = Math.min(left, from);
            right = Math.max(right, from + width);
        }
        if (!placeWords(lane.words(), left, right)) {
            placeWords(lane.brief(), left, right);
        }
    }

    /// Puts the words behind the bars or before them.
    ///
    /// @return whether there is room
    private boolean placeWords(String text, double left, double right) {
        words.setText(text);
        var width = words.prefWidth(-1);
        var height = words.prefHeight(-1);
        var y = snapPositionY(TOP + (HEIGHT - height) / 2);
        var behind = right + GAP + width <= WIDTH;
        var before = left >= GAP + width;
        var x = behind || !before ? Math.min(right + GAP, WIDTH - width) : left - GAP - width;
        words.resizeRelocate(snapPositionX(x), y, width, height);
        return behind || before;
    }
}
