package dev.signalbox.console.inspector;

import dev.signalbox.console.fx.Times;
import dev.signalbox.console.model.StateGlyph;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Step;
import java.time.Duration;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// One step of the operation that runs: a fact and when it came about, or what goes on and for how long.
final class StepRow extends HBox {
    private final Label words = new Label();
    private final Label time = new Label();
    private final Tooltip tooltip = new Tooltip();
    private final Node done = StateGlyph.of(new Outcome.Succeeded()).node();
    private final Node goesOn = StateGlyph.of(OperationKind.RESTART).node();
    private @Nullable Step step;

    StepRow() {
        getStyleClass().add("step");
        words.getStyleClass().add("step-text");
        words.setMaxWidth(Double.MAX_VALUE);
        words.setTooltip(tooltip);
        time.getStyleClass().addAll("muted", "step-time");
        time.setMinWidth(Region.USE_PREF_SIZE);
        HBox.setHgrow(words, Priority.ALWAYS);
        getChildren().addAll(words, time);
    }

    void show(Step shown) {
        if (shown.equals(step)) {
            return;
        }
        step = shown;
        words.setText(shown.text());
        tooltip.setText(shown.text());
        words.setGraphic(shown.done() ? done : goesOn);
        time.setText(offset(shown.after()));
        pseudoClassStateChanged(Pseudo.CURRENT, !shown.done());
    }

    /// @param elapsed since the operation began
    void tick(Duration elapsed) {
        if (step != null && !step.done()) {
            time.setText(Times.compact(elapsed.minus(step.after())));
        }
    }

    private static String offset(Duration after) {
        return after.toSeconds() < 60
                ? String.format(Locale.ROOT, "+%.2f s", after.toMillis() / 1000.0)
                : "+" + Times.compact(after);
    }
}
