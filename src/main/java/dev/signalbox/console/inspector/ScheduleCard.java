package dev.signalbox.console.inspector;

import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.Condition;
import dev.signalbox.console.model.Reasons;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.time.TimeSource;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.jspecify.annotations.Nullable;

/// Says when a service's schedule starts it next, or who has suspended it, with the switch for that.
final class ScheduleCard extends HBox {
    private final TimeSource time;
    private final Label words = new Label();
    private final Button toggle = new Button();
    private @Nullable ServiceModel service;

    ScheduleCard(TimeSource time, Actions actions) {
        this.time = time;
        setId("scheduleCard");
        setAlignment(Pos.CENTER_LEFT);
        getStyleClass().addAll("card", "wanted-card");
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        words.setMaxWidth(Double.MAX_VALUE);
        words.setGraphic(Condition.SCHEDULED.glyph().node());
        HBox.setHgrow(words, Priority.ALWAYS);
        toggle.setId("toggleSchedule");
        toggle.getStyleClass().add("small-button");
        toggle.setMinWidth(USE_PREF_SIZE);
        toggle.setOnAction(_ -> {
            if (service != null) {
                actions.run(service.intent().suspension() == null ? "suspend-schedule" : "resume-schedule", service);
            }
        });
        getChildren().addAll(words, toggle);
        managedProperty().bind(visibleProperty());
        setVisible(false);
    }

    void show(ServiceModel shown) {
        service = shown;
        setVisible(shown.isScheduled());
        words.setText(Texts.capitalized(Reasons.ofSchedule(shown, time.now())));
        toggle.setText(
                Texts.of(shown.intent().suspension() == null ? "menu.suspend-schedule" : "menu.resume-schedule"));
    }
}
