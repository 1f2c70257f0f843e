package dev.signalbox.console.services;

import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.commands.Target;
import dev.signalbox.console.fx.Keycap;
import dev.signalbox.console.fx.Texts;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/// Tells below the table that several services are selected, and what can be asked of them. It has the place of
/// the hints, which it repeats.
final class SelectionBar extends HBox {
    private final RowSelection selection;
    private final Actions actions;
    private final Label count = new Label();

    SelectionBar(RowSelection selection, Actions actions) {
        this.selection = selection;
        this.actions = actions;
        getStyleClass().addAll("hints", "selection-bar");
        setId("selectionBar");
        count.getStyleClass().add("strong");
        count.setMinWidth(USE_PREF_SIZE);
        getChildren().add(count);
        for (var id : List.of("start", "restart", "stop", "select-one")) {
            add(id);
        }
        selection.onChange(this::show);
        show();
    }

    private void add(String id) {
        var action = actions.get(id);
        var button = new Button(Texts.of("selection." + id));
        button.setId("selection-" + id);
        button.getStyleClass().setAll("button", "quiet-button", "small-tool");
        button.setFocusTraversable(false);
        button.setOnAction(_ -> actions.run(action, Target.of(selection.services())));
        getChildren().addAll(new Keycap(action.key()), button);
    }

    private void show() {
        var services = selection.services().size();
        setVisible(services > 1);
        count.setText(Texts.of("selection.count", services));
    }
}
