package dev.signalbox.console.window;

import dev.signalbox.console.fx.SteadyLabel;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceFilter;
import dev.signalbox.console.model.Ticker;
import dev.signalbox.console.model.Totals;
import dev.signalbox.console.model.UsageText;
import dev.signalbox.engine.Connection;
import java.time.Duration;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// The counts over all services. Those of the conditions filter the table.
final class SummaryView {
    private final OperationQueueModel model;
    private final ServiceFilter filter;
    private final Ticker ticker;
    private final ConditionCounts counts;
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
    private Label machine;

    @FXML
    private Node details;

    SummaryView(OperationQueueModel model, ServiceFilter filter, Ticker ticker) {
        this.model = model;
        this.filter = filter;
        this.ticker = ticker;
        this.counts = new ConditionCounts(filter);
    }

    @FXML
    void initialize() {
        stateCounts.getChildren().add(counts);
        HBox.setHgrow(counts, Priority.ALWAYS);
        all.setOnAction(_ -> filter.clear());
        filter.onChange(this::showFilter);
        showFilter();
        model.totalsProperty().subscribe(this::show);
        model.connectionProperty()
                .map(Connection::isUp)
                .subscribe(_ -> show(model.totalsProperty().get()));
        ticker.onTick(this::showLongestWait);
        model.usages().onNews(this::showMachine);
        showMachine();
    }

    private void showFilter() {
        var shown = filter.conditionProperty().get();
        all.setSelected(shown == null);
        counts.show(model.totalsProperty().get(), shown);
    }

    private void show(Totals totals) {
        allCount.setText(String.valueOf(totals.services()));
        all.setText(Texts.of("summary.services", totals.services()));
        counts.show(totals, filter.conditionProperty().get());
        activeCount.setText(known(totals.active()));
        active.setText(Texts.of(narrow ? "summary.active.short" : "summary.active", totals.active()));
        queuedCount.setText(known(totals.queued()));
        queued.setText(Texts.of("summary.queued"));
        showLongestWait();
    }

    /// What is counted without a connection is not what there is.
    private String known(int count) {
        return model.connectionProperty().get().isUp() ? String.valueOf(count) : Texts.of("summary.unknown");
    }

    private void showLongestWait() {
        long since = model.totalsProperty().get().longestWaitSince();
        longest.setVisible(since != 0);
        if (since != 0) {
            longestWait.setText(Times.compact(Duration.ofNanos(model.time().nanoTime() - since)));
        }
    }

    private void showMachine() {
        machine.setText(narrow ? "" : UsageText.totals(model.usages().usages()));
    }

    /// Makes do with less room, and offers the inspector, which then has no place of its own.
    void narrow(boolean nowNarrow) {
        narrow = nowNarrow;
        details.setVisible(narrow);
        longestWord.setVisible(!narrow);
        showMachine();
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
