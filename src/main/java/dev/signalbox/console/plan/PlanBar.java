package dev.signalbox.console.plan;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.StateGlyph;
import java.util.ArrayList;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// How one plan proceeds or has ended, and what can be done about it.
final class PlanBar extends HBox {
    private static final StateGlyph RUNS = new StateGlyph(Octicons.WORKFLOW_16, "act");
    private static final StateGlyph SUCCEEDED = new StateGlyph(Octicons.CHECK_CIRCLE_FILL_16, "run");
    private static final StateGlyph FAILED = new StateGlyph(Octicons.X_CIRCLE_FILL_16, "fail");
    private static final StateGlyph CANCELLED = new StateGlyph(Octicons.CIRCLE_SLASH_16, "calm");

    private final PlanProgress progress;
    private final FontIcon icon = RUNS.node();
    private final Label title = new Label();
    private final Label words = new Label();
    private final ProgressBar bar = new ProgressBar(0);
    private final Button cancel = button("plan.bar.cancel", "tool-button");
    private final Button again = button("plan.bar.again", "tool-button");
    private final Button dismiss = new Button("", new FontIcon(Octicons.X_16));

    PlanBar(PlanProgress progress, Plans plans) {
        this.progress = progress;
        getStyleClass().add("plan-bar");
        title.getStyleClass().add("semi-bold");
        title.setText(progress.title());
        title.setMinWidth(USE_PREF_SIZE);
        words.getStyleClass().add("plan-bar-words");
        words.setMinWidth(0);
        cancel.setTooltip(new Tooltip(Texts.of("plan.bar.cancel.tip")));
        cancel.setOnAction(_ -> plans.cancelRest(progress));
        again.setOnAction(_ -> plans.queueAgain(progress));
        dismiss.getStyleClass().setAll("icon-button");
        dismiss.setAccessibleText(Texts.of("plan.bar.dismiss"));
        dismiss.setTooltip(new Tooltip(Texts.of("plan.bar.dismiss")));
        dismiss.setOnAction(_ -> plans.dismiss(progress));
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        getChildren().addAll(icon, title, bar, words, space, again, cancel, dismiss);
        for (var part : new Region[] {bar, again, cancel, dismiss}) {
            part.managedProperty().bind(part.visibleProperty());
        }
        progress.tallyProperty().subscribe(this::show);
    }

    private static Button button(String key, String style) {
        var button = new Button(Texts.of(key));
        button.getStyleClass().setAll("button", style, "small-tool");
        button.setMinWidth(USE_PREF_SIZE);
        return button;
    }

    private void show(Tally tally) {
        var glyph = glyph(tally);
        icon.setIconCode(glyph.icon());
        icon.getStyleClass().setAll("ikonli-font-icon", "glyph", glyph.tone());
        bar.setVisible(!tally.hasEnded());
        bar.setProgress((double) tally.ended() / tally.members());
        words.setText(tally.hasEnded() ? ended(tally) : counts(tally));
        cancel.setVisible(!tally.hasEnded());
        again.setVisible(tally.hasEnded() && !tally.hasSucceeded());
        again.setText(Texts.of(tally.failed() > 0 ? "plan.bar.again" : "plan.bar.again-cancelled"));
        dismiss.setVisible(tally.hasEnded());
        setAccessibleText(progress.title() + ", " + words.getText());
    }

    private static StateGlyph glyph(Tally tally) {
        if (tally.failed() > 0) {
            return FAILED;
        }
        if (!tally.hasEnded()) {
            return RUNS;
        }
        return tally.hasSucceeded() ? SUCCEEDED : CANCELLED;
    }

    private static String counts(Tally tally) {
        var pieces = new ArrayList<String>();
        pieces.add(Texts.of("plan.bar.done", tally.done(), tally.members()));
        if (tally.running() > 0) {
            pieces.add(Texts.of("plan.bar.running", tally.running()));
        }
        if (tally.failed() > 0) {
            pieces.add(Texts.of("plan.bar.failed", tally.failed()));
        }
        if (tally.cancelled() > 0) {
            pieces.add(Texts.of("plan.bar.cancelled", tally.cancelled()));
        }
        return String.join(", ", pieces);
    }

    private static String ended(Tally tally) {
        var culprit = tally.culprit();
        if (tally.hasSucceeded()) {
            return Texts.of("plan.bar.succeeded", tally.members());
        }
        if (culprit == null) {
            return counts(tally);
        }
        return tally.cancelled() == 0
                ? counts(tally)
                : Texts.of("plan.bar.because", tally.failed(), tally.cancelled(), culprit.service(), culprit.label());
    }
}
