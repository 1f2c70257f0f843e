package dev.signalbox.console.services;

import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.fx.FxThread;
import dev.signalbox.console.fx.Keycap;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.time.TimeSource;
import java.time.Duration;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// What stands below the table, one thing at a time: why something was not done, what was done last and can be taken
/// back, what can be done to several services, or which keys there are.
final class Foot extends StackPane {
    private static final Duration SAID = Duration.ofSeconds(4);
    private static final List<String> HINTS =
            List.of("move", "open", "restart", "stop", "hold", "cancel-last", "logs", "filter", "keys");

    private final TimeSource time;
    private final Label said = new Label();
    private long sayings;

    /// @param undo tells what can be taken back
    /// @param several what can be done to several services
    Foot(Actions actions, Node undo, Node several, TimeSource time) {
        this.time = time;
        said.setId("said");
        said.getStyleClass().add("said");
        said.setMaxWidth(Double.MAX_VALUE);
        var glyph = new FontIcon(Octicons.INFO_16);
        glyph.getStyleClass().addAll("glyph", "act", "small-glyph");
        said.setGraphic(glyph);
        said.setVisible(false);
        var hints = hints(actions);
        hints.visibleProperty()
                .bind(Bindings.or(
                                Bindings.or(said.visibleProperty(), undo.visibleProperty()), several.visibleProperty())
                        .not());
        getChildren().addAll(hints, several, undo, said);
    }

    private static HBox hints(Actions actions) {
        var hints = new HBox();
        hints.setId("hints");
        hints.getStyleClass().add("hints");
        for (var id : HINTS) {
            actions.all().stream()
                    .filter(action -> action.id().equals(id))
                    .map(action -> new Keycap(action.key()))
                    .forEach(hints.getChildren()::add);
            var hint = new Label(Texts.of("hint." + id));
            hint.getStyleClass().add("hint");
            hints.getChildren().add(hint);
        }
        return hints;
    }

    /// Says for a moment why something was not done.
    void say(String text) {
        said.setText(text);
        said.setVisible(true);
        long mine = ++sayings;
        time.schedule(
                SAID,
                () -> FxThread.run(() -> {
                    if (mine == sayings) {
                        said.setVisible(false);
                    }
                }));
    }
}
