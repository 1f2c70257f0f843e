package dev.signalbox.console.fx;

import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.Window;

/// Keeps a window on the screen: its frame included, it is not larger than what the desktop leaves free there, nor
/// does it lie outside. FX thread; lengths in px.
public final class ScreenFit {
    private final Stage stage;
    private final Rectangle2D free;

    private ScreenFit(Stage stage, Rectangle2D free) {
        this.stage = stage;
        this.free = free;
    }

    /// On the primary screen.
    ///
    /// @param stage not shown yet; gets this least size, or less where the screen has less
    public static ScreenFit of(Stage stage, double minWidth, double minHeight) {
        return of(stage, Screen.getPrimary(), minWidth, minHeight);
    }

    /// As [#of(Stage, double, double)], on the screen where `other` is.
    public static ScreenFit near(Window other, Stage stage, double minWidth, double minHeight) {
        var screens = Screen.getScreensForRectangle(other.getX(), other.getY(), other.getWidth(), other.getHeight());
        var screen = screens.isEmpty() ? Screen.getPrimary() : screens.getFirst();
        return of(stage, screen, minWidth, minHeight);
    }

    private static ScreenFit of(Stage stage, Screen screen, double minWidth, double minHeight) {
        var free = screen.getVisualBounds();
        stage.setMinWidth(Math.min(minWidth, free.getWidth()));
        stage.setMinHeight(Math.min(minHeight, free.getHeight()));
        return new ScreenFit(stage, free);
    }

    /// Gives it this size as far as there is room.
    public void size(double width, double height) {
        stage.setWidth(Math.clamp(width, stage.getMinWidth(), free.getWidth()));
        stage.setHeight(Math.clamp(height, stage.getMinHeight(), free.getHeight()));
    }

    /// Whether a window of this size would leave nothing free of the screen.
    public boolean isFilledBy(double width, double height) {
        return width >= free.getWidth() && height >= free.getHeight();
    }

    /// Puts it, which has got its size, over the middle of `other`.
    public void centreOn(Window other) {
        var x = other.getX() + (other.getWidth() - stage.getWidth()) / 2;
        var y = other.getY() + (other.getHeight() - stage.getHeight()) / 2;
        stage.setX(Math.clamp(x, free.getMinX(), free.getMaxX() - stage.getWidth()));
        stage.setY(Math.clamp(y, free.getMinY(), free.getMaxY() - stage.getHeight()));
    }
}
