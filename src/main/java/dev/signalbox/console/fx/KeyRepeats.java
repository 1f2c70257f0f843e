package dev.signalbox.console.fx;

import java.util.EnumSet;
import java.util.Set;
import javafx.scene.Scene;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextArea;
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

    /// Does so in all of a window. What listens to keys there from now on is told of those that are consumed, too.
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
        if (key.getTarget() instanceof TextInputControl || key.getTarget() instanceof Spinner<?>) {
            // What is typed into one line is answered, or left, once.
            return !(key.getTarget() instanceof TextArea) && (code == KeyCode.ENTER || code == KeyCode.ESCAPE);
        }
        return !code.isNavigationKey() && !code.isModifierKey() && code != KeyCode.TAB;
    }
}
