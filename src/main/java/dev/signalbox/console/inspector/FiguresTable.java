package dev.signalbox.console.inspector;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.journal.History.Figures;
import dev.signalbox.operation.OperationKind;
import java.time.Duration;
import java.util.Map;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

/// A line for each kind of operation that ran: how many there were, how many failed, how long they waited and
/// ran.
final class FiguresTable extends GridPane {
    private static final int HEAD_ROWS = 2;
    private static final int FIGURES = 5;
    private static final double COLUMN = 46;
    private static final String P50 = "p50";
    private static final String P95 = "p95";

    private Map<OperationKind, Figures> shown = Map.of();

    FiguresTable() {
        getStyleClass().add("figures-table");
        var first = new ColumnConstraints();
        first.setHgrow(Priority.ALWAYS);
        getColumnConstraints().add(first);
        for (int i = 0; i < FIGURES; i++) {
            var column = new ColumnConstraints();
            column.setMinWidth(COLUMN);
            column.setHalignment(HPos.RIGHT);
            getColumnConstraints().add(column);
        }
    }

    void show(Map<OperationKind, Figures> kinds) {
        if (!kinds.equals(shown)) {
            shown = kinds;
            getChildren().clear();
            addHead();
            int row = HEAD_ROWS;
            for (var kind : OperationKind.values()) {
                var figures = kinds.get(kind);
                if (figures != null) {
                    addRow(row++, kind, figures);
                }
            }
        }
    }

    private void addHead() {
        add(head("failed"), 1, 1);
        add(span("waited"), 2, 0, 2, 1);
        add(span("ran"), 4, 0, 2, 1);
        addRow(1, quantile(P50), quantile(P95), quantile(P50), quantile(P95));
    }

    private void addRow(int row, Label... times) {
        for (int i = 0; i < times.length; i++) {
            add(times[i], 2 + i, row);
        }
    }

    private void addRow(int row, OperationKind kind, Figures figures) {
        var count = new Label(Texts.of("plan.count." + kind, figures.count()));
        count.getStyleClass().add("figures-kind");
        count.setTooltip(new Tooltip(count.getText()));
        var failed = figure(Percent.of(figures.failureRate()));
        failed.getStyleClass().addAll("tone-text", figures.failed() > 0 ? "fail" : "calm");
        failed.setTooltip(new Tooltip(Texts.of("inspector.figures.failed.count", figures.failed(), figures.count())));
        add(count, 0, row);
        add(failed, 1, row);
        var ran = figures.ran();
        addRow(
                row,
                figure(Times.compact(figures.waited().p50())),
                figure(Times.compact(figures.waited().p95())),
                figure(ran(ran.p50())),
                figure(ran(ran.p95())));
    }

    /// None may have succeeded.
    private static String ran(Duration time) {
        return time.isZero() ? "–" : Times.compact(time);
    }

    private static Label figure(String words) {
        var label = new Label(words);
        label.setMinWidth(USE_PREF_SIZE);
        label.setAlignment(Pos.CENTER_RIGHT);
        return label;
    }

    private static Label head(String name) {
        var label = figure(Texts.of("inspector.figures." + name));
        label.getStyleClass().add("second-line");
        label.setTooltip(new Tooltip(Texts.of("inspector.figures." + name + ".tip")));
        return label;
    }

    /// Stands over the two columns that it is about.
    private static Label span(String name) {
        var label = head(name);
        label.getStyleClass().add("figures-span");
        label.setMaxWidth(Double.MAX_VALUE);
        return label;
    }

    private static Label quantile(String name) {
        var label = figure(name);
        label.getStyleClass().add("second-line");
        label.setTooltip(new Tooltip(Texts.of("inspector.figures." + name + ".tip")));
        return label;
    }
}
