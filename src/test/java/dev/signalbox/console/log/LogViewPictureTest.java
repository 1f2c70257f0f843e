package dev.signalbox.console.log;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import atlantafx.base.theme.Theme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/// Draws the view in both themes; the pictures are left in `target/pictures`.
@ExtendWith(ApplicationExtension.class)
class LogViewPictureTest {

    @SuppressWarnings("NullAway.Init")
    private LogView view;

    @Start
    void start(Stage stage) {
        Application.setUserAgentStylesheet(new PrimerDark().getUserAgentStylesheet());
        view = new LogView(ZoneOffset.UTC);
        stage.setScene(new Scene(new StackPane(view), 408, 420));
        stage.show();
    }

    @Test
    void dark(FxRobot robot) throws IOException {
        draw(robot, new PrimerDark(), "log-dark.png");
        assertReadable();
    }

    @Test
    void light(FxRobot robot) throws IOException {
        draw(robot, new PrimerLight(), "log-light.png");
        assertThat(view.palette().get(LogColor.BACKGROUND)).isEqualTo(Color.web("#f6f8fa"));
        assertReadable();
    }

    private void draw(FxRobot robot, Theme theme, String file) throws IOException {
        robot.interact(() -> {
            Application.setUserAgentStylesheet(theme.getUserAgentStylesheet());
            view.append(Samples.numbered(0, 20));
            view.append(Samples.restart());
            view.finder().setText("health");
            view.step(true);
            view.requestFocus();
        });
        await().until(() -> view.finder().foundProperty().get().place() == 1);
        robot.interact(() -> view.getScene().getRoot().layout());
        Path picture = Files.createDirectories(Path.of("target", "pictures")).resolve(file);
        Files.deleteIfExists(picture);
        Image image =
                WaitForAsyncUtils.waitForAsyncFx(10_000, () -> view.getScene().snapshot(null));
        robot.robotContext().getCaptureSupport().saveImage(image, picture);
        assertThat(picture).isNotEmptyFile();
    }

    private void assertReadable() {
        Color background = view.palette().get(LogColor.BACKGROUND);
        for (int i = 0; i < 16; i++) {
            assertThat(LogPalette.contrast(view.palette().get(LogColor.ansi(i)), background))
                    .as("contrast of %s", LogColor.ansi(i))
                    .isGreaterThanOrEqualTo(4.5);
        }
        for (int index = 16; index < 256; index++) {
            Color color = view.palette().text(AnsiStyle.PLAIN.withColor(AnsiStyle.indexed(index)));
            assertThat(LogPalette.contrast(color, background))
                    .as("contrast of colour %s", index)
                    .isGreaterThanOrEqualTo(4.5);
        }
    }
}
