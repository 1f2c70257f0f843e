package dev.signalbox.console.window;

import dev.signalbox.Waiting;
import dev.signalbox.console.commands.Commands;
import dev.signalbox.console.fx.FxTest;
import dev.signalbox.console.fx.Theme;
import dev.signalbox.console.history.HistoryActions;
import dev.signalbox.console.inspector.Inspector;
import dev.signalbox.console.model.FakeServices;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.console.model.ServiceTab;
import dev.signalbox.engine.Engine;
import dev.signalbox.journal.Interruption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A test of the whole window over services in memory.
abstract class ConsoleTest extends FxTest {
    @TempDir
    Path folder;

    FakeServices services;
    OperationQueueModel model;
    volatile Map<String, String> logProblems = Map.of();
    Commands commands;
    HistoryActions past;
    private ConsoleWindow window;

    /// Adds the services that the test needs.
    abstract void arrange();

    boolean stopOnExit() {
        return false;
    }

    /// What the end of the engine before did; `null` if it ended in good order.
    @Nullable
    Interruption interruption() {
        return null;
    }

    Engine engine() {
        return services.engine();
    }

    @BeforeEach
    void openWindow() throws Exception {
        services = new FakeServices(folder.resolve("engine"));
        if (stopOnExit()) {
            services.stoppedOnExit();
        }
        var interruption = interruption();
        services.shown().answering("logProblems", () -> logProblems).interrupted(interruption);
        arrange();
        fx(() -> {
            var engine = engine();
            model = new OperationQueueModel(engine);
            var settings = new ConsoleSettings(Theme.DARK, WIDTH, HEIGHT, ServiceTab.QUEUE, Set.of());
            var file = new SettingsFile(folder.resolve("window.properties"));
            Inspector.Factory inspectors = (_, given, history) -> {
                commands = given.commands();
                past = history;
                return new PlainInspector();
            };
            window = new ConsoleWindow(stage, model, engine, settings, file, inspectors);
            window.show();
            return null;
        });
        settle();
    }

    @AfterEach
    void closeWindow() throws Exception {
        fx(() -> {
            window.close();
            model.close();
            return null;
        });
        services.close();
    }

    SettingsFile settingsFile() {
        return new SettingsFile(folder.resolve("window.properties"));
    }

    /// The line that shows a service now.
    Node line(String service) {
        return lookup(".service-line")
                .<Node>match(line -> line.isVisible()
                        && line.getParent().isVisible()
                        && from(line).lookup(".strong").<Label>query().getText().equals(service))
                .query();
    }

    boolean isShown(String service) {
        return lookup(".service-line").queryAll().stream()
                .filter(line -> line.getParent() != null && line.getParent().isVisible())
                .anyMatch(line ->
                        from(line).lookup(".strong").<Label>query().getText().equals(service));
    }

    /// What the chips of a service's queue say, next first.
    java.util.List<String> chips(String service) {
        return from(line(service)).lookup(".chip").<Label>queryAll().stream()
                .filter(Node::isVisible)
                .map(Label::getText)
                .toList();
    }

    String stateOf(String service) {
        return from(line(service)).lookup(".state-label").<Label>query().getText();
    }

    void clickAction(String service, String action) {
        clickOn(from(line(service)).lookup("." + action + "-button").<Node>query());
    }

    void select(String service) {
        clickOn(from(line(service)).lookup(".strong").<Node>query());
        // In this width the click opens the inspector, which would cover what is clicked next.
        type(KeyCode.ESCAPE);
    }

    ServiceModel service(String id) {
        return model.services().stream()
                .filter(service -> service.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /// Waits until `condition` holds on the FX thread.
    static void until(Callable<Boolean> condition) {
        Waiting.await().until(() -> Objects.requireNonNull(fx(condition)));
    }
}
