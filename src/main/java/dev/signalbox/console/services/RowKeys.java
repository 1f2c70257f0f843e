package dev.signalbox.console.services;

import dev.signalbox.console.Commands;
import dev.signalbox.console.ServiceModel;
import java.util.function.Consumer;
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
        // Held with Ctrl, Alt or Meta they mean something else.
        if (!key.isControlDown() && !key.isAltDown() && !key.isMetaDown() && isOurs(key)) {
            key.consume();
        }
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
                    withSelected(commands::start);
                }
            }
            case S -> withSelected(commands::stop);
            case R -> withSelected(commands::restart);
            case H -> withSelected(commands::toggleHold);
            case DELETE -> withSelected(commands::cancelLastQueued);
            case L -> withSelected(_ -> view.openLogs());
            default -> {
                return false;
            }
        }
        return true;
    }

    private void withSelected(Consumer<ServiceModel> action) {
        var service = view.visibleSelection();
        if (service != null) {
            action.accept(service);
        }
    }
}
