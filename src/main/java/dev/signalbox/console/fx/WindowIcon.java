package dev.signalbox.console.fx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javafx.scene.image.Image;
import javafx.stage.Stage;

/// The program's icon, drawn from `assets/signalbox.svg` in each size that desktops ask for.
public final class WindowIcon {
    /// Edges in pixels, from a list of windows to a switcher on a large screen.
    static final List<Integer> SIZES = List.of(16, 24, 32, 48, 64, 128, 256);

    private WindowIcon() {}

    /// Gives it to a window. FX thread.
    public static void giveTo(Stage stage) {
        stage.getIcons().setAll(SIZES.stream().map(WindowIcon::image).toList());
    }

    /// As a picture of that size, which is one of [#SIZES].
    public static Image image(int size) {
        var file = "icon/" + size + ".png";
        try (var in = WindowIcon.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing from the application");
            }
            return new Image(in);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
