package dev.signalbox.console.inspector;

import dev.signalbox.console.history.ServiceHistory;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceModel;
import javafx.fxml.FXML;
import javafx.scene.layout.StackPane;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// What was done to a service in the past.
final class HistoryTab implements InspectorTab {
    private final OperationQueueModel model;
    private final ServiceHistory history;
    private final Runnable openAll;
    private @Nullable ServiceModel service;
    private Subscription subscription = Subscription.EMPTY;

    @FXML
    private StackPane center;

    /// @param openAll opens the history of all services
    HistoryTab(OperationQueueModel model, ServiceHistory history, Runnable openAll) {
        this.model = model;
        this.history = history;
        this.openAll = openAll;
    }

    @FXML
    void initialize() {
        center.getChildren().add(history);
    }

    @Override
    public void show(@Nullable ServiceModel shown) {
        if (shown == service) {
            return;
        }
        service = shown;
        subscription.unsubscribe();
        history.show(shown == null ? null : shown.id());
        subscription = shown == null ? Subscription.EMPTY : model.onRefreshed(history::refresh);
    }

    @FXML
    void openAll() {
        openAll.run();
    }
}
