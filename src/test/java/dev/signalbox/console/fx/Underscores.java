package dev.signalbox.console.fx;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.stage.Window;

/// Finds what does not show the underscores of its text, as it takes them for mnemonics, of which the window has
/// none.
public final class Underscores {
    private Underscores() {}

    /// The texts of all controls and menu items of all windows that lose an underscore. FX thread.
    public static List<String> lost() {
        var texts = new ArrayList<String>();
        for (var window : Window.getWindows()) {
            if (window.getScene() != null) {
                look(window.getScene().getRoot(), texts);
            }
        }
        return texts;
    }

    private static void look(Node node, List<String> texts) {
        if (node instanceof Labeled control) {
            add(control.isMnemonicParsing(), control.getText(), texts);
        }
        if (node instanceof Control control && control.getContextMenu() != null) {
            items(control.getContextMenu().getItems().stream(), texts);
        }
        if (node instanceof MenuButton button) {
            items(button.getItems().stream(), texts);
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> look(child, texts));
        }
    }

    private static void items(Stream<MenuItem> items, List<String> texts) {
        items.forEach(item -> {
            add(item.isMnemonicParsing(), item.getText(), texts);
            if (item instanceof Menu menu) {
                items(menu.getItems().stream(), texts);
            }
        });
    }

    private static void add(boolean parsed, String text, List<String> texts) {
        if (parsed && text != null && text.contains("_")) {
            texts.add(text);
        }
    }
}
