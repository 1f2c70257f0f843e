package dev.signalbox.console.log;

import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// A log view with the search in it, which opens above it: Ctrl+F opens it, F3 and Shift+F3 go from match to
/// match, Esc closes it. FX thread only.
public final class LogPane extends VBox {

    private static final KeyCombination FIND = new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN);

    private final LogView view = new LogView();
    private final FindBar bar = new FindBar(view);

    /// A pane around a view without lines.
    public LogPane() {
        setVgrow(view, Priority.ALWAYS);
        getChildren().setAll(bar, view);
        addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    }

    /// The log.
    public LogView view() {
        return view;
    }

    /// Opens the search, with what was searched for last, and puts the cursor into it.
    public void find() {
        bar.open();
    }

    /// Closes the search, and gives the keys back to the log.
    ///
    /// @return whether it was open
    public boolean endFind() {
        boolean open = bar.isOpen();
        if (open) {
            bar.close();
        }
        return open;
    }

    private void pressed(KeyEvent key) {
        if (FIND.match(key)) {
            find();
            key.consume();
        } else if (key.getCode() == KeyCode.F3) {
            if (bar.isOpen()) {
                bar.step(!key.isShiftDown());
            } else {
                find();
            }
            key.consume();
        } else if (key.getCode() == KeyCode.ESCAPE && endFind()) {
            key.consume();
        }
    }
}
