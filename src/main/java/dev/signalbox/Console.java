package dev.signalbox;

import dev.signalbox.console.ConsoleInfo;
import dev.signalbox.console.ConsoleWindow;
import dev.signalbox.console.FxThread;
import dev.signalbox.console.Inspector;
import dev.signalbox.console.JournalInfo;
import dev.signalbox.console.OperationQueueModel;
import dev.signalbox.console.ServiceModel;
import dev.signalbox.console.SettingsFile;
import dev.signalbox.console.WorkspaceReloads;
import dev.signalbox.console.inspector.InspectorPanel;
import dev.signalbox.engine.EngineClient;
import dev.signalbox.engine.LocalEngine;
import dev.signalbox.journal.History;
import dev.signalbox.journal.JournalException;
import dev.signalbox.operation.RunTimes;
import dev.signalbox.remote.RemoteEngine;
import dev.signalbox.workspace.Workspace.OnExit;
import java.nio.file.Path;
import java.util.List;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The window on an engine. JavaFX runs; not for the FX thread.
final class Console {
    private static final Logger LOG = LoggerFactory.getLogger(Console.class);
    private static final String SETTINGS = "console.properties";

    private Console() {}

    /// Opens the window on an engine of this process, starts what shall start with it, and returns when the
    /// window has been closed. The engine is left open.
    static void run(Signalbox engine) {
        var closing = new LocalEngine.Closing() {
            @Override
            public void closing(boolean ends) {
                Thread.ofVirtual().name("closing").start(() -> engine.closing(ends));
            }

            @Override
            public void stoppedAll() {
                Thread.ofVirtual().name("closing").start(engine::stoppedAll);
            }
        };
        var local = new LocalEngine(
                engine.queue(),
                engine.holds(),
                engine::supervisors,
                engine.time(),
                closing,
                engine.journal().interruption().orElse(null));
        engine.onServicesChanged(local::servicesChanged);
        var info = new ConsoleInfo(
                engine.workspace().name(),
                engine.workspace().file(),
                engine.state().root(),
                () -> engine.workspace().onExit() == OnExit.STOP,
                new JournalInfo(
                        engine.journal().history(),
                        engine.journal()::operations,
                        engine::journalProblem,
                        engine.journal().notice().orElse(null)),
                engine.rotation()::problems);
        var settings = engine.state().root().resolve(SETTINGS);
        run(
                local,
                info,
                new EngineReloads(engine),
                settings,
                runTimes(engine.journal().history()),
                engine::autostart);
    }

    /// Opens the window on an engine elsewhere, and returns when it has been closed. The engine is left open.
    ///
    /// @param folder where the window's settings are kept
    static void run(RemoteEngine engine, Path folder) {
        var journal = new JournalInfo(engine.history(), engine::operations, engine::journalProblem, null);
        var info = ConsoleInfo.elsewhere(engine.workspace(), engine.host(), journal);
        run(engine, info, null, folder.resolve(SETTINGS), runTimes(engine.history()), () -> {});
    }

    /// @param reloads `null` if the workspace cannot be reloaded from here
    /// @param runTimes what is known of operations from before
    /// @param shown done once the window is open
    private static void run(
            EngineClient engine,
            ConsoleInfo info,
            @Nullable WorkspaceReloads reloads,
            Path settingsFile,
            List<History.RunTime> runTimes,
            Runnable shown) {
        var settings = new SettingsFile(settingsFile);
        var liked = settings.load();
        FxThread.<@Nullable Void>await(closed -> {
            var model = new OperationQueueModel(engine);
            runTimes.forEach(run -> model.runTimes().add(run.service(), run.kind(), run.ran()));
            Inspector.Factory inspectors =
                    (ticker, commands, past) -> new InspectorPanel(model, ticker, commands, ServiceModel::log, past);
            var stage = new Stage();
            var window = new ConsoleWindow(stage, model, info, reloads, liked, settings, inspectors);
            stage.setOnHidden(_ -> {
                window.close();
                model.close();
                closed.accept(null);
            });
            window.show();
            shown.run();
        });
    }

    /// Without them, what is usual is not known yet.
    private static List<History.RunTime> runTimes(History history) {
        try {
            return history.runTimes(RunTimes.RUNS);
        } catch (JournalException e) {
            LOG.warn("it is not known how long operations usually take: {}", e.getMessage());
            return List.of();
        }
    }
}
