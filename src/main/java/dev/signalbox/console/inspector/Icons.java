package dev.signalbox.console.inspector;

import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/// The inspector's icons.
final class Icons {
    private Icons() {}

    /// Two bars, which the icon font does not have.
    static Region pause() {
        var icon = new Region();
        icon.getStyleClass().add("pause-icon");
        return icon;
    }

    /// A button of nothing but an icon.
    static Button button(Ikon icon, Runnable action) {
        var button = new Button("", new FontIcon(icon));
        button.getStyleClass().add("icon-button");
        button.setOnAction(_ -> action.run());
        return button;
    }

    /// Says what an icon button does, to eyes and to screen readers.
    static void describe(Button button, String text) {
        button.setAccessibleText(text);
        button.setTooltip(new Tooltip(text));
    }
}
