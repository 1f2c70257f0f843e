package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.model.FakeServices;
import dev.signalbox.journal.InterruptedOperations;
import dev.signalbox.journal.Interruption;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Labeled;
import org.junit.jupiter.api.Test;

/// What the window offers after a crash of what the engine brings about by itself.
class RecoveryByItselfTest extends ConsoleTest {
    @Override
    void arrange() {
        services.queue().holdAll();
        services.add(FakeServices.define("", "alpha", "serve --port 1")
                .autostart(true)
                .build());
    }

    @Override
    Interruption interruption() {
        var crash = Instant.now();
        var start = new Operation(8, "alpha", OperationKind.START, Source.OPERATOR, Map.of(), 0, crash);
        var interruption = new Interruption(crash, List.of(InterruptedOperations.waited(start)), List.of());
        return interruption;
    }

    private String sequel() {
        return lookup(".recovery-sequel").<Labeled>query().getText();
    }

    private CheckBox box() {
        return from(lookup("#recoveryList")).lookup(".check-box").query();
    }

    @Test
    void whatTheEngineStartsByItself_isNotChosen_andTellsHowItGoes() throws Exception {
        until(() -> sequel().equals("waits: its queue is held"));
        assertThat(box().isSelected()).isFalse();
        assertThat(lookup("#recoverySubmit").query().isDisabled()).isTrue();

        services.driver("alpha").hang();
        model.resumeAll();
        until(() -> sequel().equals("is started again: start #1 runs"));
        services.driver("alpha").release();

        until(() -> sequel().equals("was started again by start #1"));
        assertThat(box().isSelected()).isFalse();
    }

    @Test
    void whatTheOperatorHasChosen_staysChosen() throws Exception {
        clickOn(box());
        model.resumeAll();
        until(() -> sequel().equals("was started again by start #1"));
        assertThat(box().isSelected()).isTrue();
        assertThat(lookup("#recoverySubmit").<Labeled>query().getText()).isEqualTo("Submit 1 again");
    }
}
