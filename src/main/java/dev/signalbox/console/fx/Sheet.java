package dev.signalbox.console.fx;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.Region;

/// A dialog that [ModalLayer] lays over the window. FX thread.
public interface Sheet {
    /// What is shown.
    Region root();

    /// What has the focus at first.
    Node focus();

    /// The one button that looks primary. Enter presses it from everywhere in the sheet but other buttons and
    /// fields of several lines.
    Button primaryButton();

    /// What Escape presses. It may be the primary button too.
    Button cancelButton();

    /// Whether a click beside the sheet cancels it.
    default boolean isLight() {
        return false;
    }

    /// Whether no other sheet covers it: it is about the end of the window.
    default boolean isLast() {
        return false;
    }
}
