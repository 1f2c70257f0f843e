package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/// What a window whose token may only look tells after a crash of its engine.
class RemoteRecoveryOfReaderTest extends RemoteRecoveryFixture {
    @Override
    String token() {
        return bench.reader;
    }

    @Test
    void window_showsWhatWasCutOff_withoutWhatTheTokenMayNotPress() {
        awaitDialog();
        assertThat(column(".recovery-service")).containsExactly("backend", "frontend", "idle", "gone");
        assertThat(column(".recovery-sequel")).startsWith("nobody wants it to run");
        assertThat(lookup("#recoverySubmit").<Node>query().isVisible()).isFalse();
        assertThat(lookup("#recoveryEvery").<Node>query().isVisible()).isFalse();
        assertThat(from(lookup("#recoveryList")).lookup(".check-box").queryAllAs(Node.class))
                .noneMatch(box -> box.isVisible());
        assertThat(text("#recoveryLeave")).isEqualTo("Close");
        assertThat(text("#recoveryTotal")).isEqualTo("Nothing can be submitted from here");
    }

    @Test
    void closingIt_leavesItToOthers_andItIsNotShownHereAgain() throws Exception {
        awaitDialog();
        type(KeyCode.ENTER);
        settle();
        assertThat(isOpen()).as("after Enter, which presses Close").isFalse();
        reconnectAndListen();
        assertThat(isOpen()).isFalse();
        assertThat(isTold()).isTrue();
        assertThat(isNoticed("role")).as("a refusal").isFalse();
    }
}
