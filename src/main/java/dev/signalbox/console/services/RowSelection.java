package dev.signalbox.console.services;

import dev.signalbox.console.model.ServiceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javafx.collections.ListChangeListener;
import javafx.scene.control.ListView;
import javafx.scene.control.MultipleSelectionModel;
import javafx.scene.control.SelectionMode;
import org.jspecify.annotations.Nullable;

/// Which services of the table are selected: one, or several that are asked for the same. FX thread.
final class RowSelection {
    private final MultipleSelectionModel<Row> model;
    private final Rows rows;
    private final List<Runnable> listeners = new ArrayList<>();
    /// Where a range begins.
    private int anchor;
    /// The services that are selected. Kept apart, as the list forgets them when its rows are replaced.
    private List<ServiceModel> services = List.of();

    RowSelection(ListView<Row> list, Rows rows) {
        this.model = list.getSelectionModel();
        this.rows = rows;
        model.setSelectionMode(SelectionMode.MULTIPLE);
        model.getSelectedIndices().addListener((ListChangeListener<Integer>) _ -> changed());
    }

    private void changed() {
        if (rows.isRebuilding()) {
            return;
        }
        if (model.getSelectedIndices().size() == 1) {
            anchor = model.getSelectedIndex();
        }
        services = model.getSelectedItems().stream()
                .filter(Row.Service.class::isInstance)
                .map(row -> ((Row.Service) row).service())
                .toList();
        listeners.forEach(Runnable::run);
    }

    /// Calls `listener` after each change.
    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /// The selected services, from the top.
    List<ServiceModel> services() {
        return services;
    }

    void only(int index) {
        model.clearAndSelect(index);
    }

    /// Selects a row by itself, unless it is one of those that are selected: what a menu is about is highlighted.
    void include(Row row) {
        var index = rows.list().indexOf(row);
        if (index >= 0 && !model.isSelected(index)) {
            only(index);
        }
    }

    /// Selects a service by itself, unless it is.
    void show(ServiceModel service) {
        var index = rows.list().indexOf(new Row.Service(service));
        if (index >= 0
                && !(model.isSelected(index) && model.getSelectedIndices().size() == 1)) {
            only(index);
        }
    }

    /// Selects all services between where the selection began and the row `index`.
    void extend(int index) {
        var step = index < anchor ? -1 : 1;
        select(IntStream.iterate(anchor, i -> i != index + step, i -> i + step));
    }

    void all() {
        var focused = model.getSelectedIndex();
        select(IntStream.concat(
                IntStream.range(0, rows.list().size()).filter(i -> i != focused),
                focused < 0 ? IntStream.empty() : IntStream.of(focused)));
    }

    /// Selects the services among these rows; the last one counts as selected last.
    private void select(IntStream indices) {
        var from = anchor;
        var chosen =
                indices.filter(i -> rows.list().get(i) instanceof Row.Service).toArray();
        if (chosen.length > 0) {
            model.clearSelection();
            model.selectIndices(chosen[0], chosen);
            anchor = from;
        }
    }

    /// Selects again what was selected before the rows were replaced, as far as it is still there.
    ///
    /// @param last the one that was selected last; `null` for none
    void restore(@Nullable ServiceModel last) {
        var before = new ArrayList<>(services);
        if (last != null) {
            before.remove(last);
            before.add(last);
        }
        var indices = before.stream()
                .mapToInt(service -> rows.list().indexOf(new Row.Service(service)))
                .filter(i -> i >= 0)
                .toArray();
        model.clearSelection();
        if (indices.length > 0) {
            model.selectIndices(indices[0], indices);
        } else {
            // The list says nothing where it had forgotten its selection already: what cannot be seen is not selected.
            changed();
        }
    }
}
