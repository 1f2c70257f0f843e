package dev.signalbox.console.services;

import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceFilter;
import dev.signalbox.console.model.ServiceModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.ObservableSet;
import javafx.collections.SetChangeListener;
import javafx.util.Subscription;

/// The lines of the table: services under their groups, as far as the filter and the collapsed groups let them be
/// seen. Services without a group come first, without a heading. FX thread.
final class Rows {
    private final OperationQueueModel model;
    private final ServiceFilter filter;
    private final ObservableSet<String> collapsed;
    private final ObservableList<Row> rows = FXCollections.observableArrayList();
    private Runnable rebuilt = () -> {};
    private boolean rebuilding;
    private Subscription followed = Subscription.EMPTY;

    Rows(OperationQueueModel model, ServiceFilter filter, ObservableSet<String> collapsed) {
        this.model = model;
        this.filter = filter;
        this.collapsed = collapsed;
        filter.onChange(this::rebuild);
        // All that a filter looks at may have changed, once for all services.
        model.onRefreshed(this::rebuildIfFiltered);
        collapsed.addListener((SetChangeListener<String>) _ -> rebuild());
        model.services().addListener((ListChangeListener<ServiceModel>) _ -> followAll());
        followAll();
    }

    /// Definitions change what is grouped.
    private void followAll() {
        followed.unsubscribe();
        followed = Subscription.combine(model.services().stream()
                .map(service -> service.definitionProperty().subscribe((_, _) -> rebuild()))
                .toArray(Subscription[]::new));
        rebuild();
    }

    ObservableList<Row> list() {
        return rows;
    }

    /// The services of a group that are shown, or would be if it were not folded away.
    List<ServiceModel> members(String group) {
        return model.services().stream()
                .filter(service -> service.definition().group().equals(group) && filter.matches(service))
                .toList();
    }

    /// Whether the lines are being replaced, so that the list selects what nobody asked for.
    boolean isRebuilding() {
        return rebuilding;
    }

    /// What happens after the lines have changed.
    void onRebuilt(Runnable action) {
        rebuilt = action;
    }

    void toggle(String group) {
        fold(group, !collapsed.contains(group));
    }

    void fold(String group, boolean away) {
        if (away) {
            collapsed.add(group);
        } else {
            collapsed.remove(group);
        }
    }

    private void rebuildIfFiltered() {
        if (filter.isActive()) {
            rebuild();
        }
    }

    private void rebuild() {
        var now = lines();
        if (!now.equals(rows)) {
            rebuilding = true;
            rows.setAll(now);
            rebuilding = false;
            rebuilt.run();
        }
    }

    private List<Row> lines() {
        var groups = new LinkedHashMap<String, List<ServiceModel>>();
        groups.put("", new ArrayList<>());
        for (var service : model.services()) {
            if (filter.matches(service)) {
                groups.computeIfAbsent(service.definition().group(), _ -> new ArrayList<>())
                        .add(service);
            }
        }
        var lines = new ArrayList<Row>();
        groups.forEach((group, services) -> {
            // Who searches wants to see what was found.
            var folded = collapsed.contains(group) && !filter.isActive();
            if (!group.isEmpty()) {
                lines.add(new Row.Group(group, services.size(), folded));
            }
            if (!folded) {
                services.forEach(service -> lines.add(new Row.Service(service)));
            }
        });
        return lines;
    }
}
