package dev.signalbox.console.commands;

import java.util.EnumSet;
import java.util.Set;
import javafx.scene.Scene;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Window;

/// Lets a key that is held down, or hangs on the way from a screen elsewhere, ask once and not thirty times a
/// second. What moves or types repeats as ever. FX thread.
public final class KeyRepeats {
    private final Set<KeyCode> down = EnumSet.noneOf(KeyCode.class);
    private boolean swallowed;

    private KeyRepeats() {}

    /// Does so in all of a window.
    public static void ignoreIn(Scene scene) {
        var repeats = new KeyRepeats();
        scene.addEventFilter(KeyEvent.KEY_PRESSED, repeats::pressed);
        scene.addEventFilter(KeyEvent.KEY_TYPED, repeats::typed);
        scene.addEventFilter(KeyEvent.KEY_RELEASED, key -> repeats.down.remove(key.getCode()));
        // Whoever has the focus then is told of the release.
        scene.windowProperty().flatMap(Window::focusedProperty).subscribe(_ -> repeats.down.clear());
    }

    private void pressed(KeyEvent key) {
        var repeated = !down.add(key.getCode());
        swallowed = repeated && acts(key);
        if (swallowed) {
            key.consume();
        }
    }

    private void typed(KeyEvent key) {
        if (swallowed) {
            key.consume();
        }
    }

    private static boolean acts(KeyEvent key) {
        var code = key.getCode();
        return !code.isNavigationKey()
                && !code.isModifierKey()
                && code != KeyCode.TAB
                && !(key.getTarget() instanceof TextInputControl)
                && !(key.getTarget() instanceof Spinner<?>);
    }
}
