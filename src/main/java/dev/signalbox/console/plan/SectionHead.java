package dev.signalbox.console.plan;

import dev.signalbox.console.plan.Picture.Section;
import dev.signalbox.operation.OperationKind;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// The heading above the waves of one kind.
final class SectionHead extends HBox {
    private final FontIcon icon = new FontIcon(Octicons.SQUARE_FILL_16);
    private final Label title = new Label();
    private final Label hint = new Label();
    private final TimeAxis axis = new TimeAxis();

    SectionHead() {
        getStyleClass().add("section-line");
        icon.getStyleClass().add("glyph");
        title.getStyleClass().add("section-title");
        hint.getStyleClass().add("muted");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        getChildren().addAll(icon, title, hint, space, axis);
    }

    /// @param withAxis whether times are shown, and this is the first heading
    void show(Section section, TimeScale scale, boolean withAxis) {
        icon.setIconCode(
                switch (section.kind()) {
                    case START -> Octicons.TRIANGLE_RIGHT_16;
                    case STOP -> Octicons.SQUARE_FILL_16;
                    case RESTART -> Octicons.SYNC_16;
                });
        icon.setIconSize(section.kind() == OperationKind.START ? 20 : 16);
        title.setText(section.title());
        hint.setText(section.hint());
        axis.setVisible(withAxis);
        if (withAxis) {
            axis.show(scale);
        }
    }
}
