package dev.signalbox.console;

import atlantafx.base.controls.ToggleSwitch;
import dev.signalbox.engine.Connection;
import dev.signalbox.engine.Engine;
import dev.signalbox.engine.Place;
import dev.signalbox.operation.OperationKind;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.controlsfx.control.textfield.CustomTextField;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// The top of the window: what it is about, the filter, and what acts on all services.
final class ToolbarView {
    private final OperationQueueModel model;
    private final Commands commands;
    private final ServiceFilter filter;
    private final Engine engine;
    private final ObjectProperty<Theme> theme;
    private final @Nullable Reloading reloading;
    private final Runnable history;
    private Runnable leaveFilter = () -> {};
    private boolean countsShown;
    private boolean connected = true;

    @FXML
    private Label workspace;

    @FXML
    private Label brand;

    @FXML
    private Button reload;

    @FXML
    private CustomTextField filterField;

    @FXML
    private Button startAll;

    @FXML
    private Button restartAll;

    @FXML
    private Button stopAll;

    @FXML
    private MenuButton groups;

    @FXML
    private ToggleSwitch holdAll;

    @FXML
    private Button themeButton;

    @FXML
    private FontIcon themeIcon;

    /// @param reloading `null` if the workspace cannot be reloaded from here
    /// @param history opens the history of all services
    ToolbarView(
            OperationQueueModel model,
            Commands commands,
            ServiceFilter filter,
            Engine engine,
            ObjectProperty<Theme> theme,
            @Nullable Reloading reloading,
            Runnable history) {
        this.model = model;
        this.commands = commands;
        this.filter = filter;
        this.engine = engine;
        this.theme = theme;
        this.reloading = reloading;
        this.history = history;
    }

    @FXML
    void initialize() {
        narrow(false);
        if (engine.place() instanceof Place.Here(var file, var _)) {
            workspace.setTooltip(new Tooltip(file.toString()));
        }
        reload.setVisible(reloading != null);
        reload.setManaged(reloading != null);
        filterField.textProperty().bindBidirectional(filter.textProperty());
        filterField.addEventFilter(KeyEvent.KEY_PRESSED, this::filterKey);
        filter.onChange(this::showCounts);
        model.onRefreshed(this::showCounts);
        model.connectionProperty().map(Connection::isUp).subscribe(this::enable);
        groups.setOnShowing(_ -> showGroups());
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
        brand.setVisible(!narrow);
        reload.setContentDisplay(narrow ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT);
        workspace.setText(
                narrow
                        ? engine.workspace()
                        : engine.workspace() + " · " + engine.place().name());
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
    void openHistory() {
        history.run();
    }

    @FXML
    void reload() {
        if (reloading != null) {
            reloading.review();
        }
    }

    // --- all services, or those that the filter shows ---

    private List<ServiceModel> shown() {
        return model.services().stream().filter(filter::matches).toList();
    }

    /// Without a connection nothing can be asked of any service.
    private void enable(boolean up) {
        connected = up;
        groups.setDisable(!up);
        holdAll.setDisable(!up);
        for (var button : List.of(startAll, restartAll, stopAll)) {
            button.setDisable(!up);
        }
        showCounts();
    }

    private void showCounts() {
        var filtered = filter.isActive();
        if (filtered || countsShown) {
            countsShown = filtered;
            var count = filtered ? shown().size() : 0;
            label(startAll, "start", count);
            label(restartAll, "restart", count);
            label(stopAll, "stop", count);
        }
    }

    private void label(Button button, String action, int count) {
        button.setText(Texts.of("toolbar." + action + (countsShown ? "-shown" : "-all"), count));
        button.setDisable(!connected || (countsShown && count == 0));
    }

    @FXML
    void startAll() {
        commands.ask(OperationKind.START, shown(), "");
    }

    @FXML
    void restartAll() {
        commands.ask(OperationKind.RESTART, shown(), "");
    }

    @FXML
    void stopAll() {
        commands.ask(OperationKind.STOP, shown(), "");
    }

    private void showGroups() {
        groups.getItems().clear();
        model.services().stream()
                .map(service -> service.definition().group())
                .filter(group -> !group.isEmpty())
                .distinct()
                .forEach(group -> groups.getItems().add(GroupCommands.menu(group, model, commands)));
    }
}
