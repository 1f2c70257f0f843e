package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Waiting;
import dev.signalbox.console.fx.Times;
import dev.signalbox.engine.Connection;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/// What a window on an engine elsewhere tells and offers after a crash of that engine.
class RemoteRecoveryTest extends RemoteRecoveryFixture {
    @Override
    String token() {
        return bench.operator;
    }

    @Test
    void window_opensWithWhatTheEngineTells() {
        awaitDialog();
        assertThat(text("#recoveryTitle"))
                .startsWith("4 operations were waiting when the engine ended")
                .contains(Times.moment(CRASH, model.time().now()));
        assertThat(column(".recovery-service")).containsExactly("backend", "frontend", "idle", "gone");
        assertThat(column(".recovery-sequel"))
                .containsExactly(
                        "nobody wants it to run",
                        "nobody wants it to run",
                        "nobody wants it to run",
                        "nothing: the workspace has no such service any more");
        assertThat(column(".recovery-state").getLast()).isEqualTo("Gone");
        assertThat(text("#recoveryTotal")).isEqualTo("3 of 4 selected");
    }

    @Test
    void enter_submitsAgainInTheTokensName_theRestOfAPlanAsAPlan_andNobodyIsToldAnyMore() throws Exception {
        awaitDialog();
        bench.driver("backend").hang();
        type(KeyCode.ENTER);
        until(() -> isNoticed("1 operation was submitted again"));
        assertThat(isOpen()).isFalse();
        assertThat(submitted())
                .containsExactly("start backend by deploy", "start frontend by deploy", "restart idle by deploy");
        until(() -> lookup("The rest of plan #91").tryQuery().isPresent());
        Waiting.await().until(() -> !isTold());
        bench.driver("backend").release();
        Waiting.await().until(() -> bench.driver("frontend").instances() == 1);
    }

    @Test
    void whatComesOfIt_followsTheService() throws Exception {
        awaitDialog();
        bench.queue.holdAll();
        remote.as(Source.OPERATOR).submit("idle", OperationKind.START, Map.of());
        until(() -> column(".recovery-sequel").get(2).equals("nothing: start #1 waits"));
        assertThat(text("#recoveryTotal")).isEqualTo("2 of 4 selected");
    }

    @Test
    void escape_dismissesIt_forEverybody_andItIsNotToldAgain() throws Exception {
        awaitDialog();
        type(KeyCode.ESCAPE);
        settle();
        assertThat(isOpen()).isFalse();
        Waiting.await().until(() -> !isTold());
        reconnectAndListen();
        assertThat(isOpen()).isFalse();
        assertThat(submitted()).isEmpty();
    }

    @Test
    void whatAnotherWindowHasDismissed_isNotSubmitted_andThatIsSaid() throws Exception {
        awaitDialog();
        try (var other = connect(bench.operator)) {
            other.as(Source.OPERATOR).dismissCutOff(CRASH.toString());
            Waiting.await().until(() -> !isTold());
        }
        clickOn("#recoverySubmit");
        until(() -> isNoticed("3 operations were refused"));
        assertThat(isNoticed("what was cut off was dismissed")).isTrue();
        assertThat(isOpen()).isFalse();
        assertThat(submitted()).isEmpty();
    }

    @Test
    void whatIsRefused_isSaid_andStaysToBeTold() throws Exception {
        awaitDialog();
        clickOn(from(lookup("#recoveryList")).lookup(".check-box").nth(0).<CheckBox>query());
        clickOn(from(lookup("#recoveryList")).lookup(".check-box").nth(1).<CheckBox>query());
        bench.queue.unregister("idle");
        clickOn("Submit 1 again");
        until(() -> isNoticed("1 operation was refused"));
        reconnectAndListen();
        assertThat(isTold()).isTrue();
        assertThat(isOpen()).as("told once only").isFalse();
    }

    @Test
    void dialog_staysAsItIs_howeverOftenTheConnectionIsLost() {
        awaitDialog();
        var dialog = lookup("#recoveryDialog").query();
        reconnectAndListen();
        reconnectAndListen();
        assertThat(lookup("#recoveryDialog").queryAll()).containsExactly(dialog);
        clickOn("#recoveryLeave");
        settle();
        assertThat(isOpen()).isFalse();
    }

    @Test
    void nextCrash_isToldWithTheNextConnection_inPlaceOfTheOneBefore() throws Exception {
        awaitDialog();
        cutOff(bench, CRASH.plusSeconds(3_600));
        reconnect();
        until(() -> isOpen()
                && text("#recoveryTitle")
                        .contains(Times.moment(
                                CRASH.plusSeconds(3_600), model.time().now())));
        assertThat(lookup("#recoveryDialog").queryAll()).hasSize(1);
        assertThat(isTold()).isTrue();
    }

    @Test
    void withoutAConnection_nothingIsClaimed_andNothingCanBeSubmitted() {
        awaitDialog();
        far.lose("nobody listens there", Duration.ofHours(1));
        until(() -> column(".recovery-sequel").equals(List.of("", "", "", "")));
        assertThat(lookup("#recoverySubmit").<Node>query().isDisabled()).isTrue();
        far.connect(new Connection.Connected(FarEngine.HOST, Duration.ofMillis(12)));
        until(() -> column(".recovery-sequel").getFirst().equals("nobody wants it to run"));
        assertThat(lookup("#recoverySubmit").<Node>query().isDisabled()).isFalse();
    }
}
