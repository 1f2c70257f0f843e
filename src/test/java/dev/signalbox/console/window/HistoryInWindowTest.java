package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Submission;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/// Ways from the console's window to the history, and back.
class HistoryInWindowTest extends ConsoleTest {

    @Override
    void arrange() {
        services.add("Core", "backend", "backend").add("Web", "frontend", "frontend");
    }

    private boolean historyIsOpen() {
        return listWindows().stream()
                .anyMatch(window -> window.isShowing()
                        && window.getScene() != null
                        && window.getScene().lookup("#historyWindow") != null);
    }

    @Test
    void key_button_andStatusBar_openIt() throws Exception {
        assertThat(historyIsOpen()).isFalse();
        interact(() -> lookup("#history").<Button>query().fire());
        until(this::historyIsOpen);
        interact(() -> listWindows().getLast().hide());

        interact(() -> stage.requestFocus());
        press(KeyCode.CONTROL).type(KeyCode.H).release(KeyCode.CONTROL);
        until(this::historyIsOpen);
        interact(() -> listWindows().getLast().hide());

        clickOn(lookup("#journal").<Node>query());
        until(this::historyIsOpen);
    }

    @Test
    void history_leavesSomeOfTheConsoleToBeSeen_andLiesOverItsMiddle() {
        interact(() -> lookup("#history").<Button>query().fire());
        until(this::historyIsOpen);
        var history = listWindows().stream()
                .filter(window -> window.getScene().lookup("#historyWindow") != null)
                .findFirst()
                .orElseThrow();
        assertThat(history.getHeight()).isEqualTo(HEIGHT * 0.8);
        assertThat(history.getX() + history.getWidth() / 2).isEqualTo(stage.getX() + stage.getWidth() / 2);
        assertThat(history.getY() + history.getHeight() / 2).isEqualTo(stage.getY() + stage.getHeight() / 2);
    }

    @Test
    void showLog_findsTheServiceWhateverHidesIt() throws Exception {
        var ticket = services.queue()
                .submit("frontend", OperationKind.START, Source.OPERATOR)
                .toCompletableFuture()
                .join();
        var operation = ((Submission.Accepted) ticket).ticket().operation();
        interact(() -> lookup(".filter-field").<TextField>query().setText("backend"));
        until(() -> !isShown("frontend"));

        interact(() -> past.showLog(operation));

        until(() -> isShown("frontend"));
        assertThat(lookup("#inspected").<Label>query().getText()).isEqualTo("frontend");
        assertThat(lookup("#front").<Label>query().getText()).isEqualTo("log of " + operation.label());
    }

    @Test
    void stopOfOneAndStartOfAnother_areOnePlanInThatOrder() throws Exception {
        services.queue().submit("frontend", OperationKind.START, Source.OPERATOR);
        until(() -> service("frontend").status().pid() >= 0
                && service("frontend").queue().active() == null);
        services.driver("frontend").failNextStop("it will not");
        services.queue().hold("backend"); // what is wanted of it all the same is not put into a held queue

        interact(() -> commands.ask(
                Map.of(OperationKind.STOP, Set.of("frontend"), OperationKind.START, Set.of("backend")),
                "Undo plan #1"));

        until(() -> service("backend").queue().last() != null);
        var last = Objects.requireNonNull(service("backend").queue().last());
        assertThat(last.outcome()).isInstanceOf(Outcome.Cancelled.class);
    }
}
