package dev.signalbox.console.services;

import dev.signalbox.console.commands.ActionMenus;
import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.commands.Target;
import dev.signalbox.console.model.ServiceModel;
import javafx.scene.control.ContextMenu;

/// The menus of the table's rows: of one service, of several selected ones, of a group.
final class RowMenus {
    private final Actions actions;
    private final Rows rows;
    private final RowSelection selection;

    RowMenus(Actions actions, Rows rows, RowSelection selection) {
        this.actions = actions;
        this.rows = rows;
        this.selection = selection;
    }

    ContextMenu of(Row row) {
        return switch (row) {
            case Row.Group group -> menu(new Target(rows.members(group.name()), group.name()), "group-");
            case Row.Service(var service) -> {
                var selected = selection.services();
                yield selected.size() > 1 && selected.contains(service)
                        ? menu(Target.of(selected), "several-")
                        : of(service);
            }
        };
    }

    /// That of one service, whatever is selected.
    ContextMenu of(ServiceModel service) {
        return menu(Target.of(service), "menu-");
    }

    private ContextMenu menu(Target target, String prefix) {
        var menu = new ContextMenu();
        menu.getItems().setAll(ActionMenus.items(actions, target, prefix, true));
        return menu;
    }
}
