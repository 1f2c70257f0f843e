package dev.signalbox.console.fx;

import javafx.scene.control.Label;

/// A key as it is drawn beside what it does. FX thread.
public final class Keycap extends Label {
    /// @param key for the operator, such as `Ctrl+F`
    public Keycap(String key) {
        super(key);
        getStyleClass().add("kbd");
        setMinWidth(USE_PREF_SIZE);
    }
}
