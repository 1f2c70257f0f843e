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

    /// Shows another answer.
    ///
    /// @param fresh whether it answers another question
    void show(HistoryList list, boolean fresh) {
        var before = getItems().size();
        var top = top();
        var selected = getSelectionModel().getSelectedIndex();
        replacing = true;
        setItems(list);
        if (fresh) {
            scrollTo(0);
            getSelectionModel().clearSelection();
        } else {
            if (top > 0) {
                scrollTo(HistorySearch.place(top, before, list.size()));
            }
            reselect(list, selected < 0 ? -1 : selected + list.size() - before);
        }
        replacing = false;
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
