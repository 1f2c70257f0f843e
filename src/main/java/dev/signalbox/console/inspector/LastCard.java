package dev.signalbox.console.inspector;

import atlantafx.base.controls.SelectableTextFlow;
import dev.signalbox.console.fx.SourceLabel;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.console.model.StateGlyph;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueSnapshot.Ended;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/// What is to be said of a service while nothing runs on it: how the last operation ended, with its cause in
/// full, and what a failed service wrote last.
final class LastCard extends VBox {
    private final Label kind = new Label();
    private final Label id = new Label();
    private final SourceLabel source = new SourceLabel();
    private final WhyLabel why = new WhyLabel();
    private final Label times = new Label();
    private final SelectableTextFlow cause = new SelectableTextFlow();
    private final SelectableTextFlow output = new SelectableTextFlow();
    private final Label outputTitle = new Label();
    private final Label none = new Label(Texts.of("inspector.last.none"));
    private final VBox ended;

    LastCard() {
        setId("lastCard");
        getStyleClass().add("card");
        kind.getStyleClass().addAll("operation-kind", "tone-text");
        id.getStyleClass().addAll("muted", "operation-id");
        times.getStyleClass().addAll("muted", "last-times");
        cause.getStyleClass().add("cause");
        output.getStyleClass().add("output");
        outputTitle.getStyleClass().addAll("muted", "output-title");
        none.getStyleClass().addAll("muted", "last-none");
        var head = new HBox(kind, id, source);
        head.getStyleClass().add("card-head");
        ended = new VBox(head, why, times, cause);
        getChildren().addAll(ended, none, outputTitle, output);
        for (var part : List.of(this, ended, none, cause, outputTitle, output)) {
            part.managedProperty().bind(part.visibleProperty());
        }
    }

    /// @param last `null` if there is none
    void show(@Nullable Ended last, ServiceStatus status) {
        ended.setVisible(last != null);
        none.setVisible(last == null);
        if (last != null) {
            render(last);
        }
        var failed = status.state() == ServiceState.FAILED || status.state() == ServiceState.BACKOFF;
        var lines = failed ? status.lastLines() : List.<String>of();
        outputTitle.setVisible(!lines.isEmpty());
        outputTitle.setText(
                status.exit() == null
                        ? ""
                        : Texts.of("inspector.last.output", status.exit().describe()));
        show(output, String.join("\n", lines));
    }

    private void render(Ended last) {
        var operation = last.operation();
        var glyph = StateGlyph.of(last.outcome());
        kind.setText(Texts.of(
                "inspector.last.outcome",
                operation.verb(),
                last.outcome().word().replace('_', ' ')));
        kind.setGraphic(glyph.node());
        kind.getStyleClass().setAll("label", "operation-kind", "tone-text", glyph.tone());
        id.setText("#" + operation.id());
        source.show(operation.source());
        why.show(operation);
        times.setText(Texts.of(
                last.ran().isZero() ? "inspector.last.timesNotRun" : "inspector.last.times",
                Times.clock(last.endedAt()),
                Times.compact(last.ran()),
                Times.compact(last.waited())));
        show(cause, cause(last.outcome()));
    }

    private static String cause(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded() -> "";
            case Outcome.Failed(var reason, var _) -> reason;
            case Outcome.TimedOut _, Outcome.Cancelled _, Outcome.Coalesced _ -> outcome.describe();
        };
    }

    private static void show(SelectableTextFlow flow, String words) {
        flow.setVisible(!words.isEmpty());
        if (!flow.getContentAsString().equals(words)) {
            var text = new Text(words);
            text.getStyleClass().add("selectable");
            flow.setText(text);
        }
    }
}
