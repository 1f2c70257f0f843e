package dev.signalbox.console;

import dev.signalbox.service.ServiceState;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/// The counts over all services. Those of the states filter the table.
final class SummaryView {
    private final OperationQueueModel model;
    private final ServiceFilter filter;
    private final Ticker ticker;
    private final Map<ServiceState, ToggleButton> states = new EnumMap<>(ServiceState.class);
    private final Map<ServiceState, Label> counts = new EnumMap<>(ServiceState.class);
    private Runnable showDetails = () -> {};
    private boolean narrow;

    /// What runs first, then what changes, then what needs a look.
    private static final List<ServiceState> ORDER = List.of(
            ServiceState.RUNNING,
            ServiceState.STARTING,
            ServiceState.RESTARTING,
            ServiceState.STOPPING,
            ServiceState.STOPPED,
            ServiceState.FAILED,
            ServiceState.BACKOFF,
            ServiceState.UNKNOWN);

    @FXML
    private ToggleButton all;

    @FXML
    private Label allCount;

    @FXML
    private HBox stateCounts;

    @FXML
    private Label active;

    @FXML
    private Label activeCount;

    @FXML
    private Label queued;

    @FXML
    private Label queuedCount;

    @FXML
    private Node longest;

    @FXML
    private Node longestWord;

    @FXML
    private SteadyLabel longestWait;

    @FXML
    private Node details;

    SummaryView(OperationQueueModel model, ServiceFilter filter, Ticker ticker) {
        this.model = model;
        this.filter = filter;
        this.ticker = ticker;
    }

    @FXML
    void initialize() {
        for (var state : ORDER) {
            stateCounts.getChildren().add(stateCount(state));
        }
        all.setOnAction(_ -> filter.clear());
        filter.onChange(this::showFilter);
        showFilter();
        model.totalsProperty().subscribe(this::show);
        ticker.onTick(this::showLongestWait);
    }

    private ToggleButton stateCount(ServiceState state) {
        var count = new Label();
        count.getStyleClass().add("strong");
        counts.put(state, count);
        var graphic = new HBox(StateGlyph.of(state).node(), count);
        graphic.getStyleClass().add("count-graphic");
        var button = new ToggleButton(state.word().toLowerCase(Locale.ROOT), graphic);
        button.getStyleClass().setAll("state-count");
        button.setOnAction(
                _ -> filter.stateProperty().set(filter.stateProperty().get() == state ? null : state));
        button.managedProperty().bind(button.visibleProperty());
        states.put(state, button);
        return button;
    }

    private void showFilter() {
        var shown = filter.stateProperty().get();
        all.setSelected(shown == null);
        states.forEach((state, button) -> button.setSelected(state == shown));
        showStates(model.totalsProperty().get(), shown);
    }

    private void show(Totals totals) {
        allCount.setText(String.valueOf(totals.services()));
        all.setText(Texts.of("summary.services", totals.services()));
        showStates(totals, filter.stateProperty().get());
        activeCount.setText(String.valueOf(totals.active()));
        active.setText(Texts.of(narrow ? "summary.active.short" : "summary.active", totals.active()));
        queuedCount.setText(String.valueOf(totals.queued()));
        queued.setText(Texts.of("summary.queued"));
        showLongestWait();
    }

    /// A state that filters stays, so that the operator can end it there.
    private void showStates(Totals totals, @Nullable ServiceState shown) {
        states.forEach((state, button) -> {
            button.setVisible(totals.in(state) > 0 || state == shown);
            var count = counts.get(state);
            if (count != null) {
                count.setText(String.valueOf(totals.in(state)));
            }
        });
    }

    private void showLongestWait() {
        long since = model.totalsProperty().get().longestWaitSince();
        longest.setVisible(since != 0);
        if (since != 0) {
            longestWait.setText(Times.compact(Duration.ofNanos(model.time().nanoTime() - since)));
        }
    }

    /// Makes do with less room, and offers the inspector, which then has no place of its own.
    void narrow(boolean nowNarrow) {
        narrow = nowNarrow;
        details.setVisible(narrow);
        longestWord.setVisible(!narrow);
        show(model.totalsProperty().get());
    }

    void onDetails(Runnable action) {
        showDetails = action;
    }

    @FXML
    void details() {
        showDetails.run();
    }
}
