package dev.signalbox.console.plan;

import dev.signalbox.console.Texts;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.service.PlanProposal;
import dev.signalbox.service.PlanProposal.Busy;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// Tells which services of a plan have work that comes first, or are held.
final class BusyBox extends VBox {
    private static final int MOST_LISTED = 8;
    private static final double SERVICE_WIDTH = 164;
    private static final double PLACE_WIDTH = 224;

    private final Label heading = new Label();
    private final GridPane list = new GridPane();
    private final Label more = new Label();

    /// What is shown, to tell whether it has changed.
    private record Line(String service, String work, boolean held, String place) {}

    private List<Line> shown = List.of();

    BusyBox() {
        getStyleClass().addAll("warning", "plan-busy");
        var icon = new FontIcon(Octicons.LIST_ORDERED_16);
        icon.getStyleClass().add("glyph");
        heading.setGraphic(icon);
        heading.getStyleClass().add("warning-title");
        var work = new ColumnConstraints();
        work.setHgrow(Priority.ALWAYS);
        work.setMinWidth(0);
        list.getColumnConstraints().addAll(column(SERVICE_WIDTH), work, column(PLACE_WIDTH));
        list.getStyleClass().add("plan-busy-list");
        more.getStyleClass().add("plan-busy-more");
        more.managedProperty().bind(more.visibleProperty());
        managedProperty().bind(visibleProperty());
        getChildren().addAll(heading, list, more);
    }

    private static ColumnConstraints column(double width) {
        return new ColumnConstraints(width, width, width);
    }

    void show(PlanProposal proposal) {
        var busy = proposal.busy();
        var lines = busy.stream()
                .limit(MOST_LISTED)
                .map(work -> new Line(work.service(), PlanWords.work(work), work.held(), place(proposal, work)))
                .toList();
        setVisible(!busy.isEmpty());
        var idle =
                busy.stream().anyMatch(work -> !work.running() && work.waiting().isEmpty());
        heading.setText(Texts.of(idle ? "plan.busy.or-held" : "plan.busy", busy.size()));
        more.setVisible(busy.size() > MOST_LISTED);
        more.setText(Texts.of("plan.busy.more", busy.size() - MOST_LISTED));
        if (!lines.equals(shown)) {
            shown = lines;
            list.getChildren().clear();
            for (int i = 0; i < lines.size(); i++) {
                list.addRow(
                        i,
                        name(lines.get(i)),
                        work(lines.get(i)),
                        new Label(lines.get(i).place()));
            }
        }
    }

    private static Label name(Line line) {
        var name = new Label(line.service());
        name.getStyleClass().add("plan-busy-name");
        return name;
    }

    private static Label work(Line line) {
        var work = new Label(line.work());
        if (line.held()) {
            var pause = new Region();
            pause.getStyleClass().add("pause-glyph");
            work.setGraphic(pause);
        }
        return work;
    }

    private static String place(PlanProposal proposal, Busy work) {
        if (work.held()) {
            return Texts.of("plan.place.held");
        }
        var kind = proposal.request().kind();
        return work.waiting().isEmpty()
                ? Texts.of("plan.place.next", kind.word())
                : place(proposal.request().mergeQueued(), kind, work);
    }

    private static String place(boolean merges, OperationKind kind, Busy work) {
        return merges
                ? Texts.of("plan.place.merged", kind.word())
                : Texts.of("plan.place.number", kind.word(), work.waiting().size() + 1);
    }
}
