package dev.signalbox.console.services;

import dev.signalbox.console.StateGlyph;
import java.util.Collections;
import javafx.scene.control.Label;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// A glyph with the word that goes with it, both in the state's tone.
final class StateLabel extends Label {
    private final FontIcon glyph = new FontIcon(Octicons.QUESTION_16);
    private String tone = "calm";

    StateLabel() {
        getStyleClass().addAll("tone-text", "state-label", tone);
        glyph.getStyleClass().addAll("glyph", tone);
        setGraphic(glyph);
    }

    void show(StateGlyph state, String word) {
        setText(word);
        if (!state.icon().equals(glyph.getIconCode())) {
            glyph.setIconCode(state.icon());
        }
        if (!tone.equals(state.tone())) {
            // In one change each, as every change of its classes styles a node anew.
            Collections.replaceAll(getStyleClass(), tone, state.tone());
            Collections.replaceAll(glyph.getStyleClass(), tone, state.tone());
            tone = state.tone();
        }
    }
}
