package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.fx.FxTest;
import dev.signalbox.console.fx.Theme;
import dev.signalbox.console.model.FakeServices;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceTab;
import java.nio.file.Path;
import java.util.Set;
import javafx.scene.layout.Region;
import javafx.stage.Screen;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The window fits on the screen, whatever size is remembered.
class WindowSizeTest extends FxTest {

    @TempDir
    private Path folder;

    private FakeServices services;
    private OperationQueueModel model;
    private ConsoleWindow window;

    private void open(double width, double height) throws Exception {
        services = new FakeServices(folder.resolve("engine")).add("", "alpha", "alpha");
        fx(() -> {
            model = services.model();
            window = new ConsoleWindow(
                    stage,
                    model,
                    services.engine(),
                    new ConsoleSettings(Theme.DARK, width, height, ServiceTab.QUEUE, Set.of()),
                    file(),
                    (_, _, _) -> new PlainInspector());
            window.show();
            return null;
        });
        settle();
    }

    private SettingsFile file() {
        return new SettingsFile(folder.resolve("window.properties"));
    }

    @AfterEach
    void close() throws Exception {
        fx(() -> {
            window.close();
            model.close();
            return null;
        });
        services.close();
    }

    @Test
    void sizeOfALargerScreen_isCutToThisOne_andRememberedForThatOne() throws Exception {
        var free = Screen.getPrimary().getVisualBounds();
        open(free.getWidth() + 700, free.getHeight() + 500);
        assertThat(stage.getWidth()).isLessThanOrEqualTo(free.getWidth());
        assertThat(stage.getHeight()).isLessThanOrEqualTo(free.getHeight());
        assertThat(stage.isMaximized()).isTrue();
        fx(() -> {
            window.close();
            return null;
        });
        assertThat(file().load().width()).isEqualTo(free.getWidth() + 700);
        assertThat(file().load().height()).isEqualTo(free.getHeight() + 500);
    }

    @Test
    void heightThatDoesNotFit_isCut_andTheWidthStays() throws Exception {
        var free = Screen.getPrimary().getVisualBounds();
        open(free.getWidth() - 20, free.getHeight() + 500);
        assertThat(stage.isMaximized()).isFalse();
        assertThat(stage.getWidth()).isEqualTo(free.getWidth() - 20);
        assertThat(stage.getHeight()).isEqualTo(free.getHeight());
    }

    /// The words of the toolbar are longest then.
    @Test
    void smallestWindow_hasRoomForTheToolbar_alsoWhileAFilterIsOn() throws Exception {
        open(ConsoleSettings.MIN_WIDTH, 600);
        write("/");
        write("alp");
        settle();
        var toolbar = lookup(".toolbar").<Region>query();
        assertThat(fx(() -> toolbar.minWidth(-1))).isLessThanOrEqualTo(ConsoleSettings.MIN_WIDTH);
        assertThat(fx(() -> toolbar.localToScene(0, 0).getX())).isZero();
    }

    @Test
    void size_isRememberedWithTheFrame() throws Exception {
        open(1000, 600);
        fx(() -> {
            stage.setHeight(500);
            window.close();
            return null;
        });
        assertThat(file().load().width()).isEqualTo(1000);
        assertThat(file().load().height()).isEqualTo(500);
    }
}
