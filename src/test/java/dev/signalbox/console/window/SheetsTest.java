package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.service.ServiceState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.WindowEvent;
import org.junit.jupiter.api.Test;

/// What all questions of the window have in common: where they are, what their keys do, which of them is seen.
class SheetsTest extends ConsoleTest {
    private static final String FILE = """
            name: demo
            services:
              alpha: { command: [x] }
              beta: { command: [x], depends_on: [alpha] }
            """;

    @Override
    void arrange() {
        put(FILE);
        services.test.fromFile();
    }

    private void put(String text) {
        try {
            Files.createDirectories(services.test.file().getParent());
            Files.writeString(services.test.file(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void startBoth() {
        for (var id : List.of("alpha", "beta")) {
            model.start(id);
            until(() -> service(id).status().state() == ServiceState.RUNNING);
        }
    }

    private void requestClose() throws Exception {
        fx(() -> {
            stage.fireEvent(new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST));
            return null;
        });
        settle();
    }

    // --- one look ---

    @Test
    void question_isASheetInTheWindow_withItsTitleOnce() {
        startBoth();
        clickAction("alpha", "stop");
        settle();
        assertThat(title()).isEqualTo("Stop alpha?");
        assertThat(listWindows()).hasSize(1);
        assertThat(lookup("Stop alpha?").queryAllAs(Node.class).stream().filter(Label.class::isInstance))
                .hasSize(1);
    }

    @Test
    void cancel_isLeftOfTheOnePrimaryButton_whichHasTheFocus() throws Exception {
        startBoth();
        clickAction("alpha", "stop");
        settle();
        assertThat(buttons()).containsExactly("Stop both…", "Cancel", "Stop alpha only");
        assertThat(primary()).containsExactly("Stop alpha only");
        assertThat(focused()).isEqualTo("Stop alpha only");
        type(KeyCode.ESCAPE);
        requestClose();
        assertThat(buttons()).containsExactly("Stop all", "Cancel", "Leave them running");
        assertThat(primary()).containsExactly("Leave them running");
        type(KeyCode.ESCAPE);
        put("name: demo");
        type(KeyCode.F5);
        until(() -> title().endsWith("mistake"));
        settle();
        assertThat(buttons()).containsExactly("Close", "Read it again");
    }

    @Test
    void manyMistakes_scrollInside_andTheButtonsStayInTheWindow() throws Exception {
        put("name: demo\nservices:\n"
                + IntStream.range(0, 80)
                        .mapToObj(i -> "  bad-" + i + ": { shel: x }\n")
                        .collect(Collectors.joining()));
        clickOn("#reload");
        until(() -> title().endsWith("mistakes"));
        settle();
        var sheet = lookup(".question-pane").<Node>query();
        var bounds = fx(() -> sheet.localToScene(sheet.getLayoutBounds()));
        assertThat(bounds.getMinY()).isNotNegative();
        assertThat(bounds.getMaxY()).isLessThanOrEqualTo(stage.getScene().getHeight());
        clickOn(lookup(".question-pane .modal-button")
                .<Button>match(button -> button.getText().equals("Close"))
                .<Node>query());
        settle();
        assertThat(isAsked()).isFalse();
    }

    // --- keys ---

    @Test
    void enter_givesThePrimaryAnswer() {
        startBoth();
        clickAction("alpha", "stop");
        type(KeyCode.ENTER);
        until(() -> service("alpha").status().state() == ServiceState.STOPPED);
        assertThat(service("beta").status().state()).isEqualTo(ServiceState.RUNNING);
    }

    @Test
    void enter_inAField_givesThePrimaryAnswer() throws Exception {
        interact(() -> commands.holdBecause(List.of(service("alpha"))));
        settle();
        write("disk is being swapped");
        type(KeyCode.ENTER);
        until(() -> service("alpha").queue().held());
        assertThat(isAsked()).isFalse();
        assertThat(Objects.requireNonNull(service("alpha").intent().hold()).why())
                .isEqualTo("disk is being swapped");
    }

    @Test
    void enter_onAnotherButton_givesThatAnswer() {
        startBoth();
        clickAction("alpha", "stop");
        settle();
        interact(() -> lookup("Cancel").<Button>query().requestFocus());
        type(KeyCode.ENTER);
        settle();
        assertThat(isAsked()).isFalse();
        assertThat(service("alpha").queue().active()).isNull();
        assertThat(service("alpha").status().state()).isEqualTo(ServiceState.RUNNING);
    }

    @Test
    void escape_cancels_whereverTheFocusIs() {
        interact(() -> commands.holdBecause(List.of(service("alpha"))));
        settle();
        write("why");
        type(KeyCode.ESCAPE);
        settle();
        assertThat(isAsked()).isFalse();
        assertThat(service("alpha").queue().held()).isFalse();
    }

    @Test
    void enter_thatIsHeld_answersOneQuestionOnly() throws Exception {
        startBoth();
        services.driver("beta").hang();
        model.restart("beta");
        until(() -> model.totalsProperty().get().active() == 1);
        requestClose();
        interact(this::pressEnter);
        interact(this::pressEnter);
        settle();
        assertThat(title()).isEqualTo("Finishing what was asked for");
        services.driver("beta").release();
        until(() -> !stage.isShowing());
    }

    /// As the keyboard does again and again while the key is down.
    private void pressEnter() {
        var focused = stage.getScene().getFocusOwner();
        focused.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "\r", "", KeyCode.ENTER, false, false, false, false));
    }

    // --- several of them ---

    @Test
    void closingTheWindow_isAskedOnTop_andWhatWasAskedBeforeIsBack() throws Exception {
        startBoth();
        interact(() -> commands.holdBecause(List.of(service("alpha"))));
        settle();
        write("half a sent");
        requestClose();
        assertThat(title()).startsWith("Close the console?");
        interact(() -> commands.stop(service("alpha")));
        settle();
        assertThat(title()).as("nothing covers it").startsWith("Close the console?");
        type(KeyCode.ESCAPE);
        settle();
        assertThat(title()).isEqualTo("Stop alpha?");
        type(KeyCode.ESCAPE);
        settle();
        assertThat(title()).isEqualTo("Hold alpha?");
        type(KeyCode.END);
        write("ence");
        type(KeyCode.ENTER);
        until(() -> service("alpha").queue().held());
        assertThat(Objects.requireNonNull(service("alpha").intent().hold()).why())
                .isEqualTo("half a sentence");
    }

    @Test
    void whatComesByItself_waitsForTheAnswer() throws Exception {
        startBoth();
        put(FILE + "  gamma: { command: [x] }\n");
        interact(() -> lookup("#reload").<Button>query().fire());
        interact(() -> commands.stop(service("alpha")));
        settle();
        until(() -> isAsked());
        if (title().equals("Stop alpha?")) {
            type(KeyCode.ESCAPE);
        }
        until(() -> title().equals("Changes in signalbox.yaml"));
    }

    @Test
    void windowBelow_hasNoKeys_untilTheAnswer_andThenTheFocusAgain() throws Exception {
        startBoth();
        select("alpha");
        var before = fx(() -> stage.getScene().getFocusOwner());
        type(KeyCode.S);
        settle();
        assertThat(title()).isEqualTo("Stop alpha?");
        type(KeyCode.H);
        type(KeyCode.ESCAPE);
        settle();
        assertThat(service("alpha").queue().held()).isFalse();
        assertThat(fx(() -> stage.getScene().getFocusOwner())).isSameAs(before);
    }

    // --- looking ---

    private boolean isAsked() {
        return lookup(".question-title").queryAll().stream()
                .anyMatch(title -> title.getParent().isVisible());
    }

    /// Of what is asked now; empty if nothing is.
    private String title() {
        return lookup(".question-title").<Label>queryAll().stream()
                .filter(title -> title.getParent().isVisible())
                .map(Labeled::getText)
                .collect(Collectors.joining());
    }

    /// From left to right.
    private List<String> buttons() {
        return lookup(".question-pane .modal-button").<Button>queryAll().stream()
                .sorted((a, b) -> Double.compare(
                        a.localToScene(0, 0).getX(), b.localToScene(0, 0).getX()))
                .map(Button::getText)
                .toList();
    }

    private List<String> primary() {
        return lookup(".question-pane .modal-button").<Button>queryAll().stream()
                .filter(button -> button.getStyleClass().contains("modal-primary")
                        || button.getStyleClass().contains("modal-danger"))
                .map(Button::getText)
                .toList();
    }

    private String focused() throws Exception {
        return fx(() -> stage.getScene().getFocusOwner() instanceof Button button ? button.getText() : "");
    }
}
