package dev.signalbox.console.services;

import dev.signalbox.console.StateGlyph;
import javafx.scene.control.Label;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// A glyph with the word that goes with it, both in the state's tone.
final class StateLabel extends Label {
    private final FontIcon glyph = new FontIcon(Octicons.QUESTION_16);
    private String tone = "";

    StateLabel() {
        getStyleClass().addAll("tone-text", "state-label");
        glyph.getStyleClass().add("glyph");
        setGraphic(glyph);
    }

    void show(StateGlyph state, String word) {
        setText(word);
        if (!state.icon().equals(glyph.getIconCode())) {
            glyph.setIconCode(state.icon());
        }
        if (!tone.equals(state.tone())) {
            getStyleClass().remove(tone);
            glyph.getStyleClass().remove(tone);
            tone = state.tone();
            getStyleClass().add(tone);
            glyph.getStyleClass().add(tone);
        }
    }
}
