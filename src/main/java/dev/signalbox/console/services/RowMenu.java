package dev.signalbox.console.services;

import dev.signalbox.console.Inspector;
import dev.signalbox.console.ServiceModel;
import dev.signalbox.console.Texts;
import dev.signalbox.console.Trouble;
import dev.signalbox.console.Trouble.Remedy;
import java.util.List;
import java.util.Map;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;

/// All that can be asked of one service. Built when it is opened, for the state that the service is in then.
final class RowMenu {
    private RowMenu() {}

    static ContextMenu of(ServiceModel service, RowContext context) {
        var commands = context.commands();
        var queue = service.queue();
        var menu = new ContextMenu(
                item("start", () -> commands.start(service)),
                item("stop", () -> commands.stop(service)),
                item("restart", () -> commands.restart(service)),
                item(
                        "stop-now",
                        Texts.of(service.isStoppingNow() ? "menu.kill" : "menu.stop-now"),
                        () -> commands.stopNow(service)),
                new SeparatorMenuItem(),
                item(queue.held() ? "resume" : "hold", () -> commands.toggleHold(service)),
                item("hold-because", () -> commands.holdBecause(List.of(service))));
        var items = menu.getItems();
        var trouble = Trouble.of(service, context.time().now());
        if (trouble != null) {
            trouble.remedies().stream()
                    .filter(remedy -> remedy != Remedy.START)
                    .map(remedy ->
                            item("remedy-" + remedy, remedy.words(service), () -> commands.remedy(service, remedy)))
                    .forEach(items::add);
        }
        if (service.isScheduled()) {
            items.add(item(
                    service.intent().suspension() == null ? "suspend-schedule" : "resume-schedule",
                    () -> commands.toggleSchedule(service)));
        }
        if (service.isUnstopped()) {
            items.add(item("keep-running", () -> commands.keepRunning(service)));
        }
        if (!queue.waiting().isEmpty()) {
            items.add(item("clear", () -> commands.clear(service)));
        }
        if (queue.wedged()) {
            items.add(item("abandon", () -> commands.abandon(service)));
        }
        items.add(new SeparatorMenuItem());
        items.add(item("logs", () -> context.opener().open(service, Inspector.Tab.LOGS)));
        long pid = service.status().pid();
        if (pid > 0) {
            items.add(item("copy-pid", () -> copy(Long.toString(pid))));
        }
        return menu;
    }

    private static MenuItem item(String key, Runnable action) {
        return item(key, Texts.of("menu." + key), action);
    }

    private static MenuItem item(String id, String text, Runnable action) {
        var item = new MenuItem(text);
        item.setId("menu-" + id);
        item.setMnemonicParsing(false);
        item.setOnAction(_ -> action.run());
        return item;
    }

    private static void copy(String text) {
        Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, text));
    }
}
