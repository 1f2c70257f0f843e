package dev.signalbox.console.fx;

import java.util.Map;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;

/// What is copied for other programs. FX thread.
public final class ClipboardText {
    private ClipboardText() {}

    /// Puts `text` on the clipboard in the place of what is there.
    public static void put(String text) {
        Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, text));
    }
}
