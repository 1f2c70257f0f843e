package dev.signalbox.console.window;

import dev.signalbox.console.inspector.Inspector;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.console.model.ServiceTab;
import dev.signalbox.operation.Operation;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Tells what it was asked to show.
final class PlainInspector implements Inspector {
    private final Label name = new Label();
    private final Label front = new Label();
    private final Button close = new Button("Close");
    private final VBox root = new VBox(8, name, front, close);
    private ServiceTab tab = ServiceTab.QUEUE;
    private boolean finding;

    PlainInspector() {
        root.setId("inspector");
        name.setId("inspected");
        front.setId("front");
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void show(@Nullable ServiceModel service) {
        name.setText(service == null ? "" : service.id());
    }

    @Override
    public void showTab(ServiceTab newTab) {
        tab = newTab;
        front.setText(newTab.name());
    }

    @Override
    public void showLog(Operation operation) {
        front.setText("log of " + operation.label());
    }

    @Override
    public ServiceTab tab() {
        return tab;
    }

    @Override
    public boolean find() {
        finding = root.isVisible() && tab == ServiceTab.LOGS;
        if (finding) {
            front.setText("search");
        }
        return finding;
    }

    @Override
    public boolean endFind() {
        var was = finding;
        finding = false;
        front.setText(tab.name());
        return was;
    }

    @Override
    public void onClose(@Nullable Runnable action) {
        close.setVisible(action != null);
        close.setOnAction(_ -> {
            if (action != null) {
                action.run();
            }
        });
    }
}
