package dev.signalbox.console.history;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.journal.HistoryFilter;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Orientation;
import javafx.scene.control.SplitPane;
import org.jspecify.annotations.Nullable;

/// The history of one service: a table, and below it the details of one operation. FX thread.
public final class ServiceHistory extends SplitPane {
    private final HistorySearch search;
    private final HistoryTable table;
    private final DetailsPane details;
    private @Nullable String service;
    private boolean fresh;

    /// @param all shows operations of all services
    public ServiceHistory(OperationQueueModel model, HistoryActions actions, Consumer<HistoryFilter> all) {
        table = new HistoryTable(List.of(
                HistoryColumns.operation(90),
                HistoryColumns.outcome(104),
                HistoryColumns.submitted(132, model.time()::now),
                HistoryColumns.ran(66)));
        search = new HistorySearch(actions.history(), model.time(), actions.executor(), table::top);
        details = new DetailsPane(actions, all);
        setOrientation(Orientation.VERTICAL);
        getItems().addAll(table, details);
        setDividerPositions(0.42);
        getStyleClass().add("history-split");
        getStylesheets().add(HistorySheet.URL);
        search.foundProperty().subscribe(this::found);
        search.problemProperty().subscribe(reason -> {
            if (!reason.isEmpty()) {
                table.say(Texts.of("history.unreadable", reason));
            }
        });
        table.chosenProperty().subscribe(operation -> {
            if (operation == null) {
                details.clear();
            } else {
                details.show(operation.operation());
            }
        });
    }

    /// Shows the operations of the service with this id; of none if `null`.
    public void show(@Nullable String id) {
        if (id == null) {
            search.stop();
        } else {
            if (!id.equals(service)) {
                table.clear();
            }
            service = id;
            fresh = true;
            search.ask(HistoryFilter.of(id));
        }
    }

    /// Something has happened.
    public void refresh() {
        search.refresh();
        details.refresh();
    }

    private void found(@Nullable HistoryList list) {
        if (list != null) {
            table.say(HistoryTable.nothing(false));
            table.show(list, fresh);
            fresh = false;
        }
    }
}
