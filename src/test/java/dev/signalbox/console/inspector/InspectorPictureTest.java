package dev.signalbox.console.inspector;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.fx.FxTest;
import dev.signalbox.console.fx.Theme;
import dev.signalbox.console.model.ServiceTab;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import dev.signalbox.service.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.Scene;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.util.WaitForAsyncUtils;

/// Draws the panel in both themes; the pictures are left in `target/pictures`.
class InspectorPictureTest extends FxTest {
    private InspectorFixture fixture;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() throws Exception {
        fixture = fx(() -> new InspectorFixture(folder, stage, Theme.DARK));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource
    void queue(Theme theme) throws IOException {
        fixture.hang(4);
        draw(theme, "active");
        interact(() -> fixture.model.hold("backend"));
        clickOn("#waiting .list-cell");
        draw(theme, "held");
    }

    @ParameterizedTest
    @EnumSource
    void wedged(Theme theme) throws IOException {
        fixture.driver.hangDeaf();
        var id = fixture.submit(OperationKind.START, Source.OPERATOR);
        fixture.submit(OperationKind.RESTART, InspectorFixture.CI);
        await().until(() -> fixture.queueIs(queue -> queue.active() != null));
        fixture.model.cancel(id);
        await().until(() -> fixture.queueIs(QueueSnapshot::wedged));
        draw(theme, "wedged");
        clickOn("Abandon…");
        WaitForAsyncUtils.waitForFxEvents();
        var dialog = listWindows().getLast();
        write(dialog.getScene(), "abandon-" + theme);
    }

    @ParameterizedTest
    @EnumSource
    void failed(Theme theme) throws IOException {
        draw(theme, "nothing-yet");
        fixture.driver.failNextStart(
                "port 8000 is held by pid 4711 (python3), which is not a service of this workspace");
        fixture.submit(OperationKind.START, Source.OPERATOR);
        await().until(() -> fixture.queueIs(queue -> queue.last() != null));
        draw(theme, "did-not-start");
        fixture.submit(OperationKind.START, Source.OPERATOR);
        await().until(() -> fixture.driver.instances() == 1);
        await().until(() -> fixture.queueIs(queue -> queue.active() == null));
        fixture.driver.crash(
                new ExitStatus(1), "Traceback (most recent call last):", "ConnectionRefusedError: backend:8000");
        draw(theme, "failed");
    }

    @ParameterizedTest
    @EnumSource
    void tabs(Theme theme) throws IOException {
        fixture.submit(OperationKind.START, Source.OPERATOR);
        await().until(() -> fixture.driver.instances() == 1);
        Files.writeString(fixture.log.out(), "INFO listening on 8000\nGET /health 200 1.2 ms\n".repeat(12));
        Files.writeString(fixture.log.err(), "ERROR ECONNRESET from blockchain_node_2:8545, will retry in 500 ms\n");
        interact(() -> fixture.panel.showTab(ServiceTab.LOGS));
        await().until(() -> lookup("#logFooter").queryLabeled().getText().startsWith("25 "));
        draw(theme, "logs");
        interact(() -> fixture.panel.showTab(ServiceTab.DEFINITION));
        draw(theme, "definition");
    }

    @ParameterizedTest
    @EnumSource
    void figures(Theme theme) throws IOException {
        fixture.history.tell("backend", FiguresCardTest.MANY, FiguresCardTest.GOOD);
        interact(() -> fixture.panel.show(fixture.backend));
        await().until(() -> lookup(".figures-table").query().isVisible());
        draw(theme, "figures");
        fixture.hang(4);
        draw(theme, "figures-busy");
        fixture.history.fail("the journal cannot be read: disk I/O error");
        interact(() -> fixture.panel.show(fixture.backend));
        await().until(() -> lookup(".figures-problem").query().isVisible());
        draw(theme, "figures-unreadable");
    }

    private void draw(Theme theme, String name) throws IOException {
        interact(() -> theme.applyTo(stage.getScene()));
        // A pulse for what was signalled, one for its layout.
        WaitForAsyncUtils.waitForFxEvents(20);
        write(stage.getScene(), name + "-" + theme);
    }

    private void write(Scene scene, String name) throws IOException {
        interact(() -> {
            scene.getRoot().applyCss();
            scene.getRoot().layout();
        });
        var image = WaitForAsyncUtils.waitForAsyncFx(10_000, () -> scene.snapshot(null));
        var file = Files.createDirectories(Path.of("target", "pictures")).resolve("inspector-" + name + ".png");
        Files.deleteIfExists(file);
        robotContext().getCaptureSupport().saveImage(image, file);
        assertThat(file).isNotEmptyFile();
    }
}
