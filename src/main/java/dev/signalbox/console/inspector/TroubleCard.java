package dev.signalbox.console.inspector;

import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.model.Condition;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.console.model.Trouble;
import dev.signalbox.console.model.Trouble.Remedy;
import dev.signalbox.time.TimeSource;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Says why a service has failed and what comes next, with buttons for what can be done about it.
final class TroubleCard extends VBox {
    private final TimeSource time;
    private final Actions actions;
    private final Label headline = new Label();
    private final Label text = new Label();
    private final FlowPane buttons = new FlowPane();
    private @Nullable ServiceModel service;
    private List<Remedy> remedies = List.of();

    TroubleCard(TimeSource time, Actions actions) {
        this.time = time;
        this.actions = actions;
        setId("troubleCard");
        getStyleClass().addAll("card", "trouble-card");
        headline.getStyleClass().addAll("operation-kind", "tone-text", "fail");
        text.setWrapText(true);
        text.setMinHeight(USE_PREF_SIZE);
        text.managedProperty().bind(text.textProperty().isNotEmpty());
        buttons.getStyleClass().add("trouble-buttons");
        getChildren().addAll(headline, text, buttons);
        managedProperty().bind(visibleProperty());
        setVisible(false);
    }

    void show(ServiceModel shown) {
        service = shown;
        headline.setGraphic(Condition.of(shown).glyph().node());
        tick();
    }

    /// Moves the countdown on.
    void tick() {
        if (service == null) {
            return;
        }
        var trouble = Trouble.of(service, time.now());
        setVisible(trouble != null);
        if (trouble != null) {
            headline.setText(trouble.headline());
            text.setText(trouble.text());
            offer(service, trouble.remedies());
        }
    }

    private void offer(ServiceModel failed, List<Remedy> offered) {
        if (!offered.equals(remedies)) {
            remedies = offered;
            buttons.getChildren().setAll(offered.stream().map(this::button).toList());
        }
        for (int i = 0; i < offered.size(); i++) {
            ((Button) buttons.getChildren().get(i)).setText(offered.get(i).words(failed));
        }
    }

    private Button button(Remedy remedy) {
        var button = new Button();
        button.setMnemonicParsing(false);
        button.getStyleClass().add("small-button");
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(_ -> {
            if (service != null) {
                actions.remedy(service, remedy);
            }
        });
        return button;
    }
}
