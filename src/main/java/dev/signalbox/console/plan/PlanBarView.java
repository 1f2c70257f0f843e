package dev.signalbox.console.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.layout.VBox;

/// Shows how the plans proceed that were queued, newest first.
public final class PlanBarView {
    private final Plans plans;
    private final Map<PlanProgress, PlanBar> bars = new LinkedHashMap<>();

    @FXML
    private VBox list;

    public PlanBarView(Plans plans) {
        this.plans = plans;
    }

    @FXML
    void initialize() {
        list.managedProperty().bind(list.visibleProperty());
        plans.shown().addListener((ListChangeListener<PlanProgress>) _ -> show());
        show();
    }

    private void show() {
        bars.keySet().retainAll(plans.shown());
        list.getChildren()
                .setAll(plans.shown().stream()
                        .map(progress -> bars.computeIfAbsent(progress, _ -> new PlanBar(progress, plans)))
                        .toList());
        list.setVisible(!plans.shown().isEmpty());
    }
}
