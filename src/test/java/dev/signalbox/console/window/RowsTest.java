package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueSettings;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.ServiceState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/// What is asked of the rows, and what they show.
class RowsTest extends ConsoleTest {
    private static final QueueSettings IMPATIENT =
            new QueueSettings(QueueSettings.Policy.KEEP, Duration.ofMillis(200), Duration.ofMillis(100));

    @Override
    void arrange() {
        services.add("Core", "alpha", "alpha --serve")
                .add("Core", "beta", "beta --serve", "alpha")
                .add("Web", "gamma", "gamma --serve", IMPATIENT);
    }

    @Test
    void restartClickedThreeTimes_queuesThree() throws Exception {
        services.driver("alpha").hang();
        for (int i = 0; i < 3; i++) {
            clickAction("alpha", "restart");
        }
        until(() -> service("alpha").queue().active() != null
                && service("alpha").queue().waiting().size() == 2);
        settle();
        assertThat(chips("alpha")).containsExactly("restart", "restart");
        assertThat(stateOf("alpha")).isEqualTo("Restarting");
        services.driver("alpha").release();
        until(() -> service("alpha").status().state() == ServiceState.RUNNING
                && service("alpha").queue().waiting().isEmpty());
        assertThat(service("alpha").queue().last().outcome()).isEqualTo(new Outcome.Succeeded());
    }

    @Test
    void manyWaiting_showsFourChipsAndTheRest() throws Exception {
        services.driver("alpha").hang();
        for (int i = 0; i < 8; i++) {
            model.restart("alpha");
        }
        until(() -> service("alpha").queue().waiting().size() == 7);
        settle();
        int shown = chips("alpha").size();
        assertThat(shown).isBetween(1, 4);
        assertThat(from(line("alpha"))
                        .lookup(".more-chip")
                        .<javafx.scene.control.Button>query()
                        .getText())
                .isEqualTo("+" + (7 - shown));
    }

    @Test
    void keys_askForWhatTheyStandFor() throws Exception {
        services.queue().holdAll();
        select("alpha");
        type(KeyCode.R);
        type(KeyCode.S);
        press(KeyCode.SHIFT).type(KeyCode.ENTER).release(KeyCode.SHIFT);
        until(() -> kinds("alpha").equals(List.of(OperationKind.RESTART, OperationKind.STOP, OperationKind.START)));
        type(KeyCode.DELETE);
        until(() -> kinds("alpha").equals(List.of(OperationKind.RESTART, OperationKind.STOP)));
        type(KeyCode.H);
        until(() -> service("alpha").queue().held());
        type(KeyCode.H);
        until(() -> !service("alpha").queue().held());
    }

    @Test
    void arrows_skipGroups() throws Exception {
        select("beta");
        type(KeyCode.DOWN);
        assertThat(inspected()).isEqualTo("gamma");
        type(KeyCode.DOWN);
        assertThat(inspected()).isEqualTo("gamma");
        type(KeyCode.UP);
        type(KeyCode.UP);
        type(KeyCode.UP);
        assertThat(inspected()).isEqualTo("alpha");
    }

    @Test
    void groups_foldByKeys() throws Exception {
        select("beta");
        type(KeyCode.LEFT);
        settle();
        assertThat(isShown("alpha")).isFalse();
        assertThat(isShown("gamma")).isTrue();
        // A folded heading can be reached by the arrows.
        type(KeyCode.DOWN);
        assertThat(inspected()).isEqualTo("gamma");
        type(KeyCode.UP, KeyCode.RIGHT);
        settle();
        assertThat(isShown("alpha")).isTrue();
        assertThat(inspected()).isEqualTo("alpha");
        type(KeyCode.LEFT, KeyCode.ENTER);
        settle();
        assertThat(isShown("alpha")).isTrue();
        assertThat(service("alpha").queue().last()).isNull();
    }

    @Test
    void logsKey_opensTheirTab() throws Exception {
        select("beta");
        type(KeyCode.L);
        settle();
        assertThat(lookup("#inspector").<Node>query().isVisible()).isTrue();
        assertThat(lookup("#front").<Label>query().getText()).isEqualTo("LOGS");
    }

    @Test
    void crash_showsItsNoteUntilTheStart() throws Exception {
        model.start("alpha");
        until(() -> service("alpha").status().state() == ServiceState.RUNNING);
        services.driver("alpha").crash(new ExitStatus(3), "first", "no such port");
        until(() -> service("alpha").status().state() == ServiceState.FAILED);
        settle();
        assertThat(note("headline")).isEqualTo("Exit code 3.");
        assertThat(note("last-line")).isEqualTo("no such port");
        clickOn(from(line("alpha"))
                .lookup(".note-link")
                .<javafx.scene.control.Hyperlink>match(link -> link.getText().equals("Start"))
                .<Node>query());
        until(() -> service("alpha").status().state() == ServiceState.RUNNING);
        settle();
        assertThat(from(line("alpha")).lookup(".crash-note").<Node>query().isVisible())
                .isFalse();
    }

    @Test
    void refusal_isToldWithoutTakingTheFocus() throws Exception {
        services.test.journalDown(true);
        var focused = fx(() -> stage.getScene().getFocusOwner());
        clickAction("alpha", "start");
        until(() -> lookup(".notification-bar").tryQuery().isPresent());
        assertThat(fx(() -> stage.getScene().getFocusOwner())).isSameAs(focused);
        assertThat(stage.isFocused()).isTrue();
        services.test.journalDown(false);
    }

    @Test
    void stuckOperation_isShownAndCanBeAbandoned() throws Exception {
        model.start("gamma");
        until(() -> service("gamma").status().state() == ServiceState.RUNNING);
        services.driver("gamma").hangDeaf();
        services.queue().submit("gamma", OperationKind.STOP, Source.OPERATOR);
        until(() -> service("gamma").queue().wedged());
        settle();
        assertThat(stateOf("gamma")).isEqualTo("Wedged");
        clickAction("gamma", "more-actions");
        clickMenu("menu-abandon");
        clickOn("Abandon");
        until(() -> service("gamma").queue().active() == null);
    }

    @Test
    void stopNow_chosenAgainWhileItIsAtWork_kills() throws Exception {
        model.start("alpha");
        until(() -> service("alpha").status().state() == ServiceState.RUNNING);
        services.driver("alpha").hangDeaf();
        clickAction("alpha", "more-actions");
        clickMenu("menu-stop-now");
        until(() -> service("alpha").isStoppingNow());
        clickAction("alpha", "more-actions");
        until(() -> lookup("Kill…").tryQuery().isPresent());
        clickMenu("menu-stop-now");
        clickOn("Kill");
        until(() -> service("alpha").status().state() == ServiceState.STOPPED
                && service("alpha").queue().active() == null);
        assertThat(services.driver("alpha").kills()).isEqualTo(1);
        until(() -> activity("alpha").startsWith("kill "));
    }

    @Test
    void question_whetherToKill_isGoneWithWhatIsKilled() throws Exception {
        model.start("alpha");
        until(() -> service("alpha").status().state() == ServiceState.RUNNING);
        services.driver("alpha").hangDeaf();
        model.stopNow("alpha");
        until(() -> service("alpha").isStoppingNow());
        interact(() -> commands.stopNow(service("alpha")));
        settle();
        assertThat(lookup("Kill alpha?").tryQuery()).isPresent();
        services.driver("alpha").release();
        until(() -> lookup("Kill alpha?").tryQuery().isEmpty());
        assertThat(services.driver("alpha").kills()).isZero();
    }

    @Test
    void plainStop_isNoStopNow() throws Exception {
        model.start("alpha");
        until(() -> service("alpha").status().state() == ServiceState.RUNNING);
        services.driver("alpha").hang();
        model.stop("alpha");
        until(() -> service("alpha").queue().active() != null);
        assertThat(service("alpha").isStoppingNow()).isFalse();
    }

    @Test
    void kill_isCalledSo() throws Exception {
        services.driver("alpha").hang();
        model.start("alpha");
        services.queue().submit("alpha", OperationKind.STOP, Source.OPERATOR, Map.of("signal", "SIGKILL"));
        until(() -> service("alpha").queue().waiting().size() == 1);
        settle();
        assertThat(chips("alpha")).containsExactly("kill");
    }

    private String activity(String service) {
        return from(line(service))
                .lookup(".activity > .second-line")
                .<Label>query()
                .getText();
    }

    private void clickMenu(String id) {
        until(() -> lookup("#" + id).tryQuery().isPresent());
        clickOn("#" + id);
    }

    private List<OperationKind> kinds(String service) {
        return service(service).queue().waiting().stream()
                .map(QueueSnapshot.Waiting::operation)
                .map(operation -> operation.kind())
                .toList();
    }

    private String note(String part) {
        return from(line("alpha"))
                .lookup(".crash-note > ." + part)
                .<Label>query()
                .getText();
    }

    private String inspected() {
        settle();
        return lookup("#inspected").<Label>query().getText();
    }
}
