package dev.signalbox.console.palette;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.skin.VirtualFlow;
import org.jspecify.annotations.Nullable;

/// What was found, of which one line is chosen unless there is none. It never has the focus: letters go on into the
/// field. FX thread.
final class PaletteList {
    /// So many choices are seen.
    static final int PAGE = 8;

    private static final int JUMPS = 3;
    private static final double HEIGHT = PaletteCell.HEADING + (PAGE + 0.5) * PaletteCell.CHOICE;
    private static final double LEAST = 2 * PaletteCell.CHOICE;

    private final ObservableList<Line> lines = FXCollections.observableArrayList();
    private final ListView<Line> view = new ListView<>(lines);
    private final List<PaletteCell> cells = new ArrayList<>();

    PaletteList(Consequences consequences, Consumer<Line.Found> clicked) {
        view.setId("paletteList");
        view.getStyleClass().add("palette-list");
        view.setFocusTraversable(false);
        view.setPrefHeight(HEIGHT);
        view.setMinHeight(LEAST);
        view.setPlaceholder(new Label());
        view.setCellFactory(_ -> {
            var cell = new PaletteCell(consequences, clicked);
            cells.add(cell);
            return cell;
        });
    }

    ListView<Line> root() {
        return view;
    }

    /// The line that is chosen.
    ReadOnlyObjectProperty<Line> chosenProperty() {
        return view.getSelectionModel().selectedItemProperty();
    }

    /// What is chosen; `null` if nothing was found.
    @Nullable
    Choice chosen() {
        return chosenProperty().get() instanceof Line.Found found ? found.choice() : null;
    }

    /// Shows what was found, and chooses the first.
    void show(List<Line> found) {
        lines.setAll(found);
        view.getSelectionModel().clearSelection();
        move(Integer.MIN_VALUE);
    }

    void choose(Line.Found found) {
        view.getSelectionModel().select(found);
    }

    /// Chooses the line so many lines below, or as far as there are any.
    void move(int distance) {
        var to = (int) Math.clamp(
                (long) view.getSelectionModel().getSelectedIndex() + distance, 0, Math.max(0, lines.size() - 1L));
        int step = distance < 0 && to > 0 ? -1 : 1;
        while (to >= 0 && to < lines.size() && lines.get(to) instanceof Line.Heading) {
            to += step;
        }
        if (to >= 0 && to < lines.size()) {
            view.getSelectionModel().clearAndSelect(to);
            reveal(to);
        }
    }

    private void reveal(int index) {
        if (view.lookup(".virtual-flow") instanceof VirtualFlow<?> flow) {
            var heading = index > 0 && lines.get(index - 1) instanceof Line.Heading;
            // A long jump goes by estimated heights; once laid out, more of them are known.
            for (int i = 0; i < JUMPS; i++) {
                flow.scrollTo(heading ? index - 1 : index);
                flow.layout();
            }
        }
    }

    /// Looks again at what is true now.
    void update() {
        cells.forEach(PaletteCell::update);
    }
}
