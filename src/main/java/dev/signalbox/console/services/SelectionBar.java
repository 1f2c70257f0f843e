package dev.signalbox.console.services;

import dev.signalbox.console.Commands;
import dev.signalbox.console.Texts;
import dev.signalbox.operation.OperationKind;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/// Tells below the table that several services are selected, and what can be asked of them. It has the place of
/// the hints, which it repeats.
final class SelectionBar extends HBox {
    private final RowSelection selection;
    private final Commands commands;
    private final Label count = new Label();

    /// @param clear leaves one service selected
    SelectionBar(RowSelection selection, Commands commands, Runnable clear) {
        this.selection = selection;
        this.commands = commands;
        getStyleClass().addAll("hints", "selection-bar");
        setId("selectionBar");
        count.getStyleClass().add("strong");
        count.setMinWidth(USE_PREF_SIZE);
        getChildren().add(count);
        add("Enter", "start", () -> ask(OperationKind.START));
        add("R", "restart", () -> ask(OperationKind.RESTART));
        add("S", "stop", () -> ask(OperationKind.STOP));
        add("Esc", "clear", clear);
        selection.onChange(this::show);
        show();
    }

    private void add(String key, String action, Runnable chosen) {
        var keyLabel = new Label(key);
        keyLabel.getStyleClass().add("kbd");
        keyLabel.setMinWidth(USE_PREF_SIZE);
        var button = new Button(Texts.of("selection." + action));
        button.setId("selection-" + action);
        button.getStyleClass().setAll("button", "quiet-button", "small-tool");
        button.setFocusTraversable(false);
        button.setOnAction(_ -> chosen.run());
        getChildren().addAll(keyLabel, button);
    }

    private void ask(OperationKind kind) {
        commands.ask(kind, selection.services(), "");
    }

    private void show() {
        var services = selection.services().size();
        setVisible(services > 1);
        count.setText(Texts.of("selection.count", services));
    }
}
