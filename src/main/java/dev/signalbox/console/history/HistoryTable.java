package dev.signalbox.console.history;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.journal.RecordedOperation;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;
import org.jspecify.annotations.Nullable;

/// A table of what a search finds, newest first. What is on screen and what is selected stay where they are when
/// newer operations come above them. FX thread.
final class HistoryTable extends TableView<HistoryRow> {
    private static final double ROW = 32;

    private final ReadOnlyObjectWrapper<@Nullable RecordedOperation> chosen =
            new ReadOnlyObjectWrapper<>(this, "chosen");
    private final Label empty = new Label();
    /// While the lines are replaced, nobody chooses.
    private boolean replacing;

    HistoryTable(List<TableColumn<HistoryRow, RecordedOperation>> columns) {
        getStyleClass().add("history-table");
        getColumns().setAll(columns);
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        setFixedCellSize(ROW);
        empty.getStyleClass().addAll("muted", "history-empty");
        empty.setWrapText(true);
        setPlaceholder(empty);
        getSelectionModel()
                .selectedItemProperty()
                .flatMap(HistoryRow::operationProperty)
                .subscribe(operation -> {
                    if (!replacing && operation != null) {
                        chosen.set(operation);
                    }
                });
    }

    /// The operation that was selected last. It stays chosen when its line is not there any more.
    ReadOnlyObjectProperty<@Nullable RecordedOperation> chosenProperty() {
        return chosen.getReadOnlyProperty();
    }

    /// Forgets what was chosen.
    void choose(@Nullable RecordedOperation operation) {
        replacing = true;
        getSelectionModel().clearSelection();
        replacing = false;
        chosen.set(operation);
    }

    /// The first line on screen.
    int top() {
        return lookup(".virtual-flow") instanceof VirtualFlow<?> flow && flow.getFirstVisibleCell() != null
                ? flow.getFirstVisibleCell().getIndex()
                : 0;
    }

    /// Takes the keys, with a line selected from which they go on.
    void enter() {
        requestFocus();
        if (getSelectionModel().isEmpty()) {
            getSelectionModel().selectFirst();
        }
    }

    /// Shows another answer. That to another question begins at its newest operation, which is chosen unless what
    /// is chosen is among the first ones itself.
    ///
    /// @param fresh whether it answers another question
    void show(HistoryList list, boolean fresh) {
        var before = getItems().size();
        var top = top();
        var selected = getSelectionModel().getSelectedIndex();
        replacing = true;
        setItems(list);
        if (fresh) {
            var first = place(list);
            scrollTo(first);
            choose(list, first);
        } else {
            if (top > 0) {
                scrollTo(HistorySearch.place(top, before, list.size()));
            }
            reselect(list, selected < 0 ? -1 : selected + list.size() - before);
        }
        replacing = false;
    }

    /// The line of what is chosen, if it is among the first ones; else the first line.
    private int place(HistoryList list) {
        var wanted = chosen.get();
        for (int i = 0; wanted != null && i < Math.min(HistoryList.PAGE, list.size()); i++) {
            var there = list.get(i).operation();
            if (there != null && there.id() == wanted.id()) {
                return i;
            }
        }
        return 0;
    }

    private void choose(HistoryList list, int index) {
        getSelectionModel().clearSelection();
        if (!list.isEmpty()) {
            getSelectionModel().select(index);
            var there = list.get(index).operation();
            if (there != null) {
                chosen.set(there);
            }
        }
    }

    /// Selects the line of what is chosen, which is where it would be if only newer ones were added.
    private void reselect(HistoryList list, int index) {
        getSelectionModel().clearSelection();
        var wanted = chosen.get();
        if (index >= 0 && index < list.size() && wanted != null) {
            var there = list.get(index).operation();
            if (there != null && there.id() == wanted.id()) {
                getSelectionModel().select(index);
                chosen.set(there);
            }
        }
    }

    /// Shows no line, and why.
    void say(String text) {
        empty.setText(text);
    }

    /// Takes all lines away.
    void clear() {
        choose(null);
        setItems(FXCollections.observableArrayList());
        empty.setText("");
    }

    /// What an empty table says, for a filter that lets everything pass or not.
    static String nothing(boolean filtered) {
        return Texts.of(filtered ? "history.nothing-found" : "history.nothing");
    }
}
