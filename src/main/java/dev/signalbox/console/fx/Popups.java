package dev.signalbox.console.fx;

import javafx.scene.control.Tooltip;
import javafx.stage.PopupWindow;
import javafx.stage.Window;

/// The small windows that open over another one.
public final class Popups {
    private Popups() {}

    /// Whether a menu or a choice is open over `owner`, to which Enter and Escape then belong. FX thread.
    public static boolean isOpen(Window owner) {
        return Window.getWindows().stream()
                .anyMatch(window -> window instanceof PopupWindow popup
                        && !(popup instanceof Tooltip)
                        && popup.isShowing()
                        && owner.equals(popup.getOwnerWindow()));
    }
}
