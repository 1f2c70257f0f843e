package dev.signalbox.console.inspector;

import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.ServiceModel;
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
    private final Label words = new Label("", new FontIcon(Octicons.STOP_16));
    private @Nullable ServiceModel service;

    WedgedNotice(Actions actions) {
        getStyleClass().add("wedged");
        setAlignment(Pos.CENTER_LEFT);
        words.setWrapText(true);
        HBox.setHgrow(words, Priority.ALWAYS);
        var abandon = new Button(Texts.of("inspector.wedged.abandon"));
        abandon.getStyleClass().addAll("small-button", "risky");
        abandon.setMinWidth(Region.USE_PREF_SIZE);
        abandon.setOnAction(_ -> {
            if (service != null) {
                actions.run("abandon", service);
            }
        });
        getChildren().addAll(words, abandon);
        managedProperty().bind(visibleProperty());
    }

    void show(ServiceModel shown) {
        service = shown;
        var active = shown.queue().active();
        setVisible(shown.queue().wedged());
        if (active != null) {
            var outcome = active.outcome() == null ? "" : active.outcome().describe() + ". ";
            words.setText(Texts.of("inspector.wedged.text", outcome, shown.id()));
        }
    }
}
