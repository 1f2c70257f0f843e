package dev.signalbox.console.plan;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.plan.Work.Line;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/// Tells which services of a plan have work already, or are held, and what becomes of that.
final class WorkBox extends VBox {
    private static final int MOST_LISTED = 8;
    private static final double SERVICE_WIDTH = 164;
    private static final double PLACE_WIDTH = 224;

    private final Label heading = new Label();
    private final GridPane list = new GridPane();
    private final Label more = new Label();
    private List<Line> shown = List.of();

    WorkBox(Ikon glyph) {
        getStyleClass().addAll("warning", "plan-busy");
        var icon = new FontIcon(glyph);
        icon.getStyleClass().add("glyph");
        heading.setGraphic(icon);
        heading.getStyleClass().add("warning-title");
        var work = new ColumnConstraints();
        work.setHgrow(Priority.ALWAYS);
        work.setMinWidth(0);
        var place = new ColumnConstraints();
        place.setMinWidth(PLACE_WIDTH);
        list.getColumnConstraints()
                .addAll(new ColumnConstraints(SERVICE_WIDTH, SERVICE_WIDTH, SERVICE_WIDTH), work, place);
        list.getStyleClass().add("plan-busy-list");
        more.getStyleClass().add("plan-busy-more");
        more.managedProperty().bind(more.visibleProperty());
        managedProperty().bind(visibleProperty());
        getChildren().addAll(heading, list, more);
    }

    /// Shows `work`, or nothing if there is none.
    void show(Work work) {
        var lines = work.lines().stream().limit(MOST_LISTED).toList();
        setVisible(!work.heading().isEmpty());
        heading.setText(work.heading());
        more.setVisible(work.lines().size() > MOST_LISTED);
        more.setText(Texts.of("plan.busy.more", work.lines().size() - MOST_LISTED));
        if (!lines.equals(shown)) {
            shown = lines;
            list.getChildren().clear();
            for (int i = 0; i < lines.size(); i++) {
                var line = lines.get(i);
                list.addRow(i, name(line), whole(line.work(), graphic(line)), whole(line.place(), null));
            }
        }
    }

    private static Label name(Line line) {
        var name = whole(line.service(), null);
        name.getStyleClass().add("plan-busy-name");
        return name;
    }

    private static Label whole(String words, @Nullable Node graphic) {
        var label = new Label(words, graphic);
        label.setTooltip(words.isEmpty() ? null : new Tooltip(words));
        return label;
    }

    private static @Nullable Node graphic(Line line) {
        if (line.glyph() != null) {
            var node = line.glyph().node();
            node.getStyleClass().add("tiny-glyph");
            return node;
        }
        if (line.held()) {
            var pause = new Region();
            pause.getStyleClass().add("pause-glyph");
            return pause;
        }
        return null;
    }
}
