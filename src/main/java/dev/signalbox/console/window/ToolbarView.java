package dev.signalbox.console.window;

import atlantafx.base.controls.ToggleSwitch;
import dev.signalbox.console.commands.ActionMenus;
import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.commands.Target;
import dev.signalbox.console.fx.Keycap;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Theme;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceFilter;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.engine.Connection;
import dev.signalbox.engine.Engine;
import dev.signalbox.engine.Place;
import dev.signalbox.text.PlainText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import org.controlsfx.control.textfield.CustomTextField;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// The top of the window: what it is about, the filter, and what acts on all services.
final class ToolbarView {
    /// A name of so many characters is never cut off.
    private static final int SHORT = 24;

    private static final double LEAST_WIDTH = 72;
    private static final int MOST_COUNTED = 99;

    private final OperationQueueModel model;
    private final Actions actions;
    private final ServiceFilter filter;
    private final Engine engine;
    private final ObjectProperty<Theme> theme;
    private final ObservableValue<Number> unread;
    private Runnable leave = () -> {};
    private boolean countsShown;
    private boolean narrow;
    private boolean brief;

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
    private Button palette;

    @FXML
    private Tooltip paletteTip;

    @FXML
    private Button bell;

    @FXML
    private Label bellCount;

    @FXML
    private Tooltip bellTip;

    @FXML
    private Button themeButton;

    @FXML
    private FontIcon themeIcon;

    ToolbarView(
            OperationQueueModel model,
            Actions actions,
            ServiceFilter filter,
            Engine engine,
            ObjectProperty<Theme> theme,
            ObservableValue<Number> unread) {
        this.model = model;
        this.actions = actions;
        this.filter = filter;
        this.engine = engine;
        this.theme = theme;
        this.unread = unread;
    }

    @FXML
    void initialize() {
        narrow(false);
        if (engine.place() instanceof Place.Here(var file, var _)) {
            workspace.setTooltip(new Tooltip(PlainText.line(file.toString())));
        }
        var reloads = actions.get("reload").whyNot(Target.NONE) == null;
        reload.setVisible(reloads);
        reload.setManaged(reloads);
        filterField.textProperty().bindBidirectional(filter.textProperty());
        filterField.addEventFilter(KeyEvent.KEY_PRESSED, this::filterKey);
        filter.onChange(this::showCounts);
        model.onRefreshed(this::showCounts);
        model.connectionProperty().map(Connection::isUp).subscribe(this::enable);
        groups.setOnShowing(_ -> showGroups());
        groups.setOnHidden(_ -> leave.run());
        // The switch shows what is true, and asks for what it was clicked to.
        model.totalsProperty().subscribe(totals -> holdAll.setSelected(totals.allHeld()));
        holdAll.selectedProperty().subscribe(hold -> {
            if (hold != model.totalsProperty().get().allHeld()) {
                actions.run("hold-all", Target.NONE);
            }
        });
        bellTip.setText(Texts.of(
                "action.tip", Texts.of("menu.notices"), actions.get("notices").key()));
        unread.subscribe(count -> showUnread(count.intValue()));
        theme.subscribe(now -> themeIcon.setIconCode(now == Theme.DARK ? Octicons.SUN_16 : Octicons.MOON_16));
        themeButton.setOnAction(_ -> actions.run("theme", Target.NONE));
    }

    @FXML
    void showAbout() {
        actions.run("about", Target.NONE);
    }

    private void showUnread(int count) {
        bellCount.setText(count > MOST_COUNTED ? MOST_COUNTED + "+" : Integer.toString(count));
        bellCount.setVisible(count > 0);
        bell.setAccessibleText(Texts.of("toolbar.notices", count));
    }

    private void filterKey(KeyEvent key) {
        if (key.getCode() == KeyCode.ESCAPE) {
            filter.clear();
            leave.run();
            key.consume();
        } else if (key.getCode() == KeyCode.ENTER || key.getCode() == KeyCode.DOWN) {
            leave.run();
            key.consume();
        }
    }

    /// Makes do with less room.
    void narrow(boolean narrow) {
        this.narrow = narrow;
        palette.setText(narrow ? "" : Texts.of("toolbar.palette"));
        palette.setGraphic(narrow ? new FontIcon(Octicons.TERMINAL_16) : new Keycap(paletteKey()));
        palette.setContentDisplay(ContentDisplay.RIGHT);
        palette.getStyleClass()
                .setAll(narrow ? List.of("button", "icon-button", "big") : List.of("button", "quiet-button"));
        paletteTip.setText(Texts.of("action.tip", Texts.of("toolbar.palette"), paletteKey()));
        holdAll.setText(Texts.of(narrow ? "toolbar.hold-all.short" : "toolbar.hold-all"));
        brand.setVisible(!narrow);
        reload.setContentDisplay(narrow ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT);
        showWorkspace();
        showActions();
    }

    /// Names the workspace without its place, where a name would be cut off otherwise.
    void brief(boolean brief) {
        this.brief = brief;
        showWorkspace();
    }

    private void showWorkspace() {
        var text = PlainText.line(
                narrow || brief
                        ? engine.workspace()
                        : engine.workspace() + " · " + engine.place().name());
        workspace.setText(text);
        workspace.setMinWidth(text.length() <= SHORT ? Region.USE_PREF_SIZE : LEAST_WIDTH);
    }

    private String paletteKey() {
        return actions.get("palette").key();
    }

    /// Puts the cursor into the filter.
    void focusFilter() {
        filterField.requestFocus();
        filterField.selectAll();
    }

    /// What gives the focus back when the operator has finished here.
    void onLeave(Runnable action) {
        leave = action;
    }

    @FXML
    void openPalette() {
        actions.run("palette", Target.NONE);
    }

    @FXML
    void openNotices() {
        actions.run("notices", Target.NONE);
    }

    @FXML
    void openHistory() {
        actions.run("history", Target.NONE);
    }

    @FXML
    void reload() {
        actions.run("reload", Target.NONE);
    }

    // --- all services, or those that the filter shows ---

    /// Without a connection nothing can be asked of any service.
    private void enable(boolean up) {
        groups.setDisable(!up);
        holdAll.setDisable(!up);
        showActions();
    }

    private void showCounts() {
        var filtered = filter.isActive();
        if (filtered || countsShown) {
            countsShown = filtered;
            showActions();
        }
    }

    private void showActions() {
        // Their words are longer while they are about what is shown.
        var crowded = narrow && filter.isActive();
        groups.setVisible(!crowded);
        for (var button : List.of(startAll, restartAll, stopAll)) {
            button.setContentDisplay(crowded ? ContentDisplay.TEXT_ONLY : ContentDisplay.LEFT);
        }
        label(startAll, "start-all");
        label(restartAll, "restart-all");
        label(stopAll, "stop-all");
    }

    private void label(Button button, String id) {
        var action = actions.get(id);
        button.setText(action.text(Target.NONE));
        button.setDisable(action.whyNot(Target.NONE) != null);
    }

    @FXML
    void startAll() {
        actions.run("start-all", Target.NONE);
    }

    @FXML
    void restartAll() {
        actions.run("restart-all", Target.NONE);
    }

    @FXML
    void stopAll() {
        actions.run("stop-all", Target.NONE);
    }

    /// Of the services that are shown.
    private void showGroups() {
        var groups = new LinkedHashMap<String, List<ServiceModel>>();
        for (var service : actions.shown()) {
            groups.computeIfAbsent(service.definition().group(), _ -> new ArrayList<>())
                    .add(service);
        }
        groups.remove("");
        this.groups
                .getItems()
                .setAll(groups.entrySet().stream()
                        .map(group -> menu(new Target(group.getValue(), group.getKey())))
                        .toList());
    }

    private Menu menu(Target group) {
        var menu = new Menu(group.scope());
        menu.setMnemonicParsing(false);
        menu.getItems().setAll(ActionMenus.items(actions, group, "group-", false));
        return menu;
    }
}
