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
    private @Nullable ServiceModel anchor;
    /// The services that are selected and can be seen.
    private List<ServiceModel> services = List.of();
    /// What the operator has selected, also where it cannot be seen now. Kept apart, as the list forgets it when its
    /// rows are replaced.
    private List<ServiceModel> chosen = List.of();
    private @Nullable String chosenGroup;
    private boolean restoring;

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
        services = model.getSelectedItems().stream()
                .filter(Row.Service.class::isInstance)
                .map(row -> ((Row.Service) row).service())
                .toList();
        if (!restoring) {
            chosen = services;
            chosenGroup = group();
            if (services.size() == 1) {
                anchor = services.getFirst();
            }
        }
        listeners.forEach(Runnable::run);
    }

    /// Calls `listener` after each change.
    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /// The group whose heading is selected, and nothing else; `null` if it is otherwise.
    @Nullable
    String group() {
        return model.getSelectedIndices().size() == 1
                        && model.getSelectedItem() instanceof Row.Group(var name, var _, var _)
                ? name
                : null;
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
        var from = anchor == null ? -1 : rows.list().indexOf(new Row.Service(anchor));
        var begin = from < 0 ? Math.max(0, model.getSelectedIndex()) : from;
        var step = index < begin ? -1 : 1;
        select(IntStream.iterate(begin, i -> i != index + step, i -> i + step));
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

    /// Selects again what was chosen before the rows were replaced, as far as it can be seen.
    ///
    /// @param last the one that was selected last; `null` for none
    void restore(@Nullable ServiceModel last) {
        var lines = rows.list();
        var order = new ArrayList<>(chosen);
        if (last != null && order.remove(last)) {
            order.add(last);
        }
        var indices = order.stream()
                .mapToInt(service -> lines.indexOf(new Row.Service(service)))
                .filter(i -> i >= 0)
                .toArray();
        restoring = true;
        model.clearSelection();
        if (indices.length > 0) {
            model.selectIndices(indices[0], indices);
        } else {
            IntStream.range(0, lines.size())
                    .filter(i -> lines.get(i) instanceof Row.Group(var name, var _, var _) && name.equals(chosenGroup))
                    .findFirst()
                    .ifPresent(model::select);
        }
        // The list says nothing where it had forgotten its selection already.
        changed();
        restoring = false;
    }
}
