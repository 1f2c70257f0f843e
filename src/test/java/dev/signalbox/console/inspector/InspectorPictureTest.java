package dev.signalbox.console.inspector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.console.Inspector;
import dev.signalbox.console.Theme;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import dev.signalbox.service.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/// Draws the panel in both themes; the pictures are left in `target/pictures`.
@ExtendWith(ApplicationExtension.class)
class InspectorPictureTest {
    private Stage stage;
    private InspectorFixture fixture;

    @Start
    void start(Stage shown) {
        stage = shown;
        fixture = new InspectorFixture(stage, Theme.DARK);
        fixture.panel.show(fixture.backend);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource
    void queue(Theme theme, FxRobot robot) throws IOException {
        fixture.hang(4);
        draw(robot, theme, "active");
        robot.interact(() -> fixture.model.hold("backend"));
        robot.clickOn("#waiting .list-cell");
        draw(robot, theme, "held");
    }

    @ParameterizedTest
    @EnumSource
    void wedged(Theme theme, FxRobot robot) throws IOException {
        fixture.driver.hangDeaf();
        var id = fixture.submit(OperationKind.START, Source.OPERATOR);
        fixture.submit(OperationKind.RESTART, InspectorFixture.CI);
        await().until(() -> fixture.queueIs(queue -> queue.active() != null));
        fixture.model.cancel(id);
        await().until(() -> fixture.queueIs(QueueSnapshot::wedged));
        draw(robot, theme, "wedged");
        robot.clickOn("Abandon…");
        WaitForAsyncUtils.waitForFxEvents();
        var dialog = robot.listWindows().getLast();
        write(robot, dialog.getScene(), "abandon-" + theme);
    }

    @ParameterizedTest
    @EnumSource
    void failed(Theme theme, FxRobot robot) throws IOException {
        draw(robot, theme, "nothing-yet");
        fixture.driver.failNextStart(
                "port 8000 is held by pid 4711 (python3), which is not a service of this workspace");
        fixture.submit(OperationKind.START, Source.OPERATOR);
        await().until(() -> fixture.queueIs(queue -> queue.last() != null));
        draw(robot, theme, "did-not-start");
        fixture.submit(OperationKind.START, Source.OPERATOR);
        await().until(() -> fixture.driver.instances() == 1);
        await().until(() -> fixture.queueIs(queue -> queue.active() == null));
        fixture.driver.crash(
                new ExitStatus(1), "Traceback (most recent call last):", "ConnectionRefusedError: backend:8000");
        draw(robot, theme, "failed");
    }

    @ParameterizedTest
    @EnumSource
    void tabs(Theme theme, FxRobot robot) throws IOException {
        fixture.submit(OperationKind.START, Source.OPERATOR);
        await().until(() -> fixture.driver.instances() == 1);
        Files.writeString(fixture.log.out(), "INFO listening on 8000\nGET /health 200 1.2 ms\n".repeat(12));
        Files.writeString(fixture.log.err(), "ERROR ECONNRESET from blockchain_node_2:8545, will retry in 500 ms\n");
        robot.interact(() -> fixture.panel.showTab(Inspector.Tab.LOGS));
        await().until(() -> robot.lookup("#logFooter").queryLabeled().getText().startsWith("25 "));
        draw(robot, theme, "logs");
        robot.interact(() -> fixture.panel.showTab(Inspector.Tab.DEFINITION));
        draw(robot, theme, "definition");
    }

    private void draw(FxRobot robot, Theme theme, String name) throws IOException {
        robot.interact(() -> theme.applyTo(stage.getScene()));
        // A pulse for what was signalled, one for its layout.
        WaitForAsyncUtils.waitForFxEvents(20);
        write(robot, stage.getScene(), name + "-" + theme);
    }

    private static void write(FxRobot robot, Scene scene, String name) throws IOException {
        robot.interact(() -> {
            scene.getRoot().applyCss();
            scene.getRoot().layout();
        });
        var image = WaitForAsyncUtils.waitForAsyncFx(10_000, () -> scene.snapshot(null));
        var file = Files.createDirectories(Path.of("target", "pictures")).resolve("inspector-" + name + ".png");
        Files.deleteIfExists(file);
        robot.robotContext().getCaptureSupport().saveImage(image, file);
        assertThat(file).isNotEmptyFile();
    }
}
