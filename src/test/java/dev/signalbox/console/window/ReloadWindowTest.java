package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.service.Reason;
import dev.signalbox.service.ServiceState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/// What the window does when the workspace file is another one.
class ReloadWindowTest extends ConsoleTest {
    private static final String BEFORE = """
            name: demo
            services:
              alpha: { shell: "serve --port 1", env: { LEVEL: info, DB_PASSWORD: hunter2 } }
              beta: { shell: "serve --port 2" }
            """;
    private static final String AFTER = """
            name: demo
            services:
              alpha: { shell: "serve --port 1", env: { LEVEL: debug, DB_PASSWORD: hunter3 } }
              gamma: { shell: "serve --port 3" }
            """;
    private static final String BROKEN = """
            name: demo
            services:
              alpha: { shell: "serve", port: 80000 }
              beta: { shel: "serve" }
            """;

    @Override
    void arrange() {
        put(BEFORE);
        services.test.fromFile();
    }

    private void put(String text) {
        var file = services.test.file();
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> ids() {
        return model.services().stream().map(ServiceModel::id).toList();
    }

    private void bringUp(String... ids) {
        for (var id : ids) {
            model.start(id);
            until(() -> service(id).status().state() == ServiceState.RUNNING);
        }
    }

    @Test
    void change_isToldWithoutADialog_andGoesAway() {
        assertThat(bar().isVisible()).isFalse();
        put(AFTER);
        until(() -> bar().isVisible());
        assertThat(listWindows()).hasSize(1);
        put(BEFORE);
        until(() -> !bar().isVisible());
        put(AFTER);
        until(() -> bar().isVisible());
    }

    @Test
    void review_showsTheDifference_andAppliesIt() {
        bringUp("alpha", "beta");
        put(AFTER);
        until(() -> bar().isVisible());
        clickOn("#reviewReload");
        awaitTitle("Changes in signalbox.yaml");
        assertThat(texts())
                .contains(
                        "Applying it restarts 1 service, stops 1 service. All others are not touched.",
                        "env.LEVEL",
                        "info",
                        "debug",
                        "is restarted, for env.DB_PASSWORD, env.LEVEL",
                        "gamma",
                        "is added",
                        "beta",
                        "is stopped and removed")
                .noneMatch(text -> text.contains("hunter"));
        clickOn("Apply");
        until(() -> ids().equals(List.of("alpha", "gamma")));
        until(() -> !bar().isVisible());
        until(() -> services.driver("alpha").lives().size() == 1
                && services.driver("alpha").instances() == 1);
        assertThat(services.driver("beta").instances()).isZero();
    }

    @Test // 49
    void serviceThatAnOperatorStopped_isToStartWithTheEngine_isSaidToStayStopped() throws Exception {
        put(BEFORE + "  gamma: { command: [x] }\n");
        reload();
        until(() -> ids().contains("gamma"));
        for (var id : List.of("alpha", "gamma")) {
            model.stop(id);
            until(() -> service(id).why().code() == Reason.Code.STOPPED);
        }
        put(BEFORE);
        reload(); // gamma goes, and comes again below
        until(() -> ids().equals(List.of("alpha", "beta")));
        put("""
                name: demo
                services:
                  alpha: { shell: "serve --port 1", env: { LEVEL: info, DB_PASSWORD: hunter2 }, autostart: true }
                  beta: { shell: "serve --port 2" }
                  gamma: { shell: "serve --port 3", autostart: true }
                """);
        type(KeyCode.F5);
        awaitTitle("Changes in signalbox.yaml");
        assertThat(texts())
                .contains("No service is restarted or stopped, and nothing changes until you apply it.")
                .filteredOn("stays stopped, as an operator stopped it"::equals)
                .hasSize(2);
    }

    private void reload() throws Exception {
        var reloads = services.engine().reloads();
        reloads.apply(reloads.propose());
    }

    @Test
    void cancel_changesNothing() {
        put(AFTER);
        type(KeyCode.F5);
        awaitTitle("Changes in signalbox.yaml");
        clickOn("Cancel");
        settle();
        assertThat(services.engine().services()).containsExactly("alpha", "beta");
    }

    @Test
    void brokenFile_showsAllMistakes_andIsReadAgain() {
        put(BROKEN);
        clickOn("#reload");
        awaitTitle("signalbox.yaml has 3 mistakes");
        assertThat(texts())
                .anyMatch(text -> text.startsWith("signalbox.yaml:3:"))
                .anyMatch(text -> text.startsWith("signalbox.yaml:4:"));
        put(AFTER);
        clickOn("Read it again");
        awaitTitle("Changes in signalbox.yaml");
        assertThat(services.engine().services()).containsExactly("alpha", "beta");
    }

    @Test
    void refusal_isToldWithItsReason() {
        put(AFTER);
        type(KeyCode.F5);
        awaitTitle("Changes in signalbox.yaml");
        put(AFTER + "  delta: { command: [x] }\n");
        clickOn("Apply");
        awaitTitle("Nothing was changed");
        assertThat(texts()).contains("signalbox.yaml has changed again since; look again at what is to be changed");
        clickOn("Read it again");
        awaitTitle("Changes in signalbox.yaml");
        clickOn("Apply");
        until(() -> ids().equals(List.of("alpha", "gamma", "delta")));
    }

    @Test
    void sameFile_isToldToBeTheSame() {
        clickOn("#reload");
        until(() -> lookup("Nothing to reload").tryQuery().isPresent());
        assertThat(listWindows()).noneMatch(window -> window.getScene().lookup(".question-title") != null);
    }

    private Node bar() {
        return lookup("#reloadBar").query();
    }

    private void awaitTitle(String title) {
        until(() -> lookup(".question-title").<Label>queryAll().stream()
                .anyMatch(label -> label.getText().equals(title)));
        settle();
    }

    private List<String> texts() {
        return lookup(".question .label").<Label>queryAll().stream()
                .map(Label::getText)
                .toList();
    }
}
