package dev.signalbox.console.commands;

import dev.signalbox.console.commands.Restarts.Told;
import dev.signalbox.console.fx.Keycap;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.StateGlyph;
import dev.signalbox.console.model.Ticker;
import dev.signalbox.operation.OperationKind;
import java.util.TreeSet;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// Tells over the foot of the table, without taking the focus, what a restart means for others; with what can be
/// done about it. A line below shows for how long yet. FX thread.
public final class RestartBar extends StackPane {
    private final Restarts restarts;
    private final Label title = new Label();
    private final Label dependents = new Label();
    private final Tooltip names = new Tooltip();
    private final Region time = new Region();
    private final Button together;
    private final Action undoing;
    private final Button undo;

    public RestartBar(Actions actions, Ticker ticker) {
        restarts = actions.commands().restarts();
        setId("restartBar");
        getStyleClass().add("restart-bar");
        setMaxHeight(USE_PREF_SIZE);
        title.getStyleClass().add("semi-bold");
        title.setMinWidth(USE_PREF_SIZE);
        dependents.setMinWidth(0);
        names.setWrapText(true);
        names.setMaxWidth(480);
        dependents.setTooltip(names);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var action = actions.get("restart-with-dependents");
        together = button("restartThemToo", action);
        together.setOnAction(_ -> {
            var told = restarts.toldProperty().get();
            if (told != null) {
                actions.run(action, Target.of(told.service()));
            }
        });
        undoing = actions.get("undo");
        undo = button("undoRestart", undoing);
        undo.setText(undoing.text(Target.NONE));
        undo.setOnAction(_ -> actions.run(undoing, Target.NONE));
        var dismiss = new Button("", new FontIcon(Octicons.X_16));
        dismiss.getStyleClass().setAll("icon-button");
        dismiss.setAccessibleText(Texts.of("plan.bar.dismiss"));
        dismiss.setFocusTraversable(false);
        dismiss.setOnAction(_ -> restarts.dismiss());
        var line = new HBox(
                StateGlyph.of(OperationKind.RESTART).node(), title, dependents, space, together, undo, dismiss);
        line.getStyleClass().add("restart-bar-line");
        time.getStyleClass().add("restart-bar-time");
        StackPane.setAlignment(time, Pos.BOTTOM_LEFT);
        getChildren().addAll(line, time);
        managedProperty().bind(visibleProperty());
        restarts.toldProperty().subscribe(this::show);
        ticker.onTick(this::tick);
    }

    private static Button button(String id, Action action) {
        var button = new Button("", new Keycap(action.key()));
        button.setContentDisplay(ContentDisplay.RIGHT);
        button.setId(id);
        button.getStyleClass().setAll("button", "tool-button", "small-tool");
        button.setMinWidth(USE_PREF_SIZE);
        // The focus stays in the table, where the next key is pressed.
        button.setFocusTraversable(false);
        return button;
    }

    private void show(@Nullable Told told) {
        setVisible(told != null);
        if (told == null) {
            return;
        }
        title.setText(Texts.of("restart-bar.title", told.service().id(), told.times()));
        var others = String.join(", ", new TreeSet<>(told.dependents()));
        dependents.setText(Texts.of("restart-bar.dependents", told.dependents().size(), others));
        names.setText(others);
        together.setText(Texts.of("restart-bar.together", told.dependents().size()));
        tick();
    }

    private void tick() {
        if (isVisible()) {
            time.setMaxWidth(getWidth() * restarts.left(isHover()));
            undo.setDisable(undoing.whyNot(Target.NONE) != null);
        }
    }
}
