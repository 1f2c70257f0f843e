package dev.signalbox.console.commands;

import dev.signalbox.console.commands.Action.Section;
import dev.signalbox.console.fx.Keycap;
import dev.signalbox.console.fx.ModalLayer;
import dev.signalbox.console.fx.ReadingSheet;
import dev.signalbox.console.fx.SheetScroll;
import dev.signalbox.console.fx.Texts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// All keys of the window, with what they would do now, and why not where they would do nothing. FX thread.
public final class KeySheet extends ReadingSheet {
    private final Actions actions;

    public KeySheet(Actions actions, ModalLayer layer) {
        super(layer, Texts.of("keys.title"), "key-sheet");
        this.actions = actions;
        closeButton().setId("closeKeys");
        root().setId("keySheet");
        // What has opened it closes it too.
        root().addEventFilter(KeyEvent.KEY_PRESSED, key -> {
            if (key.getCode() == KeyCode.F1) {
                close();
                key.consume();
            }
        });
        root().addEventFilter(KeyEvent.KEY_TYPED, key -> {
            if (key.getCharacter().equals("?")) {
                close();
                key.consume();
            }
        });
    }

    /// Shows them for what is selected.
    public void show(Target target) {
        var title = new Label(Texts.of("keys.title"));
        title.getStyleClass().add("modal-title");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var head = new HBox(title, space, closeButton());
        head.getStyleClass().add("modal-head");
        head.setMinHeight(Region.USE_PREF_SIZE);
        var columns = new HBox(
                column(target, Section.SERVICE, Section.LOOK, Section.WORKSPACE, Section.WINDOW),
                column(target, Section.QUEUE, Section.TABLE));
        columns.getStyleClass().add("key-sheet-columns");
        var scroll = new SheetScroll(columns);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        show(head, scroll);
    }

    private VBox column(Target target, Section... sections) {
        var column = new VBox();
        column.getStyleClass().add("key-sheet-column");
        for (var section : sections) {
            var heading = new Label(Texts.of("keys.section." + section));
            heading.getStyleClass().add("key-sheet-heading");
            column.getChildren().add(heading);
            lines(section, target).forEach((text, of) -> column.getChildren().add(line(text, of, target)));
        }
        return column;
    }

    /// What is called the same has one line, with all keys.
    private Map<String, List<Action>> lines(Section section, Target target) {
        var lines = new LinkedHashMap<String, List<Action>>();
        for (var action : actions.all()) {
            if (action.section() == section && !action.keys().isEmpty()) {
                lines.merge(
                        action.text(target),
                        List.of(action),
                        (one, other) ->
                                Stream.concat(one.stream(), other.stream()).toList());
            }
        }
        return lines;
    }

    private static HBox line(String text, List<Action> same, Target target) {
        var keys = new HBox();
        keys.getStyleClass().add("key-sheet-keys");
        same.stream()
                .flatMap(action -> action.keys().stream())
                .map(Shortcut::text)
                .distinct()
                .map(Keycap::new)
                .forEach(keys.getChildren()::add);
        var words = new Label(text);
        words.setMinWidth(Region.USE_PREF_SIZE);
        var line = new HBox(keys, words);
        line.getStyleClass().add("key-sheet-line");
        var obstacle = same.getFirst().section() == Section.TABLE
                ? null
                : same.getFirst().whyNot(target);
        if (obstacle != null) {
            var reason = new Label(obstacle);
            reason.getStyleClass().add("muted");
            words.getStyleClass().add("muted");
            line.getChildren().add(reason);
        }
        return line;
    }
}
