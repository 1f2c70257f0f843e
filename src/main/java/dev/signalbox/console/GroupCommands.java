package dev.signalbox.console;

import dev.signalbox.operation.OperationKind;
import java.util.List;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;

/// What can be asked of all services of a group. FX thread.
public final class GroupCommands {
    private GroupCommands() {}

    /// A menu of the group's name.
    static Menu menu(String group, OperationQueueModel model, Commands commands) {
        var menu = new Menu(group);
        menu.setMnemonicParsing(false);
        menu.getItems().setAll(items(group, model, commands));
        return menu;
    }

    /// The items of a group's menu, for the services that it has when they are chosen.
    public static List<MenuItem> items(String group, OperationQueueModel model, Commands commands) {
        var count = members(group, model).size();
        return List.of(
                item("start", count, () -> commands.ask(OperationKind.START, members(group, model), group)),
                item("restart", count, () -> commands.ask(OperationKind.RESTART, members(group, model), group)),
                item("stop", count, () -> commands.ask(OperationKind.STOP, members(group, model), group)));
    }

    private static List<ServiceModel> members(String group, OperationQueueModel model) {
        return model.services().stream()
                .filter(service -> service.definition().group().equals(group))
                .toList();
    }

    private static MenuItem item(String action, int count, Runnable ask) {
        var item = new MenuItem(Texts.of("menu." + action + "-several", count));
        item.setId("group-" + action);
        item.setOnAction(_ -> ask.run());
        return item;
    }
}
