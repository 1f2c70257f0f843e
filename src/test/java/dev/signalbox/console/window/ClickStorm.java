package dev.signalbox.console.window;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.operation.OperationKind.RESTART;
import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.OperationKind.STOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.fx.FxTest;
import dev.signalbox.console.inspector.InspectorPanel;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.scenario.Scenario;
import dev.signalbox.service.ServiceState;
import java.nio.file.Path;
import java.time.Duration;
import javafx.scene.Node;
import javafx.scene.control.Button;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The storm with real processes, clicked on the real buttons of the real window: five restarts of `backend`,
/// three stops and three starts of `frontend`, as fast as a robot can.
abstract class ClickStorm extends FxTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final double width;
    private final double height;

    @TempDir
    Path folder;

    ClickStorm(double width, double height) {
        this.width = width;
        this.height = height;
    }

    @Test
    void storm_clickedFast_allSucceedOneAtATime() throws Exception {
        try (var scenario = new Scenario(folder)) {
            scenario.with(scenario.recording("backend", 300, Duration.ofSeconds(10)))
                    .with(scenario.recording("frontend", 300, Duration.ofSeconds(10)));
            scenario.run("backend", START);
            scenario.run("frontend", START);
            var first = scenario.pid("backend");
            try (var model = scenario.model()) {
                var window = fx(() -> open(scenario, model));
                fx(() -> {
                    window.show();
                    return null;
                });
                settle();
                click("backend", RESTART, 5);
                click("frontend", STOP, 3);
                click("frontend", START, 3);

                await().atMost(PATIENCE).until(() -> scenario.outcomes().size() == 2 + 11);
                assertThat(scenario.outcomes()).containsOnly(new Outcome.Succeeded());
                scenario.assertBodiesDisjoint();
                scenario.lives("backend").assertOneAtATime();
                scenario.lives("frontend").assertOneAtATime();
                assertThat(scenario.startedPids("backend"))
                        .hasSize(6)
                        .doesNotHaveDuplicates()
                        .startsWith(first)
                        .endsWith(scenario.pid("backend"));
                assertShown(model, "backend", ServiceState.RUNNING);
                assertShown(model, "frontend", ServiceState.RUNNING);
                fx(() -> {
                    window.close();
                    return null;
                });
            }
        }
    }

    private ConsoleWindow open(Scenario scenario, OperationQueueModel model) {
        var usual = ConsoleSettings.DEFAULT;
        var settings = new ConsoleSettings(usual.theme(), width, height, usual.tab(), usual.collapsed());
        var file = new SettingsFile(folder.resolve("console.properties"));
        return new ConsoleWindow(
                stage,
                model,
                scenario.engine(),
                settings,
                file,
                (ticker, actions, past) -> new InspectorPanel(model, ticker, actions, past));
    }

    private void click(String service, OperationKind kind, int times) {
        var label = kind.word().substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                + kind.word().substring(1)
                + " "
                + service;
        Node button = lookup((Node node) -> node instanceof Button && label.equals(node.getAccessibleText()))
                .query();
        for (int i = 0; i < times; i++) {
            clickOn(button);
        }
    }

    private static void assertShown(OperationQueueModel model, String service, ServiceState state) {
        await().until(() -> fx(() -> model.services().stream()
                .anyMatch(shown -> shown.id().equals(service)
                        && shown.status().state() == state
                        && shown.queue().active() == null
                        && shown.queue().waiting().isEmpty())));
    }
}
