package dev.signalbox.console.fx;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import javafx.scene.text.Font;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bundled fonts, so that the console looks the same on every machine.
///
/// JavaFX knows a weight that is neither regular nor bold as a family of its own, so a style sheet
/// says `-fx-font-family: "Inter Medium"`; `-fx-font-weight: 500` on `Inter` finds nothing.
public final class Fonts {

    /// Regular text of the window.
    public static final String UI = "Inter";
    /// Weight 500: buttons, tabs, column headers.
    public static final String UI_MEDIUM = "Inter Medium";
    /// Weight 600: names and titles.
    public static final String UI_SEMI_BOLD = "Inter Semi Bold";
    /// Logs and code; regular and, by `-fx-font-weight: bold`, bold.
    public static final String MONO = "JetBrains Mono";

    private static final Logger LOG = LoggerFactory.getLogger(Fonts.class);
    private static final double ANY_SIZE = 12;

    private static boolean loaded;

    private Fonts() {}

    /// Makes the families known to JavaFX. Later calls do nothing. Any thread may call it, before or after the
    /// toolkit has started. A font that cannot be used is logged, and JavaFX takes another in its place.
    public static synchronized void load() {
        if (loaded) {
            return;
        }
        loaded = true;
        List.of(
                        "Inter-Regular.otf",
                        "Inter-Medium.otf",
                        "Inter-SemiBold.otf",
                        "JetBrainsMono-Regular.ttf",
                        "JetBrainsMono-Bold.ttf")
                .forEach(Fonts::load);
    }

    private static void load(String file) {
        try (InputStream in = Fonts.class.getResourceAsStream("fonts/" + file)) {
            if (in == null) {
                throw new IllegalStateException("font " + file + " is missing from the application");
            }
            if (Font.loadFont(in, ANY_SIZE) == null) {
                LOG.warn("font {} cannot be used on this system; another takes its place", file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("font " + file + " cannot be read", e);
        }
    }
}
