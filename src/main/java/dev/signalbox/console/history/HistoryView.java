package dev.signalbox.console.history;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.journal.HistoryExport;
import dev.signalbox.journal.HistoryFilter;
import java.util.List;
import java.util.stream.Collectors;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SplitPane;
import org.jspecify.annotations.Nullable;

/// All operations of all services: a filter, a table and the details of one of them. FX thread.
final class HistoryView {
    private final OperationQueueModel model;
    private final HistoryFilterBar bar;
    private final HistorySearch search;
    private final HistoryTable table;
    private final DetailsPane details;
    private final Exporting exporting;

    @FXML
    private SplitPane split;

    @FXML
    private Label count;

    @FXML
    private Label exported;

    @FXML
    private MenuButton export;

    HistoryView(OperationQueueModel model, HistoryActions actions, HistoryFilterBar bar, Exporting exporting) {
        this.model = model;
        this.bar = bar;
        this.exporting = exporting;
        table = new HistoryTable(List.of(
                HistoryColumns.outcome(104),
                HistoryColumns.service(142),
                HistoryColumns.operation(94),
                HistoryColumns.submitted(134, model.time()::now),
                HistoryColumns.waited(66),
                HistoryColumns.ran(66),
                HistoryColumns.source(122),
                HistoryColumns.plan(54),
                HistoryColumns.cause(150)));
        search = new HistorySearch(actions.history(), model.time(), actions.executor(), table::top);
        details = new DetailsPane(actions, this::show);
    }

    @FXML
    void initialize() {
        split.getItems().setAll(table, details);
        split.setDividerPositions(0.68);
        SplitPane.setResizableWithParent(details, false);
        details.setMinWidth(320);
        exported.setText("");
        bar.onLeave(table::enter);
        search.foundProperty().subscribe(this::found);
        search.problemProperty().subscribe(this::problem);
        table.chosenProperty().subscribe(operation -> {
            if (operation != null) {
                details.show(operation.operation());
            }
        });
        for (var format : HistoryExport.values()) {
            var item = new MenuItem(Texts.of("history.export." + format));
            item.setOnAction(_ -> export(format));
            export.getItems().add(item);
        }
    }

    /// Begins to follow what happens.
    void open() {
        offerServices();
        search.ask(bar.filterProperty().get());
    }

    /// Follows nothing any more.
    void close() {
        search.stop();
    }

    /// Shows what fits `filter`.
    void show(HistoryFilter filter) {
        offerServices();
        bar.show(filter);
    }

    private void offerServices() {
        bar.offer(model.services().stream().map(ServiceModel::id).collect(Collectors.toSet()));
    }

    /// What was asked for is another.
    void filterChanged(HistoryFilter filter) {
        fresh = true;
        search.ask(filter);
    }

    private boolean fresh = true;

    /// Something has happened.
    void refresh() {
        search.refresh();
        details.refresh();
    }

    private void found(@Nullable HistoryList list) {
        if (list != null) {
            table.say(HistoryTable.nothing(!bar.filterProperty().get().equals(HistoryFilter.ALL)));
            table.show(list, fresh);
            fresh = false;
            count.setText(Texts.of("history.count", list.size()));
            export.setDisable(list.isEmpty());
        }
    }

    private void problem(String reason) {
        if (!reason.isEmpty()) {
            count.setText(Texts.of("history.unreadable", reason));
        }
    }

    private void export(HistoryExport format) {
        var list = search.foundProperty().get();
        if (list != null) {
            exporting.export(list.hits(), format, exported::setText);
        }
    }
}
