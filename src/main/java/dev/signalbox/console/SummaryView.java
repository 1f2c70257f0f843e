package dev.signalbox.console;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/// The counts over all services. Those of the conditions filter the table.
final class SummaryView {
    private final OperationQueueModel model;
    private final ServiceFilter filter;
    private final Ticker ticker;
    private final Map<Condition, ToggleButton> conditions = new EnumMap<>(Condition.class);
    private final Map<Condition, Label> counts = new EnumMap<>(Condition.class);
    private Runnable showDetails = () -> {};
    private boolean narrow;

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
        for (var condition : Condition.values()) {
            stateCounts.getChildren().add(count(condition));
        }
        all.setOnAction(_ -> filter.clear());
        filter.onChange(this::showFilter);
        showFilter();
        model.totalsProperty().subscribe(this::show);
        ticker.onTick(this::showLongestWait);
    }

    private ToggleButton count(Condition condition) {
        var count = new Label();
        count.getStyleClass().add("strong");
        counts.put(condition, count);
        var graphic = new HBox(condition.glyph().node(), count);
        graphic.getStyleClass().add("count-graphic");
        var button = new ToggleButton(condition.word().toLowerCase(Locale.ROOT), graphic);
        button.getStyleClass().setAll("state-count");
        button.setOnAction(_ -> {
            var shown = filter.conditionProperty().get();
            filter.conditionProperty().set(shown == condition ? null : condition);
        });
        button.managedProperty().bind(button.visibleProperty());
        conditions.put(condition, button);
        return button;
    }

    private void showFilter() {
        var shown = filter.conditionProperty().get();
        all.setSelected(shown == null);
        conditions.forEach((condition, button) -> button.setSelected(condition == shown));
        showCounts(model.totalsProperty().get(), shown);
    }

    private void show(Totals totals) {
        allCount.setText(String.valueOf(totals.services()));
        all.setText(Texts.of("summary.services", totals.services()));
        showCounts(totals, filter.conditionProperty().get());
        activeCount.setText(String.valueOf(totals.active()));
        active.setText(Texts.of(narrow ? "summary.active.short" : "summary.active", totals.active()));
        queuedCount.setText(String.valueOf(totals.queued()));
        queued.setText(Texts.of("summary.queued"));
        showLongestWait();
    }

    /// A condition that filters stays, so that the operator can end it there.
    private void showCounts(Totals totals, @Nullable Condition shown) {
        conditions.forEach((condition, button) -> {
            button.setVisible(totals.in(condition) > 0 || condition == shown);
            var count = counts.get(condition);
            if (count != null) {
                count.setText(String.valueOf(totals.in(condition)));
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
