package dev.signalbox.console.plan;

import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// One of two ways to do something: its name, how long it takes, and what it does.
final class WayCard extends RadioButton {
    private static final double TEXT_WIDTH = 318;

    private final Label time = new Label();
    private final Label words = new Label();

    WayCard(String id, String name) {
        super(name);
        setId(id);
        getStyleClass().add("way-card");
        var title = new Label(name);
        title.getStyleClass().add("strong");
        time.getStyleClass().add("way-time");
        time.setMinWidth(USE_PREF_SIZE);
        words.getStyleClass().add("way-words");
        words.setWrapText(true);
        // Of one width always, so that its height is known before it has been laid out.
        words.setMinWidth(TEXT_WIDTH);
        words.setPrefWidth(TEXT_WIDTH);
        words.setMaxWidth(TEXT_WIDTH);
        words.setMinHeight(USE_PREF_SIZE);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var line = new HBox(8, title, space, time);
        line.setAlignment(Pos.BASELINE_LEFT);
        var content = new VBox(line, words);
        content.getStyleClass().add("way-content");
        setGraphic(content);
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        setMaxSize(Double.MAX_VALUE, Double.MAX_VALUE);
        HBox.setHgrow(this, Priority.ALWAYS);
    }

    void show(String estimate, String what) {
        time.setText(estimate);
        words.setText(what);
        setAccessibleText(getText() + ", " + estimate + ". " + what);
    }
}
