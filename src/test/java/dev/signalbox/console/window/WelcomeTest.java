package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.fx.FxTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is offered where there is no workspace.
class WelcomeTest extends FxTest {
    private static final Path DEMO = Path.of("demo", "signalbox.yaml");

    private final List<Optional<Path>> answers = new CopyOnWriteArrayList<>();

    @BeforeEach
    void ask() throws Exception {
        fx(() -> {
            Welcome.ask(DEMO, answers::add);
            return null;
        });
    }

    @Test
    void openTheDemo_isTheAnswer() {
        clickOn("Open the demo");
        assertThat(answers).containsExactly(Optional.of(DEMO));
    }

    @Test
    void enter_opensTheDemo() {
        type(KeyCode.ENTER);
        assertThat(answers).containsExactly(Optional.of(DEMO));
    }

    @Test
    void quit_opensNothing() {
        clickOn("Quit");
        assertThat(answers).containsExactly(Optional.empty());
    }
}
