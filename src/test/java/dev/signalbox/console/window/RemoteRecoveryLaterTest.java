package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.journal.Interruption;
import dev.signalbox.operation.OperationKind;
import java.util.List;
import java.util.Set;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/// What a window tells of a crash that its engine has while it is open.
class RemoteRecoveryLaterTest extends RemoteRecoveryFixture {
    @Override
    String token() {
        return bench.operator;
    }

    @Override
    void arrange() {
        super.arrange();
        bench.interruption = null;
    }

    @Test
    void nothing_isTold_whereTheEngineBeforeEndedInGoodOrder() {
        reconnectAndListen();
        assertThat(isOpen()).isFalse();
        assertThat(isNoticed("ended")).isFalse();
    }

    @Test
    void crash_isTold_onceTheNextEngineIsReached() {
        cutOff(bench, CRASH);
        reconnect();
        awaitDialog();
        assertThat(column(".recovery-service")).containsExactly("backend", "frontend", "idle", "gone");
    }

    @Test
    void crash_isNotToldInPlaceOfWhatTheOperatorIsAt_butAfterIt() {
        interact(() -> commands.plans().ask(OperationKind.START, Set.of("backend", "frontend"), ""));
        cutOff(bench, CRASH);
        reconnectAndListen();
        assertThat(isOpen()).isFalse();
        assertThat(lookup("#planTitle").tryQuery()).isPresent();
        type(KeyCode.ESCAPE);
        awaitDialog();
    }

    @Test
    void crash_thatCutNothingOff_isANotice_once() {
        bench.interruption = new Interruption(CRASH, List.of(), List.of());
        reconnect();
        until(() -> isNoticed("The engine ended"));
        reconnectAndListen();
        assertThat(lookup(".notification-bar").queryAll()).hasSize(1);
        assertThat(isOpen()).isFalse();
    }
}
