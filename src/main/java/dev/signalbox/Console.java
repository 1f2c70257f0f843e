package dev.signalbox;

import dev.signalbox.console.ConsoleInfo;
import dev.signalbox.console.ConsoleWindow;
import dev.signalbox.console.FxThread;
import dev.signalbox.console.Inspector;
import dev.signalbox.console.OperationQueueModel;
import dev.signalbox.console.ServiceModel;
import dev.signalbox.console.SettingsFile;
import dev.signalbox.console.inspector.InspectorPanel;
import dev.signalbox.workspace.Workspace.OnExit;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/// The window on an engine of this process.
final class Console {
    private Console() {}

    /// Opens the window, starts what shall start with it, and returns when the window has been closed. JavaFX
    /// runs; not for the FX thread. The engine is left open.
    static void run(Signalbox engine) {
        var settings = new SettingsFile(engine.state().root().resolve("console.properties"));
        var liked = settings.load();
        FxThread.<@Nullable Void>await(closed -> {
            var model = new OperationQueueModel(engine.queue(), engine.supervisors(), engine.time());
            Inspector.Factory inspectors =
                    (ticker, commands) -> new InspectorPanel(model, ticker, commands, ServiceModel::log);
            var info = new ConsoleInfo(
                    engine.workspace().name(),
                    engine.workspace().file(),
                    engine.state().root(),
                    () -> engine.workspace().onExit() == OnExit.STOP,
                    engine.journal()::operations,
                    engine.rotation()::problems);
            engine.onServicesChanged(() -> model.setServices(engine::supervisors));
            var stage = new Stage();
            var window = new ConsoleWindow(stage, model, info, new EngineReloads(engine), liked, settings, inspectors);
            stage.setOnHidden(_ -> {
                window.close();
                model.close();
                closed.accept(null);
            });
            window.show();
            engine.autostart();
        });
    }
}
