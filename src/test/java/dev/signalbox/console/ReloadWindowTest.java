package dev.signalbox.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.workspace.WorkspaceChanges;
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
        services.add("", "alpha", "serve --port 1").add("", "beta", "serve --port 2");
        reloads.write(BEFORE);
    }

    @Test
    void change_isToldWithoutADialog_andGoesAway() {
        assertThat(bar().isVisible()).isFalse();
        reloads.tell(true);
        until(() -> bar().isVisible());
        assertThat(listWindows()).hasSize(1);
        reloads.tell(false);
        until(() -> !bar().isVisible());
        reloads.tell(true);
        until(() -> bar().isVisible());
    }

    @Test
    void review_showsTheDifference_andAppliesIt() {
        reloads.write(AFTER).tell(true);
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
        until(() -> reloads.applied().size() == 1);
        until(() -> !bar().isVisible());
    }

    @Test // 49
    void serviceThatAnOperatorStopped_isToStartWithTheEngine_isSaidToStayStopped() {
        reloads.write("""
                name: demo
                services:
                  alpha: { shell: "serve --port 1", env: { LEVEL: info, DB_PASSWORD: hunter2 }, autostart: true }
                  beta: { shell: "serve --port 2" }
                  gamma: { shell: "serve --port 3", autostart: true }
                """).stopped("alpha", "gamma");
        type(KeyCode.F5);
        awaitTitle("Changes in signalbox.yaml");
        assertThat(texts())
                .contains("No service is restarted or stopped, and nothing changes until you apply it.")
                .filteredOn("stays stopped, as an operator stopped it"::equals)
                .hasSize(2);
    }

    @Test
    void cancel_changesNothing() {
        reloads.write(AFTER);
        type(KeyCode.F5);
        awaitTitle("Changes in signalbox.yaml");
        clickOn("Cancel");
        settle();
        assertThat(reloads.applied()).isEmpty();
    }

    @Test
    void brokenFile_showsAllMistakes_andIsReadAgain() {
        reloads.write(BROKEN);
        clickOn("#reload");
        awaitTitle("signalbox.yaml has 3 mistakes");
        assertThat(texts())
                .anyMatch(text -> text.startsWith("signalbox.yaml:3:"))
                .anyMatch(text -> text.startsWith("signalbox.yaml:4:"));
        reloads.write(AFTER);
        clickOn("Read it again");
        awaitTitle("Changes in signalbox.yaml");
        assertThat(reloads.applied()).isEmpty();
    }

    @Test
    void refusal_isToldWithItsReason() {
        reloads.write(AFTER).refuse("signalbox.yaml has changed again since");
        type(KeyCode.F5);
        awaitTitle("Changes in signalbox.yaml");
        clickOn("Apply");
        awaitTitle("Nothing was changed");
        assertThat(texts()).contains("signalbox.yaml has changed again since");
        reloads.refuse("");
        clickOn("Read it again");
        awaitTitle("Changes in signalbox.yaml");
        clickOn("Apply");
        until(() -> reloads.applied().size() == 1);
        assertThat(reloads.applied()).extracting(WorkspaceChanges::isEmpty).containsExactly(false);
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
