package dev.signalbox.console;

import dev.signalbox.console.services.ServicesView;
import dev.signalbox.operation.Operation;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;

/// Puts the parts of the window together: the table with the inspector beside it or, where the window is too
/// narrow for both, in front of it.
final class ConsoleView {
    static final double INSPECTOR_WIDTH = 408;
    static final double WIDE = 1280;
    private static final PseudoClass OVERLAY = PseudoClass.getPseudoClass("overlay");

    private final ToolbarView toolbarView;
    private final SummaryView summaryView;
    private final ServicesView servicesView;
    private final Inspector inspector;
    private final ModalLayer modal;
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

    ConsoleView(
            ToolbarView toolbarView,
            SummaryView summaryView,
            ServicesView servicesView,
            Inspector inspector,
            ModalLayer modal) {
        this.toolbarView = toolbarView;
        this.summaryView = summaryView;
        this.servicesView = servicesView;
        this.inspector = inspector;
        this.modal = modal;
    }

    @FXML
    void initialize() {
        modal.covers(window);
        root.getChildren().add(modal.root());
        inspectorPlace.getChildren().add(inspector.root());
        // What cannot be seen need not follow its service.
        inspector.root().visibleProperty().bind(inspectorPlace.visibleProperty());
        StackPane.setAlignment(inspectorPlace, Pos.CENTER_RIGHT);
        root.widthProperty().subscribe(width -> place(width.doubleValue() == 0 || width.doubleValue() >= WIDE));
        root.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        servicesView.selectedProperty().subscribe(inspector::show);
        servicesView.onSearch(toolbarView::focusFilter);
        servicesView.onOpen(() -> open(true));
        servicesView.onOpenTab(tab -> {
            inspector.showTab(tab);
            open(true);
        });
        toolbarView.onLeaveFilter(servicesView::focus);
        summaryView.onDetails(() -> open(!open));
    }

    /// Selects the operation's service and shows its log from there on.
    void showLog(Operation operation) {
        if (servicesView.reveal(operation.service())) {
            inspector.showLog(operation);
            open(true);
        }
    }

    private void key(KeyEvent key) {
        if (modal.isShowing()) {
            return;
        }
        if (key.getCode() == KeyCode.F && key.isShortcutDown()) {
            if (!inspector.find()) {
                toolbarView.focusFilter();
            }
            key.consume();
        } else if (key.getCode() == KeyCode.H && key.isShortcutDown()) {
            toolbarView.openHistory();
            key.consume();
        } else if (key.getCode() == KeyCode.F5) {
            toolbarView.reload();
            key.consume();
        } else if (key.getCode() == KeyCode.ESCAPE && open && !wide) {
            if (!inspector.endFind()) {
                open(false);
                servicesView.focus();
            }
            key.consume();
        }
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
