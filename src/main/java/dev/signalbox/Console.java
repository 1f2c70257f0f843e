package dev.signalbox;

import dev.signalbox.console.desktop.SessionDesktop;
import dev.signalbox.console.fx.FxThread;
import dev.signalbox.console.inspector.Inspector;
import dev.signalbox.console.inspector.InspectorPanel;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.RunTimes;
import dev.signalbox.console.window.ConsoleWindow;
import dev.signalbox.console.window.SettingsFile;
import dev.signalbox.engine.Engine;
import dev.signalbox.journal.History;
import dev.signalbox.journal.JournalException;
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

    /// Opens the window, and returns when it has been closed. The engine is left open.
    ///
    /// @param folder where the window's settings are kept
    /// @param shown done once the window is open
    static void run(Engine engine, Path folder, Runnable shown) {
        var settings = new SettingsFile(folder.resolve(SETTINGS));
        var liked = settings.load();
        var runTimes = runTimes(engine.history());
        FxThread.<@Nullable Void>await(closed -> {
            var model = new OperationQueueModel(engine);
            runTimes.forEach(run -> model.runTimes().add(run.service(), run.kind(), run.ran()));
            Inspector.Factory inspectors = (ticker, actions, past) -> new InspectorPanel(model, ticker, actions, past);
            var stage = new Stage();
            var window = new ConsoleWindow(
                    stage, model, engine, liked, settings, inspectors, new SessionDesktop(System.getenv()));
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
