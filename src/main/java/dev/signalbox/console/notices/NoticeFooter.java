package dev.signalbox.console.notices;

import atlantafx.base.controls.ToggleSwitch;
import dev.signalbox.console.fx.Texts;
import java.time.LocalTime;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What the operator chooses of the desktop: whether it tells anything, and in which hours failures only. FX thread.
final class NoticeFooter extends VBox {
    private static final double HOUR_WIDTH = 66;

    private final Label problem = new Label();

    NoticeFooter(NoticeDesk desk) {
        getStyleClass().add("notice-centre-foot");
        var onDesktop = toggle("noticesOnDesktop", Texts.of("notices.foot.desktop"));
        onDesktop.setSelected(desk.liked().desktop());
        onDesktop.selectedProperty().subscribe((_, on) -> desk.save(desk.liked().onDesktop(on)));
        var quiet = toggle("noticesQuiet", Texts.of("notices.foot.quiet"));
        quiet.setSelected(desk.liked().quiet());
        quiet.selectedProperty().subscribe((_, on) -> desk.save(desk.liked().quiet(on)));
        var from = hours("noticesQuietFrom", desk.liked().from());
        var to = hours("noticesQuietTo", desk.liked().to());
        from.valueProperty()
                .subscribe((_, hour) ->
                        desk.save(desk.liked().quietBetween(hour, desk.liked().to())));
        to.valueProperty()
                .subscribe((_, hour) ->
                        desk.save(desk.liked().quietBetween(desk.liked().from(), hour)));
        problem.getStyleClass().add("notice-problem");
        problem.setWrapText(true);
        problem.setMinHeight(USE_PREF_SIZE);
        problem.managedProperty().bind(problem.visibleProperty());
        showProblem("");
        getChildren()
                .addAll(
                        line(onDesktop, new Label(Texts.of("notices.foot.desktop"))),
                        problem,
                        line(
                                quiet,
                                new Label(Texts.of("notices.foot.quiet.from")),
                                from,
                                new Label(Texts.of("notices.foot.quiet.to")),
                                to,
                                new Label(Texts.of("notices.foot.quiet.failures"))));
    }

    private static ToggleSwitch toggle(String id, String words) {
        var toggle = new ToggleSwitch();
        toggle.setId(id);
        toggle.setAccessibleText(words);
        toggle.setMinWidth(USE_PREF_SIZE);
        return toggle;
    }

    /// Full hours, and the one that the settings have.
    private static ChoiceBox<LocalTime> hours(String id, LocalTime now) {
        var hours = new ChoiceBox<LocalTime>();
        hours.setId(id);
        hours.getStyleClass().add("hour-box");
        hours.setMinWidth(HOUR_WIDTH);
        hours.setMaxWidth(HOUR_WIDTH);
        hours.getItems()
                .setAll(IntStream.range(0, 24)
                        .mapToObj(hour -> LocalTime.of(hour, 0))
                        .toList());
        if (!hours.getItems().contains(now)) {
            hours.getItems().addFirst(now);
        }
        hours.setValue(now);
        return hours;
    }

    private static Node line(ToggleSwitch toggle, Node... words) {
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        for (var word : words) {
            ((Region) word).setMinWidth(((Region) word).getMinWidth() > 0 ? HOUR_WIDTH : USE_PREF_SIZE);
        }
        var line = new HBox(words);
        line.getStyleClass().add("notice-foot-line");
        line.getChildren().addAll(space, toggle);
        return line;
    }

    /// Says why the desktop is told nothing; an empty text once it is.
    void showProblem(String text) {
        problem.setText(text.isEmpty() ? "" : Texts.of("notices.foot.problem", text));
        problem.setVisible(!text.isEmpty());
    }
}
