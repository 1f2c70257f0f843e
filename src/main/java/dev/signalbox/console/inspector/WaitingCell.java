package dev.signalbox.console.inspector;

import dev.signalbox.console.fx.SourceLabel;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.console.model.Askers;
import dev.signalbox.console.model.Waits;
import dev.signalbox.operation.QueueSnapshot.Waiting;
import dev.signalbox.operation.WaitReason;
import dev.signalbox.time.TimeSource;
import java.time.Duration;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// The row of one operation that waits.
final class WaitingCell extends ListCell<Waiting> {
    private final TimeSource time;
    private final Label grab = new Label("", new FontIcon(Octicons.GRABBER_16));
    private final Label position = new Label();
    private final Label kind = new Label();
    private final SourceLabel source = new SourceLabel();
    private final Label reason = new Label();
    private final Button stopNow = new Button(Texts.of("inspector.stopNow"));
    private final Label waited = new Label();
    private final Button up;
    private final Button down;
    private final Button cancel;
    private final Tooltip tip = new Tooltip();
    private final HBox row;

    WaitingCell(WaitingList list, TimeSource time) {
        this.time = time;
        up = Icons.button(Octicons.CHEVRON_UP_16, () -> list.move(getIndex(), getIndex() - 1));
        down = Icons.button(Octicons.CHEVRON_DOWN_16, () -> list.move(getIndex(), getIndex() + 1));
        cancel = Icons.button(Octicons.X_16, () -> list.cancel(getItem()));
        Icons.describe(up, Texts.of("inspector.waiting.up"));
        Icons.describe(down, Texts.of("inspector.waiting.down"));
        grab.getStyleClass().add("grab");
        grab.setTooltip(new Tooltip(Texts.of("inspector.waiting.drag")));
        position.getStyleClass().addAll("strong", "position");
        kind.getStyleClass().add("waiting-kind");
        kind.setMinWidth(Region.USE_PREF_SIZE);
        reason.getStyleClass().add("second-line");
        stopNow.getStyleClass().add("link");
        stopNow.setMinWidth(Region.USE_PREF_SIZE);
        stopNow.setOnAction(_ -> list.stopNow());
        stopNow.setTooltip(new Tooltip(Texts.of("inspector.stopNow.tooltip")));
        var line = new HBox(4, reason, stopNow);
        line.setAlignment(Pos.CENTER_LEFT);
        for (var part : List.of(line, stopNow)) {
            part.managedProperty().bind(part.visibleProperty());
        }
        line.visibleProperty().bind(reason.visibleProperty());
        waited.getStyleClass().addAll("muted", "waited");
        waited.setMinWidth(Region.USE_PREF_SIZE);
        var asked = new HBox(10, kind, source);
        asked.setAlignment(Pos.CENTER_LEFT);
        var words = new VBox(asked, line);
        words.setAlignment(Pos.CENTER_LEFT);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        var arrows = new HBox(up, down);
        arrows.setAlignment(Pos.CENTER);
        arrows.visibleProperty().bind(hoverProperty().or(selectedProperty()));
        arrows.managedProperty().bind(arrows.visibleProperty());
        row = new HBox(grab, position, words, arrows, waited, cancel);
        row.getStyleClass().add("waiting-row");
        setPrefWidth(0);
        RowDrag.install(this, grab, list);
    }

    /// Moves the clock on.
    void tick() {
        var waiting = getItem();
        if (waiting != null) {
            waited.setText(Times.compact(Duration.ofNanos(time.nanoTime() - waiting.acceptedNanos())));
            var words = Waits.of(waiting, time.now());
            reason.setText(words);
            tip.setText(waiting.operation().label() + ", " + Askers.withWhy(waiting) + "\n" + words);
        }
    }

    @Override
    protected void updateItem(@Nullable Waiting waiting, boolean empty) {
        super.updateItem(waiting, empty);
        if (empty || waiting == null) {
            setGraphic(null);
            setTooltip(null);
            setAccessibleText(null);
            return;
        }
        var operation = waiting.operation();
        kind.setText(waiting.urgent() && !operation.kills() ? Texts.of("inspector.waiting.stopNow") : operation.verb());
        var asked = Askers.of(waiting);
        source.show(operation.source(), asked);
        var passable = Waits.isPassable(waiting);
        stopNow.setVisible(passable);
        reason.setVisible(passable || !(waiting.reason() instanceof WaitReason.Behind));
        setTooltip(tip);
        setAccessibleText(Texts.of(
                "inspector.waiting.accessible",
                operation.label(),
                Askers.withWhy(waiting),
                Waits.of(waiting, time.now())));
        Icons.describe(cancel, Texts.of("inspector.active.cancelOne", operation.label()));
        grab.setDisable(!Reorder.isMovable(waiting));
        renderPlace();
        tick();
        setGraphic(row);
    }

    @Override
    public void updateIndex(int index) {
        super.updateIndex(index);
        renderPlace();
    }

    private void renderPlace() {
        position.setText(Integer.toString(getIndex() + 1));
        up.setDisable(getIndex() == 0);
        var last =
                getListView() == null || getIndex() == getListView().getItems().size() - 1;
        down.setDisable(last);
        pseudoClassStateChanged(Pseudo.LAST, last);
    }
}
