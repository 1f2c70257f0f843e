package dev.signalbox.console.window;

import dev.signalbox.console.about.AboutSheet;
import dev.signalbox.console.commands.ActionKeys;
import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.commands.KeySheet;
import dev.signalbox.console.commands.Notices;
import dev.signalbox.console.commands.Target;
import dev.signalbox.console.commands.Views;
import dev.signalbox.console.fx.ModalLayer;
import dev.signalbox.console.fx.Popups;
import dev.signalbox.console.fx.Theme;
import dev.signalbox.console.history.HistoryWindow;
import dev.signalbox.console.inspector.Inspector;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.console.model.ServiceTab;
import dev.signalbox.console.model.Ticker;
import dev.signalbox.console.notices.NoticeDesk;
import dev.signalbox.console.palette.PaletteSheet;
import dev.signalbox.console.reload.Reloading;
import dev.signalbox.console.services.ServicesView;
import dev.signalbox.journal.HistoryFilter;
import dev.signalbox.operation.Operation;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.css.PseudoClass;
import javafx.event.ActionEvent;
import javafx.fxml.FXML;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// Puts the parts of the window together: the table with the inspector beside it or, where the window is too
/// narrow for both, in front of it.
final class ConsoleView implements Views {
    static final double INSPECTOR_WIDTH = 408;
    static final double WIDE = 1280;
    private static final double ROOMY = 1400;
    private static final PseudoClass OVERLAY = PseudoClass.getPseudoClass("overlay");

    private final ToolbarView toolbarView;
    private final SummaryView summaryView;
    private final ServicesView servicesView;
    private final Inspector inspector;
    private final ModalLayer modal;
    private final ActionKeys keys;
    private final KeySheet keySheet;
    private final OperationQueueModel model;
    private final PaletteSheet palette;
    private final HistoryWindow history;
    private final @Nullable Reloading reloading;
    private final AboutSheet about;
    private final ObjectProperty<Theme> theme;
    private boolean mouse;
    private final Notices notices;
    private final NoticeDesk desk;
    private boolean wide = true;
    private boolean open;

    @FXML
    private StackPane root;

    @FXML
    private Parent window;

    @FXML
    private Parent services;

    @FXML
    private StackPane inspectorPlace;

    @FXML
    private StackPane noticesPlace;

    /// @param reloading `null` if the workspace cannot be reloaded from here
    ConsoleView(
            ToolbarView toolbarView,
            SummaryView summaryView,
            ServicesView servicesView,
            Inspector inspector,
            ModalLayer modal,
            OperationQueueModel model,
            Actions actions,
            Ticker ticker,
            Notices notices,
            NoticeDesk desk,
            HistoryWindow history,
            @Nullable Reloading reloading,
            AboutSheet about,
            ObjectProperty<Theme> theme) {
        this.toolbarView = toolbarView;
        this.summaryView = summaryView;
        this.servicesView = servicesView;
        this.inspector = inspector;
        this.modal = modal;
        this.model = model;
        this.history = history;
        this.reloading = reloading;
        this.about = about;
        this.theme = theme;
        keySheet = new KeySheet(actions, modal);
        palette = new PaletteSheet(model, actions, this, modal, ticker);
        keys = new ActionKeys(actions, this, servicesView::keyTarget);
        actions.attach(this);
        this.notices = notices;
        this.desk = desk;
    }

    @FXML
    void initialize() {
        modal.covers(root, window);
        root.getChildren().add(notices.root());
        StackPane.setAlignment(notices.root(), Pos.BOTTOM_RIGHT);
        inspectorPlace.getChildren().add(inspector.root());
        // What cannot be seen need not follow its service.
        inspector.root().visibleProperty().bind(inspectorPlace.visibleProperty());
        StackPane.setAlignment(inspectorPlace, Pos.CENTER_RIGHT);
        noticesPlace.getChildren().add(desk.centre());
        noticesPlace.visibleProperty().bind(desk.centre().visibleProperty());
        StackPane.setAlignment(noticesPlace, Pos.CENTER_RIGHT);
        desk.centre().onLeave(servicesView::focus);
        root.widthProperty().subscribe(width -> {
            var known = width.doubleValue() > 0;
            toolbarView.brief(known && width.doubleValue() < ROOMY);
            place(!known || width.doubleValue() >= WIDE);
        });
        root.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        root.addEventFilter(KeyEvent.KEY_TYPED, this::key);
        root.addEventFilter(MouseEvent.MOUSE_PRESSED, _ -> mouse = true);
        window.addEventFilter(ActionEvent.ACTION, this::pressed);
        servicesView.selectedProperty().subscribe(inspector::show);
        servicesView.onOpen(() -> open(true));
        servicesView.onOpenTab(this::openTab);
        toolbarView.onLeave(servicesView::focus);
        summaryView.onDetails(() -> open(!open));
    }

    /// The palette of this window.
    PaletteSheet palette() {
        return palette;
    }

    /// Selects the operation's service and shows its log from there on.
    void showLog(Operation operation) {
        if (servicesView.reveal(operation.service())) {
            inspector.showLog(operation);
            open(true);
        }
    }

    private void openTab(ServiceTab tab) {
        inspector.showTab(tab);
        open(true);
    }

    private void key(KeyEvent key) {
        mouse = false;
        // In a menu a key is for the menu.
        if (modal.isShowing() || Popups.isOpen(root.getScene().getWindow())) {
            return;
        }
        keys.handle(key);
        var inText = key.getTarget() instanceof TextInputControl;
        if (!key.isConsumed()
                && !inText
                && key.getCode() == KeyCode.ESCAPE
                && desk.centre().isOpen()) {
            desk.show(false);
            key.consume();
        } else if (!key.isConsumed() && !inText && key.getCode() == KeyCode.ESCAPE && leaves(key)) {
            if (!inspector.endFind()) {
                open(false);
                servicesView.focus();
            }
            key.consume();
        }
    }

    /// Whether there is an inspector to be left: one that lies over the table, or that has the focus.
    private boolean leaves(KeyEvent key) {
        return wide ? key.getTarget() instanceof Node node && isIn(inspectorPlace, node) : open;
    }

    /// Who clicks on a button goes on with the table: the next key is for it, and no space presses the button again.
    private void pressed(ActionEvent action) {
        var besides = action.getTarget() instanceof Node node
                && (isIn(inspectorPlace, node)
                        || isIn(noticesPlace, node)
                        || desk.centre().isOpen());
        if (mouse && !besides) {
            servicesView.focus();
        }
    }

    private static boolean isIn(Parent parent, Node node) {
        for (@Nullable Node each = node; each != null; each = each.getParent()) {
            if (each.equals(parent)) {
                return true;
            }
        }
        return false;
    }

    // --- what actions show and move ---

    @Override
    public Target target() {
        return servicesView.target();
    }

    @Override
    public void filter() {
        toolbarView.focusFilter();
    }

    @Override
    public boolean find() {
        return inspector.find();
    }

    @Override
    public void open(ServiceModel service, ServiceTab tab) {
        servicesView.reveal(service.id());
        openTab(tab);
    }

    @Override
    public void openDetails(ServiceModel service) {
        servicesView.reveal(service.id());
        open(true);
        inspector.focus();
    }

    @Override
    public void openHistory() {
        history.show();
    }

    @Override
    public void openOperation(long id) {
        model.services().stream()
                .filter(service -> service.queue().operations().anyMatch(operation -> operation.id() == id))
                .findFirst()
                .ifPresentOrElse(
                        service -> open(service, ServiceTab.QUEUE),
                        () -> history.show(HistoryFilter.ALL.saying("#" + id)));
    }

    @Override
    public boolean canReload() {
        return reloading != null;
    }

    @Override
    public void reload() {
        if (reloading != null) {
            reloading.review();
        }
    }

    @Override
    public void switchTheme() {
        theme.set(theme.get().other());
    }

    @Override
    public void showPalette() {
        if (!modal.isShowing()) {
            palette.show(target());
        }
    }

    @Override
    public void toggleNotices() {
        desk.show(!desk.centre().isOpen());
    }

    @Override
    public boolean areMuted(List<ServiceModel> services) {
        return desk.areMuted(services);
    }

    @Override
    public void toggleMute(List<ServiceModel> services) {
        desk.toggleMute(services);
    }

    @Override
    public void showKeys() {
        keySheet.show(target());
    }

    @Override
    public void showAbout() {
        about.show();
    }

    @Override
    public void copyDiagnostics() {
        about.copyDiagnostics();
    }

    @Override
    public Table table() {
        return servicesView;
    }

    private void place(boolean nowWide) {
        wide = nowWide;
        StackPane.setMargin(services, new Insets(0, wide ? INSPECTOR_WIDTH : 0, 0, 0));
        inspectorPlace.pseudoClassStateChanged(OVERLAY, !wide);
        inspector.onClose(wide ? null : () -> open(false));
        summaryView.narrow(!wide);
        toolbarView.narrow(!wide);
        open(open);
    }

    private void open(boolean nowOpen) {
        open = nowOpen;
        inspectorPlace.setVisible(wide || open);
    }
}
