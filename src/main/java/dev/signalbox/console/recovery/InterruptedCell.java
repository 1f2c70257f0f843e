package dev.signalbox.console.recovery;

import dev.signalbox.console.fx.SourceLabel;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.console.model.Condition;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.console.model.StateGlyph;
import dev.signalbox.engine.Sequel;
import java.time.Instant;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// A row: what was asked, what became of it, how its service is now, and what comes of it by itself.
final class InterruptedCell extends ListCell<Interrupted> {
    private static final StateGlyph GONE = new StateGlyph(Octicons.DASH_16, "calm");

    private final Instant now;
    private final CheckBox choice = new CheckBox();
    private final Label service = cell("recovery-service", "strong");
    private final Label kind = new Label();
    private final Label id = new Label();
    private final SourceLabel source = new SourceLabel();
    private final Label outcome = cell("recovery-outcome", "tone-text");
    private final Label state = cell("recovery-state", "tone-text");
    private final Label sequel = cell("recovery-sequel", "muted");
    private final VBox row;
    private @Nullable Interrupted shown;
    private Subscription subscription = Subscription.EMPTY;

    /// @param choosing whether rows can be chosen
    InterruptedCell(Instant now, boolean choosing) {
        this.now = now;
        choice.setVisible(choosing);
        // The list has the focus, and Space chooses.
        choice.setFocusTraversable(false);
        kind.getStyleClass().add("medium");
        id.getStyleClass().add("muted");
        source.getStyleClass().add("recovery-source");
        var operation = new HBox(kind, id);
        operation.getStyleClass().add("recovery-operation");
        operation.setAlignment(Pos.CENTER_LEFT);
        var check = new HBox(choice);
        check.getStyleClass().add("recovery-check");
        check.setAlignment(Pos.CENTER_LEFT);
        choice.setOnAction(_ -> choose());
        var line = new HBox(check, service, operation, source, outcome, state);
        line.setAlignment(Pos.CENTER_LEFT);
        row = new VBox(line, sequel);
        row.setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("recovery-row");
    }

    private static Label cell(String... styles) {
        var label = new Label();
        label.getStyleClass().addAll(styles);
        return label;
    }

    @Override
    protected void updateItem(Interrupted item, boolean empty) {
        super.updateItem(item, empty);
        release();
        setGraphic(empty || item == null ? null : row);
        if (!empty && item != null) {
            show(item);
        }
    }

    private void choose() {
        if (shown != null) {
            shown.choose(choice.isSelected());
        }
    }

    /// Follows nothing any more.
    void release() {
        shown = null;
        subscription.unsubscribe();
        subscription = Subscription.EMPTY;
    }

    private void show(Interrupted item) {
        shown = item;
        var operation = item.operation();
        whole(service, operation.service());
        kind.setText(operation.verb());
        id.setText("#" + operation.id());
        source.show(
                operation.source(),
                Texts.of("recovery.asked", operation.source(), Times.moment(operation.submittedAt(), now)));
        source.setTooltip(new Tooltip(source.getText()));
        showOutcome(item);
        choice.setDisable(!item.canBeChosen());
        setAccessibleText(Texts.of("recovery.choice", operation.label(), operation.service()));
        choice.setAccessibleText(getAccessibleText());
        subscription = Subscription.combine(
                item.chosenProperty().subscribe(chosen -> choice.setSelected(chosen)),
                item.sequelProperty().subscribe(this::showSequel));
        var model = item.service();
        if (model == null) {
            show(state, GONE, Texts.of("recovery.gone"));
            state.setTooltip(new Tooltip(Texts.of("recovery.gone.tip")));
        } else {
            state.setTooltip(null);
            subscription = subscription.and(model.follow(() -> showState(model)));
        }
    }

    private void showOutcome(Interrupted item) {
        var end = item.recorded().end();
        if (end != null) {
            var ran = item.recorded().startedAt() != null;
            show(outcome, StateGlyph.of(end.outcome()), Texts.of(ran ? "recovery.failed" : "recovery.cancelled"));
            outcome.setTooltip(new Tooltip(item.recorded().cause()));
        }
    }

    private void showSequel(@Nullable Sequel now) {
        whole(sequel, now == null ? "" : now.text());
    }

    private void showState(ServiceModel model) {
        var condition = Condition.of(model);
        show(state, condition.glyph(), condition.word());
    }

    private static void whole(Label label, String words) {
        label.setText(words);
        label.setTooltip(new Tooltip(words));
    }

    /// Replaces the glyph only where it is another one.
    private static void show(Label label, StateGlyph glyph, String words) {
        if (!words.equals(label.getText())) {
            Node node = glyph.node();
            label.setText(words);
            label.setGraphic(node);
            label.getStyleClass().removeAll("run", "act", "fail", "held", "calm");
            label.getStyleClass().add(glyph.tone());
        }
    }
}
