package dev.signalbox.console.history;

import dev.signalbox.console.fx.SourceLabel;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.journal.RecordedOperation.End;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;

/// The columns of a table of the history.
final class HistoryColumns {
    private HistoryColumns() {}

    static TableColumn<HistoryRow, RecordedOperation> outcome(double width) {
        return column("outcome", width, (cell, operation) -> {
            var glyph = RecordGlyph.of(operation);
            cell.setText(RecordGlyph.word(operation.word()));
            cell.setGraphic(glyph.node());
            cell.getStyleClass().setAll("cell", "indexed-cell", "table-cell", "tone-text", glyph.tone());
        });
    }

    static TableColumn<HistoryRow, RecordedOperation> service(double width) {
        return words("service", width, operation -> operation.operation().service());
    }

    static TableColumn<HistoryRow, RecordedOperation> operation(double width) {
        return words("operation", width, operation -> operation.operation().label());
    }

    /// @param now the wall clock
    static TableColumn<HistoryRow, RecordedOperation> submitted(double width, Supplier<Instant> now) {
        return words(
                "submitted",
                width,
                operation -> Times.moment(operation.operation().submittedAt(), now.get()));
    }

    static TableColumn<HistoryRow, RecordedOperation> waited(double width) {
        return duration("waited", width, End::waited);
    }

    static TableColumn<HistoryRow, RecordedOperation> ran(double width) {
        return duration("ran", width, End::ran);
    }

    static TableColumn<HistoryRow, RecordedOperation> source(double width) {
        return column("source", width, (cell, operation) -> {
            var label = cell.getGraphic() instanceof SourceLabel shown ? shown : new SourceLabel();
            label.show(operation.operation().source());
            cell.setGraphic(label);
        });
    }

    static TableColumn<HistoryRow, RecordedOperation> plan(double width) {
        return words("plan", width, operation -> {
            var plan = operation.operation().plan();
            return plan == 0 ? "" : "#" + plan;
        });
    }

    /// What is to be said of how it ended, or else why it was asked for; the tip says both.
    static TableColumn<HistoryRow, RecordedOperation> cause(double width) {
        return column("cause", width, (cell, operation) -> {
            var cause = operation.cause();
            var why = operation.operation().why();
            cell.setText((cause.isEmpty() ? why : cause).replaceAll("\\s+", " "));
            cell.setTextOverrun(OverrunStyle.ELLIPSIS);
            var asked = why.isEmpty() ? "" : Texts.of("history.asked-for", why);
            var tip = cause.isEmpty() || why.isEmpty() ? cause + asked : asked + "\n" + cause;
            cell.setTooltip(tip.isEmpty() ? null : new Tooltip(tip));
        });
    }

    private static TableColumn<HistoryRow, RecordedOperation> duration(
            String name, double width, Function<End, Duration> part) {
        var column = words(name, width, operation -> {
            var end = operation.end();
            var time = end == null ? Duration.ZERO : part.apply(end);
            return time.isZero() ? "" : Times.compact(time);
        });
        column.getStyleClass().add("number");
        return column;
    }

    private static TableColumn<HistoryRow, RecordedOperation> words(
            String name, double width, Function<RecordedOperation, String> words) {
        return column(name, width, (cell, operation) -> cell.setText(words.apply(operation)));
    }

    private static TableColumn<HistoryRow, RecordedOperation> column(
            String name, double width, BiConsumer<TableCell<?, ?>, RecordedOperation> show) {
        var column = new TableColumn<HistoryRow, RecordedOperation>();
        var title = new Label(Texts.of("history.column." + name));
        column.setGraphic(title);
        column.setId("history-" + name);
        column.setPrefWidth(width);
        column.setMinWidth(width);
        column.setSortable(false);
        column.setReorderable(false);
        column.setCellValueFactory(row -> row.getValue().operationProperty());
        column.setCellFactory(_ -> new OperationCell(show));
        return column;
    }

    /// Blank until the operation has been read.
    private static final class OperationCell extends TableCell<HistoryRow, RecordedOperation> {
        private final BiConsumer<TableCell<?, ?>, RecordedOperation> show;

        OperationCell(BiConsumer<TableCell<?, ?>, RecordedOperation> show) {
            this.show = show;
        }

        @Override
        protected void updateItem(@Nullable RecordedOperation operation, boolean empty) {
            super.updateItem(operation, empty);
            if (empty || operation == null) {
                setText(null);
                setGraphic(null);
                setTooltip(null);
            } else {
                show.accept(this, operation);
            }
        }
    }
}
