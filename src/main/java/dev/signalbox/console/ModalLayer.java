package dev.signalbox.console;

import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// Lays one dialog at a time over the window, which is dim and out of reach meanwhile. Unlike a window of its own
/// it moves with the console and looks the same under each window manager. FX thread.
public final class ModalLayer {
    private final StackPane root = new StackPane();
    private @Nullable Node below;
    private @Nullable Node focusedBefore;
    private Runnable dismiss = () -> {};
    private Runnable whenFree = () -> {};

    public ModalLayer() {
        root.setId("modal");
        root.getStyleClass().add("modal-layer");
        root.setVisible(false);
        root.managedProperty().bind(root.visibleProperty());
        root.setOnMousePressed(press -> {
            if (root.equals(press.getTarget())) {
                dismiss.run();
            }
        });
    }

    /// What is laid over the window.
    StackPane root() {
        return root;
    }

    /// Tells what lies below and cannot be reached while a dialog is shown.
    void covers(Node window) {
        below = window;
    }

    /// Shows `dialog` instead of what is shown now.
    ///
    /// @param focus gets the focus
    /// @param dismissed what a click beside the dialog does
    public void show(Region dialog, Node focus, Runnable dismissed) {
        if (!isShowing() && root.getScene() != null) {
            focusedBefore = root.getScene().getFocusOwner();
        }
        dismiss = dismissed;
        root.getChildren().setAll(dialog);
        root.setVisible(true);
        if (below != null) {
            // So that neither Tab nor a shortcut gets there.
            below.setDisable(true);
        }
        focus.requestFocus();
    }

    /// Takes the dialog away and gives the focus back.
    public void close() {
        dismiss = () -> {};
        root.setVisible(false);
        root.getChildren().clear();
        if (below != null) {
            below.setDisable(false);
        }
        if (focusedBefore != null) {
            focusedBefore.requestFocus();
            focusedBefore = null;
        }
        runWaiting();
    }

    /// Runs `action` as soon as no dialog is shown: what comes by itself must not take away what the operator is at.
    /// It takes the place of an earlier one that has not run.
    public void whenFree(Runnable action) {
        whenFree = action;
        if (!isShowing()) {
            runWaiting();
        }
    }

    private void runWaiting() {
        var action = whenFree;
        whenFree = () -> {};
        action.run();
    }

    public boolean isShowing() {
        return root.isVisible();
    }
}
