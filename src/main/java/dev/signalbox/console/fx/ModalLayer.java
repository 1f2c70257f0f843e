package dev.signalbox.console.fx;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// Lays sheets over the window, which is dim and out of reach meanwhile. Unlike windows of their own they move with
/// the console, are never larger than it and look the same under each window manager. One that comes while another
/// stands covers it; when it is gone, that one is back as it was left. FX thread.
public final class ModalLayer {
    private final StackPane root = new StackPane();
    private final List<Laid> stack = new ArrayList<>();
    private final Set<Runnable> waiting = new LinkedHashSet<>();
    private @Nullable Node below;
    private @Nullable Node focusedBefore;

    /// A sheet, and what has or had the focus in it.
    private static final class Laid {
        private final Sheet sheet;
        private Node focus;

        Laid(Sheet sheet) {
            this.sheet = sheet;
            this.focus = sheet.focus();
        }
    }

    public ModalLayer() {
        root.setId("modal");
        root.getStyleClass().add("modal-layer");
        root.setVisible(false);
        root.managedProperty().bind(root.visibleProperty());
        root.setOnMousePressed(press -> {
            if (isShowing() && root.equals(press.getTarget()) && top().sheet.isLight()) {
                top().sheet.cancelButton().fire();
            }
        });
    }

    /// Tells where it is to lie: in `place`, over `window`, which is in there already and cannot be reached while a
    /// sheet is shown.
    public void covers(StackPane place, Node window) {
        below = window;
        place.getChildren().add(root);
        root.sceneProperty().subscribe(scene -> {
            if (scene != null) {
                // One that is held gives one answer only.
                KeyRepeats.ignoreIn(scene);
                scene.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
            }
        });
    }

    /// Shows `sheet`, over the others that are shown unless those are last.
    public void show(Sheet sheet) {
        remember();
        var place = stack.size();
        while (place > 0 && stack.get(place - 1).sheet.isLast() && !sheet.isLast()) {
            place--;
        }
        stack.add(place, new Laid(sheet));
        update();
    }

    /// Takes `sheet` away, if it is there, and gives the focus back.
    public void close(Sheet sheet) {
        remember();
        if (stack.removeIf(laid -> laid.sheet.equals(sheet))) {
            update();
        }
    }

    /// Whether `sheet` is shown, or will be when what covers it is gone.
    boolean holds(Sheet sheet) {
        return stack.stream().anyMatch(laid -> laid.sheet.equals(sheet));
    }

    /// Runs `action` as soon as no sheet is shown: what comes by itself must not get between an operator and what
    /// is answered. An action that waits already waits once.
    public void whenFree(Runnable action) {
        waiting.add(action);
        runWaiting();
    }

    public boolean isShowing() {
        return !stack.isEmpty();
    }

    private Laid top() {
        return stack.getLast();
    }

    private void remember() {
        var scene = root.getScene();
        var focused = scene == null ? null : scene.getFocusOwner();
        if (!isShowing()) {
            focusedBefore = focused;
        } else if (focused != null) {
            top().focus = focused;
        }
    }

    private void update() {
        root.getChildren().setAll(stack.stream().map(laid -> laid.sheet.root()).toList());
        // What is covered must not be reached by Tab.
        stack.forEach(laid -> laid.sheet.root().setVisible(laid == top()));
        root.setVisible(isShowing());
        if (below != null) {
            below.setDisable(isShowing());
        }
        // What scrolls is not in the scene until it has got its skin, and cannot have the focus before.
        root.applyCss();
        var focus = isShowing() ? top().focus : focusedBefore;
        if (focus != null) {
            focus.requestFocus();
        }
        runWaiting();
    }

    private void runWaiting() {
        while (!isShowing() && !waiting.isEmpty()) {
            var next = waiting.iterator().next();
            waiting.remove(next);
            next.run();
        }
    }

    private void pressed(KeyEvent key) {
        var answers = key.getCode() == KeyCode.ENTER || key.getCode() == KeyCode.ESCAPE;
        if (key.isConsumed()
                || !isShowing()
                || !answers
                || isModified(key)
                || Popups.isOpen(root.getScene().getWindow())) {
            return;
        }
        var pressed = key.getCode() == KeyCode.ESCAPE ? top().sheet.cancelButton() : onEnter();
        if (pressed != null) {
            key.consume();
            pressed.fire();
        }
    }

    /// What Enter presses where the focus is now; `null` if it is not for a button.
    private @Nullable Button onEnter() {
        return switch (root.getScene().getFocusOwner()) {
            case TextArea _ -> null;
            case Button button -> button;
            case null, default -> top().sheet.primaryButton();
        };
    }

    private static boolean isModified(KeyEvent key) {
        return key.isAltDown() || key.isControlDown() || key.isMetaDown() || key.isShiftDown();
    }
}
