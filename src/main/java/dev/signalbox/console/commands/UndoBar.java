package dev.signalbox.console.commands;

import dev.signalbox.console.commands.Undo.Told;
import dev.signalbox.console.fx.Keycap;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.Ticker;
import java.util.List;
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

/// Tells over the foot of the table, without taking the focus, what was done last and can be taken back, and what a
/// restart means for others, with what can be done about it. A line below shows for how long yet. FX thread.
public final class UndoBar extends StackPane {
    private final Undo done;
    private final Label title = new Label();
    private final Label dependents = new Label();
    private final Tooltip names = new Tooltip();
    private final Region time = new Region();
    private final Button together;
    private final Action undoing;
    private final Button undo;

    public UndoBar(Actions actions, Ticker ticker) {
        done = actions.commands().undo();
        setId("undoBar");
        getStyleClass().add("undo-bar");
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
            var told = done.toldProperty().get();
            var service = told == null ? null : told.deed().restarted();
            if (service != null) {
                actions.run(action, Target.of(service));
            }
        });
        undoing = actions.get("undo");
        undo = button("undo", undoing);
        undo.setText(undoing.text(Target.NONE));
        undo.setOnAction(_ -> actions.run(undoing, Target.NONE));
        var dismiss = new Button("", new FontIcon(Octicons.X_16));
        dismiss.getStyleClass().setAll("icon-button");
        dismiss.setAccessibleText(Texts.of("plan.bar.dismiss"));
        dismiss.setFocusTraversable(false);
        dismiss.setOnAction(_ -> done.dismiss());
        for (var part : List.of(dependents, together)) {
            part.managedProperty().bind(part.visibleProperty());
        }
        var glyph = new FontIcon(Octicons.HISTORY_16);
        glyph.getStyleClass().addAll("glyph", "act");
        // Beside the words, as the inspector may lie over the right.
        var line = new HBox(glyph, title, dependents, together, undo, space, dismiss);
        line.getStyleClass().add("undo-bar-line");
        time.getStyleClass().add("undo-bar-time");
        StackPane.setAlignment(time, Pos.BOTTOM_LEFT);
        getChildren().addAll(line, time);
        managedProperty().bind(visibleProperty());
        done.toldProperty().subscribe(this::show);
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
        title.setText(told.title());
        var needed = told.deed().dependents();
        var others = String.join(", ", new TreeSet<>(needed));
        dependents.setVisible(!needed.isEmpty());
        dependents.setText(needed.isEmpty() ? "" : Texts.of("undo-bar.dependents", needed.size(), others));
        names.setText(others);
        together.setVisible(!needed.isEmpty());
        together.setText(Texts.of("undo-bar.together", needed.size()));
        tick();
    }

    private void tick() {
        if (isVisible()) {
            time.setMaxWidth(getWidth() * done.left(isHover()));
            undo.setDisable(undoing.whyNot(Target.NONE) != null);
        }
    }
}
