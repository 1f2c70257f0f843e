package dev.signalbox.console.log;

import javafx.geometry.Orientation;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.ScrollBar;
import javafx.scene.layout.Region;

/// The canvas and the scroll bars over it. Its layout is what draws: JavaFX calls it at most once per pulse,
/// however often it was asked for. FX thread only.
final class LogSurface extends Region {

    private final LogView view;
    private final LogLayout layout;
    private final LogViewport viewport;
    private final LogPainter painter;
    private final Canvas canvas = new Canvas();
    private final ScrollBar vertical = new ScrollBar();
    private final ScrollBar horizontal = new ScrollBar();
    private boolean updating;
    private boolean held;

    LogSurface(LogView view, LogLayout layout, LogViewport viewport, LogPainter painter) {
        this.view = view;
        this.layout = layout;
        this.viewport = viewport;
        this.painter = painter;
        setManaged(false);
        vertical.setOrientation(Orientation.VERTICAL);
        for (ScrollBar bar : new ScrollBar[] {vertical, horizontal}) {
            bar.setManaged(false);
            bar.setFocusTraversable(false);
        }
        vertical.valueProperty().addListener((bar, old, value) -> onScrollBar(value.doubleValue()));
        horizontal.valueProperty().addListener((bar, old, value) -> requestLayout());
        getChildren().setAll(canvas, vertical, horizontal);
    }

    Canvas canvas() {
        return canvas;
    }

    /// While held, the text stands still under the pointer even though the view follows the end.
    void setHeld(boolean newHeld) {
        held = newHeld;
        requestLayout();
    }

    void scrollSideways(double pixels) {
        horizontal.setValue(Math.clamp(horizontal.getValue() + pixels, 0, horizontal.getMax()));
    }

    /// Brings the stretch from `left` to `right` of the text on screen, of which there is room for `width`.
    void revealSideways(double left, double right, double width) {
        double value = horizontal.getValue();
        if (left < value || right > value + width) {
            horizontal.setValue(Math.max(0, left - width / 3)); // the layout knows how far it may go
        }
    }

    private void onScrollBar(double lines) {
        if (!updating) {
            viewport.setPosition(lines);
            view.followProperty().set(viewport.atEnd());
            requestLayout();
        }
    }

    @Override
    protected void layoutChildren() {
        if (!view.isShown() || getWidth() <= 0 || getHeight() <= 0) {
            return;
        }
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
        boolean wrap = view.wrapProperty().get();
        layout.configure(getWidth(), view.times().chars(), wrap);
        viewport.setHeight(getHeight());
        if (view.followProperty().get() && !held) {
            viewport.toEnd();
        } else {
            viewport.clamp();
        }
        updateVertical();
        updateHorizontal(wrap ? 0 : layout.hiddenWidth(viewport));
        painter.paint(canvas.getGraphicsContext2D(), view.paintOptions(horizontal.getValue()));
    }

    private void updateVertical() {
        double thickness = vertical.prefWidth(-1);
        double end = viewport.endPosition();
        updating = true;
        vertical.setVisible(end > 0);
        vertical.setMax(end);
        // The thumb shows what share of the lines is on screen; JavaFX wants that share in units of the value.
        vertical.setVisibleAmount(end * viewport.visibleShare());
        vertical.setBlockIncrement(Math.max(1, viewport.visible().size() - 1));
        vertical.setValue(Math.min(end, viewport.position()));
        updating = false;
        vertical.resizeRelocate(getWidth() - thickness, 0, thickness, getHeight());
    }

    private void updateHorizontal(double hidden) {
        double thickness = horizontal.prefHeight(-1);
        horizontal.setVisible(hidden > 0);
        horizontal.setMax(hidden);
        horizontal.setValue(Math.min(hidden, horizontal.getValue()));
        horizontal.setVisibleAmount(hidden * getWidth() / (getWidth() + hidden));
        horizontal.resizeRelocate(0, getHeight() - thickness, getWidth() - thickness, thickness);
    }
}
