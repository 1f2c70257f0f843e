package dev.signalbox;

import dev.signalbox.console.ConsoleInfo;
import dev.signalbox.console.ConsoleWindow;
import dev.signalbox.console.FxThread;
import dev.signalbox.console.Inspector;
import dev.signalbox.console.JournalInfo;
import dev.signalbox.console.OperationQueueModel;
import dev.signalbox.console.ServiceModel;
import dev.signalbox.console.SettingsFile;
import dev.signalbox.console.inspector.InspectorPanel;
import dev.signalbox.engine.LocalEngine;
import dev.signalbox.journal.History;
import dev.signalbox.journal.JournalException;
import dev.signalbox.operation.RunTimes;
import dev.signalbox.workspace.Workspace.OnExit;
import java.util.List;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The window on an engine of this process.
final class Console {
    private static final Logger LOG = LoggerFactory.getLogger(Console.class);

    private Console() {}

    /// Opens the window, starts what shall start with it, and returns when the window has been closed. JavaFX
    /// runs; not for the FX thread. The engine is left open.
    static void run(Signalbox engine) {
        var settings = new SettingsFile(engine.state().root().resolve("console.properties"));
        var liked = settings.load();
        var runTimes = runTimes(engine);
        FxThread.<@Nullable Void>await(closed -> {
            var local = new LocalEngine(engine.queue(), engine::supervisors, engine.time());
            engine.onServicesChanged(local::servicesChanged);
            var model = new OperationQueueModel(local);
            runTimes.forEach(run -> model.runTimes().add(run.service(), run.kind(), run.ran()));
            Inspector.Factory inspectors =
                    (ticker, commands, past) -> new InspectorPanel(model, ticker, commands, ServiceModel::log, past);
            var info = new ConsoleInfo(
                    engine.workspace().name(),
                    engine.workspace().file(),
                    engine.state().root(),
                    () -> engine.workspace().onExit() == OnExit.STOP,
                    new JournalInfo(
                            engine.journal().history(),
                            engine.journal()::operations,
                            engine.journal()::problem,
                            engine.journal().notice().orElse(null),
                            engine.journal().interruption().orElse(null)),
                    engine.rotation()::problems);
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

    /// Without them, what is usual is not known yet.
    private static List<History.RunTime> runTimes(Signalbox engine) {
        try {
            return engine.journal().history().runTimes(RunTimes.RUNS);
        } catch (JournalException e) {
            LOG.warn("it is not known how long operations usually take: {}", e.getMessage());
            return List.of();
        }
    }
}
