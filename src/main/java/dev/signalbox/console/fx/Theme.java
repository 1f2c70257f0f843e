package dev.signalbox.console.fx;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.Locale;
import java.util.Objects;
import javafx.application.Application;
import javafx.application.ConditionalFeature;
import javafx.application.Platform;
import javafx.collections.ObservableList;
import javafx.scene.Parent;
import javafx.scene.Scene;

/// The two looks of the window: AtlantaFX Primer, our own colours on top of it (`tokens-dark.css`,
/// `tokens-light.css`), one set of rules for both (`console.css`), and one for the popups of desktops that have no
/// transparent windows (`flat-popups.css`).
public enum Theme {
    DARK,
    LIGHT;

    /// The other one.
    public Theme other() {
        return this == DARK ? LIGHT : DARK;
    }

    /// Dresses `scene`, and with it the whole application. FX thread.
    public void applyTo(Scene scene) {
        Application.setUserAgentStylesheet(primer().getUserAgentStylesheet());
        replaceOurs(scene.getStylesheets());
    }

    /// Dresses what is shown outside the console's scene: a dialog, a popup. FX thread.
    public void applyTo(Parent root) {
        replaceOurs(root.getStylesheets());
    }

    private atlantafx.base.theme.Theme primer() {
        return this == DARK ? new PrimerDark() : new PrimerLight();
    }

    private void replaceOurs(ObservableList<String> stylesheets) {
        stylesheets.setAll(sheet("console.css"), sheet("tokens-" + name().toLowerCase(Locale.ROOT) + ".css"));
        if (!Platform.isSupported(ConditionalFeature.TRANSPARENT_WINDOW)) {
            stylesheets.add(sheet("flat-popups.css"));
        }
    }

    private static String sheet(String name) {
        return Objects.requireNonNull(Theme.class.getResource(name), name).toExternalForm();
    }
}
