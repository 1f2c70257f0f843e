package dev.signalbox.console.fx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.List;
import java.util.Objects;
import java.util.ResourceBundle;
import javafx.fxml.FXMLLoader;
import javafx.scene.Parent;

/// Every view that is written in FXML. The file lies beside its controller.
public enum FxmlView {
    CONSOLE("window/console.fxml"),
    TOOLBAR("window/toolbar.fxml"),
    RELOAD_BAR("reload/reload-bar.fxml"),
    NOT_STARTED_BAR("window/not-started-bar.fxml"),
    SUMMARY("window/summary.fxml"),
    SERVICES("services/services.fxml"),
    STATUS_BAR("window/status-bar.fxml"),
    INSPECTOR("inspector/inspector.fxml"),
    QUEUE_TAB("inspector/queue-tab.fxml"),
    LOGS_TAB("inspector/logs-tab.fxml"),
    DEFINITION_TAB("inspector/definition-tab.fxml"),
    HISTORY_TAB("inspector/history-tab.fxml"),
    HISTORY("history/history.fxml"),
    HISTORY_FILTER("history/history-filter.fxml"),
    PLAN_DIALOG("plan/plan-dialog.fxml"),
    STOP_DIALOG("plan/stop-dialog.fxml"),
    PLAN_BAR("plan/plan-bar.fxml"),
    RECOVERY_DIALOG("recovery/recovery-dialog.fxml");

    /// The texts of all views.
    public static final ResourceBundle TEXTS = ResourceBundle.getBundle("dev.signalbox.console.texts");

    private final String file;

    FxmlView(String file) {
        this.file = file;
    }

    URL location() {
        return Objects.requireNonNull(FxmlView.class.getResource("/dev/signalbox/console/" + file), file);
    }

    /// Loads the view.
    ///
    /// @param controllers the controllers that the file, and the files that it includes, name in `fx:controller`;
    ///     each built by hand with what it needs
    /// @return the root of the view
    public Parent load(Object... controllers) {
        var loader = new FXMLLoader(location(), TEXTS);
        loader.setControllerFactory(type -> List.of(controllers).stream()
                .filter(type::isInstance)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(file + " asks for a " + type + ", which it was not given")));
        try {
            return loader.load();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot load " + file, e);
        }
    }
}
