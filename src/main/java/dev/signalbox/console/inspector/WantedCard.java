package dev.signalbox.console.inspector;

import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.Condition;
import dev.signalbox.console.model.Reasons;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.console.model.StateGlyph;
import dev.signalbox.time.TimeSource;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// Says why a service is not as it is wanted: for what it waits, that it should be stopped and runs on, or that
/// another engine has started it, with what can be done about that.
final class WantedCard extends VBox {
    private static final StateGlyph ALERT = new StateGlyph(Octicons.ALERT_16, "held");

    private final TimeSource time;
    private final Label words = new Label();
    private final FlowPane buttons;
    private @Nullable ServiceModel service;

    WantedCard(TimeSource time, Actions actions) {
        this.time = time;
        setId("wantedCard");
        getStyleClass().addAll("card", "wanted-card");
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        buttons = new FlowPane(
                button("stopIt", "inspector.wanted.stop-it", service -> actions.run("stop", service)),
                button("keepRunning", "inspector.wanted.keep-running", service -> actions.run("keep-running", service)),
                button("takeOver", "inspector.wanted.take-over", service -> actions.run("take-over", service)));
        buttons.getStyleClass().add("trouble-buttons");
        buttons.managedProperty().bind(buttons.visibleProperty());
        getChildren().addAll(words, buttons);
        managedProperty().bind(visibleProperty());
        setVisible(false);
    }

    private Button button(String id, String text, Consumer<ServiceModel> action) {
        var button = new Button(Texts.of(text));
        button.setId(id);
        button.getStyleClass().add("small-button");
        button.setMinWidth(USE_PREF_SIZE);
        button.managedProperty().bind(button.visibleProperty());
        button.setOnAction(_ -> {
            if (service != null) {
                action.accept(service);
            }
        });
        return button;
    }

    void show(ServiceModel shown) {
        service = shown;
        var unstopped = shown.isUnstopped();
        var elsewhere = shown.isElsewhere() && Condition.of(shown) == Condition.UNKNOWN;
        var glyph = unstopped || elsewhere ? ALERT : Condition.WAITING.glyph();
        setVisible(unstopped || elsewhere || Condition.of(shown) == Condition.WAITING);
        words.setText(Texts.capitalized(Reasons.of(shown, time.now())));
        words.setGraphic(glyph.node());
        words.getStyleClass().setAll("label", "tone-text", glyph.tone());
        for (var button : buttons.getChildren()) {
            button.setVisible("takeOver".equals(button.getId()) == elsewhere);
        }
        buttons.setVisible(unstopped || elsewhere);
    }
}
