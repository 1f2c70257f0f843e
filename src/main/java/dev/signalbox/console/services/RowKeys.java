package dev.signalbox.console.services;

import dev.signalbox.console.Commands;
import dev.signalbox.operation.OperationKind;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// The keys of the table.
final class RowKeys {
    private final ServicesView view;
    private final Commands commands;

    RowKeys(ServicesView view, Commands commands) {
        this.view = view;
        this.commands = commands;
    }

    void pressed(KeyEvent key) {
        var ours = (key.isShiftDown() && isExtending(key))
                || (key.isShortcutDown() && isSelectingAll(key))
                // Held with Ctrl, Alt or Meta they mean something else.
                || (!key.isControlDown() && !key.isAltDown() && !key.isMetaDown() && isOurs(key));
        if (ours) {
            key.consume();
        }
    }

    private boolean isExtending(KeyEvent key) {
        switch (key.getCode()) {
            case UP -> view.extend(-1);
            case DOWN -> view.extend(1);
            case PAGE_UP -> view.extend(-view.page());
            case PAGE_DOWN -> view.extend(view.page());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean isSelectingAll(KeyEvent key) {
        if (key.getCode() == KeyCode.A) {
            view.selectAll();
            return true;
        }
        return false;
    }

    /// By its character, as keyboards have it in different places; and only once it is typed, as it would
    /// otherwise be typed into the filter too.
    void typed(KeyEvent key) {
        if (key.getCharacter().equals("/")) {
            view.search();
            key.consume();
        }
    }

    private boolean isOurs(KeyEvent key) {
        switch (key.getCode()) {
            case UP -> view.move(-1);
            case DOWN -> view.move(1);
            case PAGE_UP -> view.move(-view.page());
            case PAGE_DOWN -> view.move(view.page());
            case HOME -> view.selectFirst();
            case END -> view.selectLast();
            case LEFT -> view.fold(true);
            case RIGHT -> view.fold(false);
            case ENTER -> {
                if (view.isGroupSelected()) {
                    view.fold(false);
                } else {
                    ask(OperationKind.START);
                }
            }
            case S -> ask(OperationKind.STOP);
            case R -> ask(OperationKind.RESTART);
            case H -> commands.toggleHold(view.selection());
            case DELETE -> view.selection().forEach(commands::cancelLastQueued);
            case L -> {
                if (view.visibleSelection() != null) {
                    view.openLogs();
                }
            }
            case ESCAPE -> {
                if (view.selection().size() < 2) {
                    return false;
                }
                view.selectFocused();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void ask(OperationKind kind) {
        if (!view.selection().isEmpty()) {
            commands.ask(kind, view.selection(), "");
        }
    }
}
