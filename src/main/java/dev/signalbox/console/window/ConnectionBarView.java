package dev.signalbox.console.window;

import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.Ticker;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/// Says below the toolbar that there is no connection to the engine, and why the buttons are disabled.
final class ConnectionBarView {
    private final OperationQueueModel model;
    private final Ticker ticker;

    @FXML
    private HBox bar;

    @FXML
    private Label text;

    ConnectionBarView(OperationQueueModel model, Ticker ticker) {
        this.model = model;
        this.ticker = ticker;
    }

    @FXML
    void initialize() {
        bar.managedProperty().bind(bar.visibleProperty());
        model.connectionProperty().subscribe(this::show);
        ticker.onTick(this::show);
        show();
    }

    @FXML
    void reconnect() {
        model.reconnect();
    }

    private void show() {
        var trouble = ConnectionWords.trouble(
                model.connectionProperty().get(), model.time().now());
        bar.setVisible(!trouble.isEmpty());
        text.setText(trouble);
    }
}
