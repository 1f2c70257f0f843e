package dev.signalbox.console.log;

import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;

/// Mouse and keys of the log view. FX thread only.
final class LogInput {

    private static final KeyCombination COPY = new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination COPY_INSERT =
            new KeyCodeCombination(KeyCode.INSERT, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination SELECT_ALL = new KeyCodeCombination(KeyCode.A, KeyCombination.SHORTCUT_DOWN);
    private static final double SIDE_STEP = 40;

    private final LogView view;
    private final LogSurface surface;
    private final LogViewport viewport;
    private final LogSelection selection;
    private boolean dragging;

    LogInput(LogView view, LogSurface surface, LogViewport viewport, LogSelection selection) {
        this.view = view;
        this.surface = surface;
        this.viewport = viewport;
        this.selection = selection;
    }

    void install() {
        view.addEventHandler(ScrollEvent.SCROLL, this::onScroll);
        view.addEventHandler(KeyEvent.KEY_PRESSED, this::onKey);
        Node canvas = surface.canvas(); // not the view: a press on a scroll bar selects nothing
        canvas.addEventHandler(MouseEvent.MOUSE_PRESSED, this::onPress);
        canvas.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::onDrag);
        canvas.addEventHandler(MouseEvent.MOUSE_RELEASED, this::onRelease);
    }

    private void onScroll(ScrollEvent event) {
        surface.scrollSideways(-event.getDeltaX());
        if (event.getDeltaY() != 0) {
            scrollBy(-event.getDeltaY());
        }
        event.consume();
    }

    private void onPress(MouseEvent event) {
        view.requestFocus();
        if (event.getButton() != MouseButton.PRIMARY) {
            return;
        }
        long line = viewport.lineAt(event.getY());
        if (line < 0) {
            return;
        }
        if (event.isShiftDown()) {
            selection.extendTo(line);
        } else {
            selection.start(line);
        }
        dragging = true;
        surface.setHeld(true);
        event.consume();
    }

    private void onDrag(MouseEvent event) {
        if (!dragging) {
            return;
        }
        if (event.getY() < 0 || event.getY() > view.getHeight()) {
            scrollBy(event.getY() < 0 ? -LogFonts.ROW_HEIGHT : LogFonts.ROW_HEIGHT);
        }
        long line = viewport.lineAt(Math.clamp(event.getY(), 0, view.getHeight()));
        if (line >= 0) {
            selection.extendTo(line);
        }
        view.repaint();
        event.consume();
    }

    private void onRelease(MouseEvent event) {
        if (dragging) {
            dragging = false;
            surface.setHeld(false);
            event.consume();
        }
    }

    private void onKey(KeyEvent event) {
        if (COPY.match(event) || COPY_INSERT.match(event)) {
            view.copy();
            event.consume();
        } else if (SELECT_ALL.match(event)) {
            view.selectAll();
            event.consume();
        } else if (!event.isShortcutDown() && !event.isAltDown() && !event.isShiftDown() && move(event.getCode())) {
            event.consume();
        }
    }

    /// Whether `code` is a key of the view.
    private boolean move(KeyCode code) {
        double page = Math.max(LogFonts.ROW_HEIGHT, viewport.height() - 2 * LogFonts.ROW_HEIGHT);
        switch (code) {
            case UP -> scrollBy(-LogFonts.ROW_HEIGHT);
            case DOWN -> scrollBy(LogFonts.ROW_HEIGHT);
            case PAGE_UP -> scrollBy(-page);
            case PAGE_DOWN -> scrollBy(page);
            case HOME -> {
                viewport.toStart();
                moved();
            }
            case END -> {
                viewport.toEnd();
                moved();
            }
            case LEFT -> surface.scrollSideways(-SIDE_STEP);
            case RIGHT -> surface.scrollSideways(SIDE_STEP);
            case ESCAPE -> {
                return clearSelection();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean clearSelection() {
        if (selection.isEmpty()) {
            return false;
        }
        selection.clear();
        view.repaint();
        return true;
    }

    private void scrollBy(double pixels) {
        viewport.scrollBy(pixels);
        moved();
    }

    private void moved() {
        view.followProperty().set(viewport.atEnd());
        view.repaint();
    }
}
