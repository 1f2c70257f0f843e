package dev.signalbox.console.notices;

import dev.signalbox.console.notices.Incident.Mark;
import dev.signalbox.console.notices.Notice.Weight;
import java.time.Duration;
import java.util.Locale;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;

/// When the notices of an incident came: one bar for each moment, the higher the more it mattered. FX thread.
final class Strip extends Pane {
    private static final double BAR = 3;

    private final Incident incident;

    Strip(Incident incident) {
        this.incident = incident;
        getStyleClass().add("notice-strip");
        for (var mark : incident.marks()) {
            var bar = new Region();
            bar.getStyleClass().addAll("notice-bar", mark.weight().name().toLowerCase(Locale.ROOT));
            bar.setUserData(mark);
            getChildren().add(bar);
        }
    }

    @Override
    protected void layoutChildren() {
        var begin = incident.marks().getFirst().at();
        var whole = Math.max(1, Duration.between(begin, incident.last()).toMillis());
        for (var bar : getChildren()) {
            var mark = (Mark) bar.getUserData();
            var share = Duration.between(begin, mark.at()).toMillis() / (double) whole;
            var height = height(mark.weight());
            bar.resizeRelocate(
                    snapPositionX(Math.max(0, share) * (getWidth() - BAR)), getHeight() - 1 - height, BAR, height);
        }
    }

    private static double height(Weight weight) {
        return switch (weight) {
            case GOOD -> 8;
            case NOTE -> 6;
            case WARNING -> 10;
            case FAILURE -> 15;
        };
    }
}
