package dev.signalbox.console.inspector;

import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.history.HistoryActions;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.console.model.ServiceTab;
import dev.signalbox.console.model.Ticker;
import dev.signalbox.operation.Operation;
import javafx.scene.Parent;
import org.jspecify.annotations.Nullable;

/// The panel on the right of the window that shows one service in detail. FX thread.
public interface Inspector {

    /// Makes the inspector of a window, with what it shares with the window's other parts.
    @FunctionalInterface
    interface Factory {
        Inspector create(Ticker ticker, Actions actions, HistoryActions history);
    }

    /// The panel's only root. It fills the place that it is given.
    Parent root();

    /// Shows `service`, or nothing if `null`.
    void show(@Nullable ServiceModel service);

    /// Brings `tab` to the front.
    void showTab(ServiceTab tab);

    /// Brings the log of the shown service to the front, at the beginning of `operation`.
    void showLog(Operation operation);

    /// The tab that is in front.
    ServiceTab tab();

    /// Takes the focus.
    void focus();

    /// Opens the search in the log, if the log is what is seen.
    ///
    /// @return whether it is
    boolean find();

    /// Closes the search in the log.
    ///
    /// @return whether it was open and could be seen
    boolean endFind();

    /// Sets what closes the panel where it covers the window; `null` where it has a place of its own and cannot
    /// be closed.
    void onClose(@Nullable Runnable close);
}
