package dev.signalbox.console.inspector;

import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.commands.Target;
import dev.signalbox.console.fx.FxmlView;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.history.HistoryActions;
import dev.signalbox.console.history.ServiceHistory;
import dev.signalbox.console.model.Condition;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.console.model.ServiceTab;
import dev.signalbox.console.model.Ticker;
import dev.signalbox.journal.HistoryFilter;
import dev.signalbox.operation.Operation;
import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TabPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Pane;
import javafx.stage.Window;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// The inspector: the service's name and state, and below it the tab in front.
///
/// Nothing follows the service while the panel cannot be seen: its root is invisible, out of the window, or the
/// window is closed.
public final class InspectorPanel implements Inspector {
    private static final List<ServiceTab> TABS = List.of(ServiceTab.values());

    private final OperationQueueModel model;
    private final Ticker ticker;
    private final Actions actions;
    private final QueueTab queue;
    private final LogsTab logs = new LogsTab();
    private final HistoryTab history;
    private final DefinitionTab definition;
    private final Parent root;
    private final ObservableValue<Boolean> seen;

    private @Nullable ServiceModel service;
    private Subscription subscription = Subscription.EMPTY;

    @FXML
    private Pane panel;

    @FXML
    private Label nothing;

    @FXML
    private Label name;

    @FXML
    private Label state;

    @FXML
    private Label detail;

    @FXML
    private Label wanted;

    @FXML
    private Button stopNow;

    @FXML
    private Tooltip stopNowTip;

    @FXML
    private Button close;

    @FXML
    private TabPane tabs;

    @FXML
    private Label queueCount;

    /// @param model what is shown and what the buttons call
    /// @param ticker moves what shows passing time
    /// @param actions what the buttons do
    /// @param past what was recorded, and what can be done about it
    public InspectorPanel(OperationQueueModel model, Ticker ticker, Actions actions, HistoryActions past) {
        this.model = model;
        this.ticker = ticker;
        this.actions = actions;
        this.queue = new QueueTab(model, ticker, actions, past.history(), past.executor());
        this.history = new HistoryTab(
                model, new ServiceHistory(model, past, past::search), () -> past.search(HistoryFilter.ALL));
        this.definition = new DefinitionTab();
        this.root = FxmlView.INSPECTOR.load(this, this.queue, this.logs, this.history, this.definition);
        this.seen = root.visibleProperty()
                .flatMap(visible -> visible ? root.sceneProperty() : null)
                .flatMap(Scene::windowProperty)
                .flatMap(Window::showingProperty)
                .orElse(false);
        seen.subscribe(this::refresh);
        tabs.getSelectionModel().selectedItemProperty().subscribe(this::refresh);
        refresh();
    }

    @FXML
    void initialize() {
        close.setVisible(false);
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void show(@Nullable ServiceModel service) {
        this.service = service;
        refresh();
    }

    @Override
    public void showTab(ServiceTab tab) {
        tabs.getSelectionModel().select(TABS.indexOf(tab));
    }

    @Override
    public void showLog(Operation operation) {
        logs.openAt(operation);
        showTab(ServiceTab.LOGS);
    }

    @Override
    public ServiceTab tab() {
        return TABS.get(tabs.getSelectionModel().getSelectedIndex());
    }

    @Override
    public void focus() {
        tabs.requestFocus();
    }

    @Override
    public boolean find() {
        boolean seesLog = seesLog();
        if (seesLog) {
            logs.find();
        }
        return seesLog;
    }

    @Override
    public boolean endFind() {
        return seesLog() && logs.endFind();
    }

    private boolean seesLog() {
        return seen.getValue() && service != null && tab() == ServiceTab.LOGS;
    }

    @Override
    public void onClose(@Nullable Runnable close) {
        this.close.setVisible(close != null);
        this.close.setOnAction(_ -> {
            if (close != null) {
                close.run();
            }
        });
    }

    /// Follows what is to be seen, and nothing else.
    private void refresh() {
        subscription.unsubscribe();
        var shown = seen.getValue() ? service : null;
        panel.setVisible(service != null);
        nothing.setVisible(service == null);
        queue.show(shown != null && tab() == ServiceTab.QUEUE ? shown : null);
        logs.show(shown != null && tab() == ServiceTab.LOGS ? shown : null);
        history.show(shown != null && tab() == ServiceTab.HISTORY ? shown : null);
        definition.show(shown != null && tab() == ServiceTab.DEFINITION ? shown : null);
        subscription = shown == null
                ? Subscription.EMPTY
                : shown.follow(() -> render(shown)).and(ticker.onTick(() -> renderDetail(shown)));
    }

    private void render(ServiceModel shown) {
        name.setText(shown.id());
        var condition = Condition.of(shown);
        name.setGraphic(condition.glyph().node());
        state.setText(condition.word());
        state.getStyleClass().setAll("label", "tone-text", condition.glyph().tone());
        renderDetail(shown);
        renderStopNow(shown);
        var waiting = shown.queue().waiting().size();
        queueCount.setText(Integer.toString(waiting));
        queueCount.setVisible(waiting > 0);
    }

    /// May say how long something takes yet.
    private void renderDetail(ServiceModel shown) {
        var line = StatusLine.of(shown, model.time().now());
        if (!line.equals(detail.getText())) {
            detail.setText(line);
            detail.setTooltip(line.isEmpty() ? null : new Tooltip(line));
        }
        wanted.setText(WantedLine.of(shown, model.time().now()));
    }

    private void renderStopNow(ServiceModel shown) {
        stopNow.setDisable(actions.get("stop-now").whyNot(Target.of(shown)) != null);
        var kills = shown.isStoppingNow();
        stopNow.setText(Texts.of(kills ? "inspector.kill" : "inspector.stopNow"));
        stopNowTip.setText(Texts.of(kills ? "inspector.kill.tooltip" : "inspector.stopNow.tooltip"));
    }

    @FXML
    void stopNow() {
        if (service != null) {
            actions.run("stop-now", service);
        }
    }
}
