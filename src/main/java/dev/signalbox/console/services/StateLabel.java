package dev.signalbox.console.services;

import dev.signalbox.console.model.Condition;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// A glyph with the word that goes with it, both in the state's tone. The tone is a pseudo-class here: services
/// change their states often, and a change of its classes would make JavaFX look for a node's styles anew.
final class StateLabel extends Label {
    private final FontIcon glyph = new FontIcon(Octicons.QUESTION_16);
    private String tone = "calm";

    StateLabel() {
        getStyleClass().addAll("tone-text", "state-label");
        glyph.getStyleClass().add("glyph");
        setGraphic(glyph);
    }

    void show(Condition condition) {
        var state = condition.glyph();
        setText(condition.word());
        if (!state.icon().equals(glyph.getIconCode())) {
            glyph.setIconCode(state.icon());
        }
        if (!tone.equals(state.tone())) {
            setTone(tone, false);
            tone = state.tone();
            setTone(tone, true);
        }
    }

    private void setTone(String name, boolean on) {
        var pseudo = PseudoClass.getPseudoClass(name);
        pseudoClassStateChanged(pseudo, on);
        glyph.pseudoClassStateChanged(pseudo, on);
    }
}
