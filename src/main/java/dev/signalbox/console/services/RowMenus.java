package dev.signalbox.console.services;

import dev.signalbox.console.GroupCommands;
import dev.signalbox.console.OperationQueueModel;
import dev.signalbox.console.ServiceModel;
import dev.signalbox.console.Texts;
import dev.signalbox.operation.OperationKind;
import java.util.List;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;

/// The menus of the table's rows: of one service, of several selected ones, of a group.
final class RowMenus {
    private final OperationQueueModel model;
    private final RowContext context;
    private final RowSelection selection;

    RowMenus(OperationQueueModel model, RowContext context, RowSelection selection) {
        this.model = model;
        this.context = context;
        this.selection = selection;
    }

    ContextMenu of(Row row) {
        return switch (row) {
            case Row.Group group -> group(group.name());
            case Row.Service(var service) -> {
                var selected = selection.services();
                yield selected.size() > 1 && selected.contains(service)
                        ? several(selected)
                        : RowMenu.of(service, context);
            }
        };
    }

    private ContextMenu group(String group) {
        var menu = new ContextMenu();
        menu.getItems().setAll(GroupCommands.items(group, model, context.commands()));
        return menu;
    }

    private ContextMenu several(List<ServiceModel> services) {
        var commands = context.commands();
        var held = services.stream().allMatch(service -> service.queue().held());
        return new ContextMenu(
                item("start", services, () -> commands.ask(OperationKind.START, services, "")),
                item("restart", services, () -> commands.ask(OperationKind.RESTART, services, "")),
                item("stop", services, () -> commands.ask(OperationKind.STOP, services, "")),
                new SeparatorMenuItem(),
                item(held ? "resume" : "hold", services, () -> commands.toggleHold(services)),
                item("hold-because", services, () -> commands.holdBecause(services)));
    }

    private static MenuItem item(String action, List<ServiceModel> services, Runnable chosen) {
        var item = new MenuItem(Texts.of("menu." + action + "-several", services.size()));
        item.setId("several-" + action);
        item.setOnAction(_ -> chosen.run());
        return item;
    }
}
