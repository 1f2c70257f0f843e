package dev.signalbox.console.inspector;

import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.fx.SourceLabel;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.console.model.Askers;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.console.model.StateGlyph;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueSnapshot.Active;
import dev.signalbox.operation.Step;
import java.time.Duration;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The operation that runs: who asked, how long it runs already, what it has done and what it does.
final class ActiveCard extends VBox {
    private final OperationQueueModel model;

    private final Label kind = label("", "strong", "operation-kind");
    private final Label id = label("", "muted", "operation-id");
    private final SourceLabel source = new SourceLabel();
    private final WhyLabel why = new WhyLabel();
    private final Button cancel = new Button(Texts.of("inspector.active.cancel"));
    private final Tooltip cancelTip = new Tooltip();
    private final Label elapsed = label("", "strong", "elapsed");
    private final Label timeout = label("", "muted");
    private final ProgressBar progress = new ProgressBar(0);
    private final Region tick = new Region();
    private final Label notice = label("", "notice");
    private final WedgedNotice wedged;
    private final VBox steps = new VBox();
    private @Nullable Active active;
    private @Nullable OperationKind shownKind;

    ActiveCard(OperationQueueModel model, Actions actions) {
        this.model = model;
        this.wedged = new WedgedNotice(actions);
        getStyleClass().add("card");
        setId("activeCard");
        steps.getStyleClass().add("steps");
        cancel.getStyleClass().add("small-button");
        cancel.setMinWidth(Region.USE_PREF_SIZE);
        cancel.setTooltip(cancelTip);
        cancel.setOnAction(_ -> cancel());
        progress.setMaxWidth(Double.MAX_VALUE);
        notice.setWrapText(true);
        var head = new HBox(kind, id, source, spacer(), cancel);
        head.getStyleClass().add("card-head");
        var clock = new HBox(elapsed, label(Texts.of("inspector.active.elapsed"), "muted"), spacer(), timeout);
        clock.getStyleClass().add("clock");
        tick.getStyleClass().add("tick");
        var track = new StackPane(progress, tick);
        track.setAlignment(Pos.CENTER_LEFT);
        var body = new VBox(why, clock, track, notice);
        body.getStyleClass().add("card-body");
        getChildren().addAll(head, body, wedged, steps);
        for (var part : List.of(this, notice, steps)) {
            part.managedProperty().bind(part.visibleProperty());
        }
    }

    private static Label label(String text, String... styles) {
        var label = new Label(text);
        label.getStyleClass().addAll(styles);
        return label;
    }

    private static Region spacer() {
        var spacer = new Region();
        HBox.setHgrow(spacer, Priority.ALWAYS);
        return spacer;
    }

    void show(ServiceModel service) {
        var shown = service.queue().active();
        active = shown;
        setVisible(shown != null);
        wedged.show(service);
        if (shown == null) {
            return;
        }
        var operation = shown.operation();
        renderKind(operation);
        id.setText("#" + operation.id());
        source.show(operation.source(), Askers.of(shown));
        why.show(operation);
        cancel.setDisable(shown.stopRequested());
        cancelTip.setText(Texts.of("inspector.active.cancel." + operation.kind()));
        cancel.setAccessibleText(Texts.of("inspector.active.cancelOne", operation.label()));
        renderTimes(shown);
        var late = shown.outcome() != null;
        notice.setText(
                shown.outcome() != null
                        ? Texts.of("inspector.active.late", shown.outcome().describe())
                        : Texts.of("inspector.active.stopping"));
        notice.setVisible(!shown.wedged() && (late || shown.stopRequested()));
        progress.pseudoClassStateChanged(Pseudo.LATE, late);
        notice.pseudoClassStateChanged(Pseudo.LATE, late);
        renderSteps(shown.steps());
        tick();
    }

    private void renderTimes(Active shown) {
        var operation = shown.operation();
        var allowed = shown.timeout();
        var limit = allowed == null
                ? Texts.of("inspector.active.unlimited")
                : Texts.of("inspector.active.timeout", Times.limit(allowed));
        var usual = model.runTimes().usual(operation.service(), operation.kind());
        timeout.setText(
                usual.isPresent() ? Texts.of("inspector.active.usually", Times.compact(usual.get()), limit) : limit);
        var place = usual.map(time -> allowed == null ? 2.0 : (double) time.toMillis() / allowed.toMillis())
                .filter(fraction -> fraction <= 1);
        tick.setVisible(place.isPresent());
        place.ifPresent(fraction ->
                tick.translateXProperty().bind(progress.widthProperty().multiply(fraction)));
    }

    private void renderKind(Operation shown) {
        kind.setText(shown.verb());
        if (shown.kind() != shownKind) {
            shownKind = shown.kind();
            kind.setGraphic(StateGlyph.of(shownKind).node());
        }
    }

    /// Changes the rows that have changed: a body may report often.
    private void renderSteps(List<Step> shown) {
        var rows = steps.getChildren();
        while (rows.size() < shown.size()) {
            rows.add(new StepRow());
        }
        rows.remove(shown.size(), rows.size());
        for (int i = 0; i < shown.size(); i++) {
            row(i).show(shown.get(i));
        }
        steps.setVisible(!shown.isEmpty());
    }

    private StepRow row(int index) {
        return (StepRow) steps.getChildren().get(index);
    }

    /// Moves the clocks on.
    void tick() {
        if (active == null) {
            return;
        }
        var time = Duration.ofNanos(model.time().nanoTime() - active.startedNanos());
        elapsed.setText(Times.compact(time));
        var allowed = active.timeout();
        progress.setProgress(allowed == null ? 0 : Math.clamp((double) time.toNanos() / allowed.toNanos(), 0, 1));
        var last = active.steps().size() - 1;
        if (last >= 0) {
            row(last).tick(time);
        }
    }

    private void cancel() {
        if (active != null) {
            model.cancel(active.operation().id());
        }
    }
}
