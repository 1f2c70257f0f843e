package dev.signalbox.console.services;

import dev.signalbox.console.fx.Texts;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// The heading of a group: its name and how many services it has.
final class GroupLine extends HBox {
    private final FontIcon chevron = new FontIcon(Octicons.CHEVRON_DOWN_16);
    private final Label name = new Label();
    private final Label count = new Label();

    GroupLine() {
        getStyleClass().add("group-line");
        chevron.getStyleClass().addAll("glyph", "small-glyph");
        name.getStyleClass().add("semi-bold");
        count.getStyleClass().add("muted");
        getChildren().addAll(chevron, name, count);
    }

    void show(Row.Group group) {
        chevron.setIconCode(group.collapsed() ? Octicons.CHEVRON_RIGHT_16 : Octicons.CHEVRON_DOWN_16);
        name.setText(group.name());
        count.setText(Texts.of("services.group", group.services()));
    }

    String describe() {
        return name.getText() + ", " + count.getText();
    }
}
