package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.service.ServiceState;
import dev.signalbox.text.Release;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import javafx.scene.control.Button;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/// What the window says of itself.
class AboutTest extends ConsoleTest {

    @Override
    void arrange() {
        try {
            Files.createDirectories(services.test.file().getParent());
            Files.writeString(services.test.file(), """
                    name: demo
                    services:
                      alpha: { command: [run, --password=open-sesame], env: { API_TOKEN: open-sesame } }
                      beta: { command: [x] }
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        services.test.fromFile();
    }

    private static String clipboard() throws Exception {
        return fx(() -> Clipboard.getSystemClipboard().getString());
    }

    @Test
    void markInTheCorner_saysWhichVersionRunsOnWhat_untilEscape() {
        clickOn("#about");
        settle();
        assertThat(lookup("Signalbox " + Release.VERSION).tryQuery()).isPresent();
        assertThat(lookup("Java " + System.getProperty("java.version") + ", JavaFX "
                                + System.getProperty("javafx.runtime.version") + ", " + System.getProperty("os.name")
                                + " "
                                + System.getProperty("os.arch"))
                        .tryQuery())
                .isPresent();
        type(KeyCode.ESCAPE);
        settle();
        assertThat(lookup(".about-sheet").tryQuery()).isEmpty();
    }

    @Test
    void copiedDiagnostics_sayHowServicesAre_andNothingThatMayBeSecret() throws Exception {
        model.start("alpha");
        until(() -> service("alpha").status().state() == ServiceState.RUNNING
                && service("alpha").queue().last() != null);
        clickOn("#about");
        settle();
        clickOn("#copyDiagnostics");
        settle();
        assertThat(clipboard())
                .startsWith("Signalbox: " + Release.VERSION)
                .contains("\nworkspace: demo\n", "\nalpha: Running, start #1 succeeded\n", "\nbeta: Stopped\n")
                .doesNotContain("open-sesame", "API_TOKEN", "--password");
        assertThat(lookup("#copyDiagnostics").<Button>query().getText()).isEqualTo("Copied");
    }

    @Test
    void palette_findsBoth() throws Exception {
        push(KeyCode.CONTROL, KeyCode.K);
        write("diagn");
        type(KeyCode.ENTER);
        settle();
        assertThat(clipboard()).startsWith("Signalbox: " + Release.VERSION);
        push(KeyCode.CONTROL, KeyCode.K);
        write("about");
        type(KeyCode.ENTER);
        settle();
        assertThat(lookup(".about-sheet").tryQuery()).isPresent();
    }
}
