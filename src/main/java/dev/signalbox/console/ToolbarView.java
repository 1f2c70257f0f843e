package dev.signalbox.console;

import atlantafx.base.controls.ToggleSwitch;
import javafx.beans.property.ObjectProperty;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.controlsfx.control.textfield.CustomTextField;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// The top of the window: what it is about, the filter, and what acts on all services.
final class ToolbarView {
    private final OperationQueueModel model;
    private final Commands commands;
    private final ServiceFilter filter;
    private final ConsoleInfo info;
    private final ObjectProperty<Theme> theme;
    private final Reloading reloading;
    private Runnable leaveFilter = () -> {};

    @FXML
    private Label workspace;

    @FXML
    private Button reload;

    @FXML
    private CustomTextField filterField;

    @FXML
    private ToggleSwitch holdAll;

    @FXML
    private Button themeButton;

    @FXML
    private FontIcon themeIcon;

    ToolbarView(
            OperationQueueModel model,
            Commands commands,
            ServiceFilter filter,
            ConsoleInfo info,
            ObjectProperty<Theme> theme,
            Reloading reloading) {
        this.model = model;
        this.commands = commands;
        this.filter = filter;
        this.info = info;
        this.theme = theme;
        this.reloading = reloading;
    }

    @FXML
    void initialize() {
        narrow(false);
        workspace.setTooltip(new Tooltip(info.file().toString()));
        filterField.textProperty().bindBidirectional(filter.textProperty());
        filterField.addEventFilter(KeyEvent.KEY_PRESSED, this::filterKey);
        // The switch shows what is true, and asks for what it was clicked to.
        model.totalsProperty().subscribe(totals -> holdAll.setSelected(totals.allHeld()));
        holdAll.selectedProperty().subscribe(hold -> {
            if (hold != model.totalsProperty().get().allHeld()) {
                commands.holdAll(hold);
            }
        });
        theme.subscribe(now -> themeIcon.setIconCode(now == Theme.DARK ? Octicons.SUN_16 : Octicons.MOON_16));
        themeButton.setOnAction(_ -> theme.set(theme.get().other()));
    }

    private void filterKey(KeyEvent key) {
        if (key.getCode() == KeyCode.ESCAPE) {
            filter.clear();
            leaveFilter.run();
            key.consume();
        } else if (key.getCode() == KeyCode.ENTER || key.getCode() == KeyCode.DOWN) {
            leaveFilter.run();
            key.consume();
        }
    }

    /// Makes do with less room.
    void narrow(boolean narrow) {
        reload.setContentDisplay(narrow ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT);
        workspace.setText(narrow ? info.workspace() : info.workspace() + " · " + info.fileName());
    }

    /// Puts the cursor into the filter.
    void focusFilter() {
        filterField.requestFocus();
        filterField.selectAll();
    }

    /// What happens when the operator has finished with the filter.
    void onLeaveFilter(Runnable action) {
        leaveFilter = action;
    }

    @FXML
    void reload() {
        reloading.review();
    }

    @FXML
    void startAll() {
        commands.startAll();
    }

    @FXML
    void restartAll() {
        commands.restartAll();
    }

    @FXML
    void stopAll() {
        commands.stopAll();
    }
}
