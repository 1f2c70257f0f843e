package dev.signalbox.console.history;

import atlantafx.base.controls.SelectableTextFlow;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;

/// What is known of an operation: name and value, line by line.
final class FactsBox extends VBox {
    private static final double NAMES = 84;
    private static final double NARROWEST = 180;

    private final Label title = new Label();
    private final Label service = new Label();
    private final GridPane grid = new GridPane();
    private final Consumer<Operation> show;
    private final LongConsumer showPlan;

    /// @param show explains another operation
    /// @param showPlan shows the operations of a plan
    FactsBox(Consumer<Operation> show, LongConsumer showPlan) {
        this.show = show;
        this.showPlan = showPlan;
        title.setId("historyTitle");
        title.getStyleClass().addAll("operation-kind", "tone-text");
        service.getStyleClass().addAll("muted", "history-service");
        grid.getStyleClass().add("history-facts");
        var names = new ColumnConstraints(NAMES);
        var values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(names, values);
        getStyleClass().add("history-head");
        getChildren().addAll(title, service, grid);
    }

    void show(Past past) {
        var recorded = past.recorded();
        var operation = recorded.operation();
        var glyph = RecordGlyph.of(recorded);
        title.setText(
                operation.label() + " " + RecordGlyph.word(recorded.word()).toLowerCase(Locale.ROOT));
        title.setGraphic(glyph.node());
        title.getStyleClass().setAll("label", "history-title", "tone-text", glyph.tone());
        service.setText(operation.service());
        grid.getChildren().clear();
        grid.getRowConstraints().clear();
        fact("source", words(operation.source().toString()));
        if (!operation.why().isEmpty()) {
            fact("why", words(operation.why()));
        }
        fact("submitted", words(Times.moment(operation.submittedAt(), Instant.EPOCH)));
        times(past);
        if (operation.plan() != 0) {
            fact("plan", link("#" + operation.plan(), () -> showPlan.accept(operation.plan())));
        }
        if (operation.again() != 0) {
            fact("again", link("#" + operation.again(), () -> show.accept(withId(operation, operation.again()))));
        }
        cause(recorded);
        for (var exit : past.details().exits()) {
            fact("exit", words(Times.clock(exit.at()) + "  " + exit.text()));
        }
        steps(past.details().steps());
        for (var effect : past.details().effects()) {
            fact("effect", words(Times.clock(effect.at()) + "  " + effect.text()));
        }
    }

    private void times(Past past) {
        var recorded = past.recorded();
        var end = recorded.end();
        var behind = past.details().behind();
        if (end != null || !behind.isEmpty()) {
            var parts = new ArrayList<Node>();
            parts.add(new Label(end == null ? Texts.of("history.waits") : Times.compact(end.waited())));
            if (!behind.isEmpty()) {
                parts.add(muted(Texts.of("history.behind")));
                behind.forEach(
                        other -> parts.add(link(other.operation().label(), () -> show.accept(other.operation()))));
            }
            var flow = new FlowPane(parts.toArray(Node[]::new));
            flow.getStyleClass().add("history-flow");
            fact("waited", flow);
        }
        if (end != null && recorded.startedAt() != null) {
            var ran = Times.compact(end.ran()) + (end.changed() ? "" : Texts.of("history.unchanged"));
            fact("ran", words(Texts.of("history.ran", ran, Times.clock(end.at()))));
        } else if (end != null) {
            fact("ended", words(Texts.of("history.never-ran", Times.clock(end.at()))));
        }
    }

    private void cause(RecordedOperation recorded) {
        var end = recorded.end();
        if (end != null && end.outcome() instanceof Outcome.Coalesced(var survivor)) {
            var other = recorded.operation();
            fact("cause", link(Texts.of("history.merged", survivor), () -> show.accept(withId(other, survivor))));
        } else if (!recorded.cause().isEmpty()) {
            fact("cause", words(recorded.cause()));
        }
    }

    /// Operations merge, and are put back, on their own service only.
    private static Operation withId(Operation operation, long id) {
        return new Operation(
                id,
                operation.service(),
                operation.kind(),
                operation.source(),
                operation.parameters(),
                operation.plan(),
                operation.submittedAt());
    }

    private void steps(List<Step> steps) {
        var name = "steps";
        for (var step : steps) {
            var words = words(String.format(
                    Locale.ROOT,
                    "+%.2f s  %s%s",
                    step.after().toMillis() / 1000.0,
                    step.text(),
                    step.done() ? "" : " …"));
            if (name.isEmpty()) {
                add(new Label(), words);
            } else {
                fact(name, words);
                name = "";
            }
        }
    }

    private void fact(String name, Node value) {
        add(muted(Texts.of("history.fact." + name)), value);
    }

    private void add(Node name, Node value) {
        var row = new RowConstraints();
        row.setValignment(VPos.TOP);
        grid.getRowConstraints().add(row);
        grid.addRow(grid.getRowConstraints().size() - 1, name, value);
    }

    private static Label muted(String words) {
        var label = new Label(words);
        label.getStyleClass().add("muted");
        return label;
    }

    private Node words(String words) {
        var text = new Text(words);
        text.getStyleClass().add("selectable");
        var flow = new SelectableTextFlow();
        flow.getStyleClass().add("history-words");
        flow.setText(text);
        // Without widths its height would be that of a letter a line.
        flow.setMinWidth(NARROWEST);
        flow.prefWidthProperty().bind(grid.widthProperty().subtract(NAMES));
        flow.maxWidthProperty().bind(flow.prefWidthProperty());
        flow.setMinHeight(0);
        return flow;
    }

    private static Hyperlink link(String words, Runnable action) {
        var link = new Hyperlink(words);
        // It may name a service, whose underscores are no mnemonics.
        link.setMnemonicParsing(false);
        link.setOnAction(_ -> {
            link.setVisited(false);
            action.run();
        });
        return link;
    }
}
