package dev.signalbox.console.services;

import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.Tooltip;
import javafx.util.Duration;

/// A tooltip that makes up its text when it is about to be seen, so that rows which change often need not.
final class LazyTooltip {
    private static final Duration DELAY = Duration.millis(500);
    private static final double WIDEST = 480;

    private LazyTooltip() {}

    /// @param text empty if there is nothing to tell now
    static void install(Node node, Supplier<String> text) {
        var tooltip = new Tooltip();
        tooltip.setShowDelay(DELAY);
        tooltip.setMaxWidth(WIDEST);
        tooltip.setWrapText(true);
        // Set on entering, as a tooltip that is empty when its delay begins is not shown.
        node.hoverProperty().subscribe(hovered -> {
            var now = hovered ? text.get() : "";
            if (now.isEmpty()) {
                Tooltip.uninstall(node, tooltip);
            } else {
                tooltip.setText(now);
                Tooltip.install(node, tooltip);
            }
        });
    }
}
