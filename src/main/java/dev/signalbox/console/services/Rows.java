package dev.signalbox.console.services;

import dev.signalbox.console.OperationQueueModel;
import dev.signalbox.console.ServiceFilter;
import dev.signalbox.console.ServiceModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableSet;
import javafx.collections.SetChangeListener;

/// The lines of the table: services under their groups, as far as the filter and the collapsed groups let them be
/// seen. Services without a group come first, without a heading. FX thread.
final class Rows {
    private final OperationQueueModel model;
    private final ServiceFilter filter;
    private final ObservableSet<String> collapsed;
    private final ObservableList<Row> rows = FXCollections.observableArrayList();
    private Runnable rebuilt = () -> {};

    Rows(OperationQueueModel model, ServiceFilter filter, ObservableSet<String> collapsed) {
        this.model = model;
        this.filter = filter;
        this.collapsed = collapsed;
        filter.onChange(this::rebuild);
        collapsed.addListener((SetChangeListener<String>) _ -> rebuild());
        // States change what a filter lets through.
        for (var service : model.services()) {
            service.statusProperty().addListener(_ -> rebuildIfFiltered());
            service.queueProperty().addListener((_, before, after) -> {
                if (before.wedged() != after.wedged()) {
                    rebuildIfFiltered();
                }
            });
        }
        rebuild();
    }

    ObservableList<Row> list() {
        return rows;
    }

    /// What happens after the lines have changed.
    void onRebuilt(Runnable action) {
        rebuilt = action;
    }

    void toggle(String group) {
        if (!collapsed.remove(group)) {
            collapsed.add(group);
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
            rows.setAll(now);
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
