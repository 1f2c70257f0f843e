package dev.signalbox.console.commands;

import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/// The keys of the window: wherever the focus is, a key that is an action's does what the list says, but where it
/// belongs to the control that has the focus. FX thread.
public final class ActionKeys {
    private final Actions actions;
    private final Views views;
    private final Supplier<Node> table;

    /// @param table where the keys count that other controls use for themselves
    public ActionKeys(Actions actions, Views views, Supplier<Node> table) {
        this.actions = actions;
        this.views = views;
        this.table = table;
    }

    /// Does what a key says, and consumes it.
    public void handle(KeyEvent key) {
        var action = find(key);
        if (action != null) {
            actions.run(action, views.target());
            key.consume();
        }
    }

    private @Nullable Action find(KeyEvent key) {
        for (var action : actions.all()) {
            for (var shortcut : action.keys()) {
                if (shortcut.matches(key) && isOurs(shortcut, key) && isTaken(action)) {
                    return action;
                }
            }
        }
        return null;
    }

    private boolean isOurs(Shortcut shortcut, KeyEvent key) {
        if (key.getTarget() instanceof TextInputControl) {
            return shortcut.worksInText();
        }
        return !shortcut.isForTable() || table.get().equals(key.getTarget());
    }

    private boolean isTaken(Action action) {
        return action.manner() != Action.Manner.MOVES || action.whyNot(views.target()) == null;
    }
}
