package dev.signalbox.console.inspector;

import dev.signalbox.console.OperationQueueModel;
import dev.signalbox.console.Question;
import dev.signalbox.console.Texts;
import dev.signalbox.operation.QueueSnapshot.Active;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// Says that an operation was asked to stop and does not, and offers to give it up (rule 9).
final class WedgedNotice extends HBox {
    private final OperationQueueModel model;
    private final Label words = new Label("", new FontIcon(Octicons.ALERT_16));
    private @Nullable Active active;

    WedgedNotice(OperationQueueModel model) {
        this.model = model;
        getStyleClass().add("wedged");
        setAlignment(Pos.CENTER_LEFT);
        words.setWrapText(true);
        HBox.setHgrow(words, Priority.ALWAYS);
        var abandon = new Button(Texts.of("inspector.wedged.abandon"));
        abandon.getStyleClass().addAll("small-button", "risky");
        abandon.setMinWidth(Region.USE_PREF_SIZE);
        abandon.setOnAction(_ -> confirm());
        getChildren().addAll(words, abandon);
        managedProperty().bind(visibleProperty());
    }

    void show(@Nullable Active shown) {
        active = shown;
        setVisible(shown != null && shown.wedged());
        if (shown != null) {
            var outcome = shown.outcome() == null ? "" : shown.outcome().describe() + ". ";
            words.setText(
                    Texts.of("inspector.wedged.text", outcome, shown.operation().service()));
        }
    }

    private void confirm() {
        if (active == null) {
            return;
        }
        var operation = active.operation();
        new Question(
                        getScene().getWindow(),
                        Texts.of("abandon.title", operation.label()),
                        Texts.of("abandon.text", operation.service()))
                .cancel(Texts.of("inspector.wedged.keepWaiting"), () -> {})
                .or(Texts.of("abandon.answer"), () -> abandon(operation.id()))
                .ask();
    }

    /// Another operation may have taken its place while the question was asked.
    private void abandon(long operation) {
        if (active != null && active.operation().id() == operation) {
            model.abandon(active.operation().service());
        }
    }
}
