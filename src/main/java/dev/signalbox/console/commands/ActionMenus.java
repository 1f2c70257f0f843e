package dev.signalbox.console.commands;

import dev.signalbox.console.commands.Action.Reach;
import dev.signalbox.console.commands.Action.Section;
import dev.signalbox.console.fx.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;

/// Menus of what can be done to services. Made when they are opened, for what is true then. FX thread.
public final class ActionMenus {
    private static final List<Section> SECTIONS = List.of(Section.SERVICE, Section.QUEUE, Section.LOOK, Section.COPY);

    private ActionMenus() {}

    /// All that can be done to `target`, with its keys. What cannot be done now says why.
    ///
    /// @param prefix of the items' ids
    /// @param keys whether the keys are about this target, so that they stand beside the items. A menu that belongs
    ///     to a button must not have them: its keys would act even while it is closed
    public static List<MenuItem> items(Actions actions, Target target, String prefix, boolean keys) {
        var items = new ArrayList<MenuItem>();
        for (var section : SECTIONS) {
            var ofSection = actions.all().stream()
                    .filter(action ->
                            action.section() == section && action.reach() != Reach.WINDOW && action.isOffered(target))
                    .map(action -> item(actions, action, target, prefix, keys))
                    .toList();
            if (!items.isEmpty() && !ofSection.isEmpty()) {
                items.add(new SeparatorMenuItem());
            }
            items.addAll(ofSection);
        }
        return items;
    }

    private static MenuItem item(Actions actions, Action action, Target target, String prefix, boolean keys) {
        var obstacle = action.whyNot(target);
        var text = action.text(target);
        var item = new MenuItem(obstacle == null ? text : Texts.of("menu.not-now", text, obstacle));
        item.setId(prefix + action.id());
        // It may name a service, whose underscores are no mnemonics.
        item.setMnemonicParsing(false);
        item.setDisable(obstacle != null);
        item.setOnAction(_ -> actions.runAs(action, target, text));
        if (keys && !action.keys().isEmpty()) {
            item.setAccelerator(action.keys().getFirst().combination());
        }
        return item;
    }
}
