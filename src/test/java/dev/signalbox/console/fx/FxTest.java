package dev.signalbox.console.fx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// A test that clicks. It has a stage of 1000x720, the largest that the toolkit without a screen can be clicked
/// on as a whole, and leaves no key down and no window open. No control may
/// take an underscore for a mnemonic.
public abstract class FxTest extends FxRobot {
    protected static final double WIDTH = 1000;
    protected static final double HEIGHT = 720;

    protected Stage stage;

    @BeforeEach
    final void openStage() throws Exception {
        FxToolkit.registerPrimaryStage();
        stage = fx(() -> {
            var fresh = new Stage();
            fresh.setX(0);
            fresh.setY(0);
            return fresh;
        });
    }

    @AfterEach
    final void leaveNothingBehind() throws Exception {
        release(new KeyCode[] {});
        release(new MouseButton[] {});
        var lost = fx(Underscores::lost);
        fx(() -> {
            java.util.List.copyOf(Window.getWindows()).forEach(Window::hide);
            return null;
        });
        assertThat(lost).as("texts that lose their underscores").isEmpty();
    }

    /// Does `action` on the FX thread and waits for its answer.
    protected static <T> T fx(Callable<T> action) throws Exception {
        return WaitForAsyncUtils.asyncFx(action).get(20, TimeUnit.SECONDS);
    }

    /// Waits until the FX thread has nothing to do.
    protected static void settle() {
        WaitForAsyncUtils.waitForFxEvents();
    }
}
