package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.signalbox.console.fx.Times;
import dev.signalbox.journal.InterruptedOperations;
import dev.signalbox.journal.Interruption;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.operation.JournalRecord;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source;
import dev.signalbox.service.ServiceState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/// What the window tells and offers after a crash.
class RecoveryWindowTest extends ConsoleTest {
    private static final Source CI = new Source(Source.Road.HTTP_API, "ci-deploy");

    private final Instant crash = Instant.now();
    private final List<RecordedOperation> cancelled = List.of(
            waited(8, "alpha", OperationKind.START, Source.OPERATOR),
            waited(9, "beta", OperationKind.RESTART, CI),
            waited(10, "removed", OperationKind.START, CI),
            waited(11, "alpha", OperationKind.STOP, CI));
    private final List<RecordedOperation> failed = List.of(ran(7, "beta", OperationKind.RESTART));

    @Override
    void arrange() {
        services.add("", "alpha", "serve --port 1").add("", "beta", "serve --port 2");
    }

    @Override
    Interruption interruption() {
        var interruption = new Interruption(crash, cancelled, failed);
        return interruption;
    }

    private RecordedOperation waited(long id, String service, OperationKind kind, Source source) {
        return InterruptedOperations.waited(new Operation(id, service, kind, source, Map.of(), 0, crash));
    }

    private RecordedOperation ran(long id, String service, OperationKind kind) {
        return InterruptedOperations.ran(new Operation(id, service, kind, Source.OPERATOR, Map.of(), 0, crash));
    }

    @Test
    void window_opensWithWhatWasInterrupted_inItsOrder() {
        assertThat(text("#recoveryTitle"))
                .isEqualTo("4 operations were waiting, 1 was running when the console ended at " + Times.clock(crash));
        assertThat(column(".recovery-service")).containsExactly("beta", "alpha", "beta", "removed", "alpha");
        assertThat(column(".recovery-outcome"))
                .containsExactly("Failed, effect unknown", "Cancelled", "Cancelled", "Cancelled", "Cancelled");
        assertThat(column(".recovery-source"))
                .startsWith("operator, " + Times.clock(crash))
                .endsWith("HTTP API, ci-deploy, " + Times.clock(crash));
        assertThat(column(".recovery-sequel"))
                .containsExactly(
                        "nobody wants it to run",
                        "nobody wants it to run",
                        "nobody wants it to run",
                        "nothing: the workspace has no such service any more",
                        "nothing: it does not run");
        assertThat(chosen()).containsExactly(false, true, true, false, false);
        assertThat(text("#recoveryTotal")).isEqualTo("2 of 5 selected");
        assertThat(submitted()).as("by itself").isEmpty();
    }

    @Test
    void serviceThatIsGone_cannotBeChosen() {
        assertThat(column(".recovery-state").get(3)).isEqualTo("Gone");
        assertThat(boxes().get(3).isDisabled()).isTrue();
        clickOn("#recoveryEvery");
        assertThat(chosen()).containsExactly(true, true, true, false, true);
        clickOn("#recoveryEvery");
        assertThat(chosen()).containsOnly(false);
        assertThat(lookup("#recoverySubmit").query().isDisabled()).isTrue();
    }

    @Test
    void stateNow_followsTheService() throws Exception {
        assertThat(column(".recovery-state").get(1)).isEqualTo("Stopped");
        services.queue().submit("alpha", OperationKind.START, CI);
        until(() -> column(".recovery-state").get(1).equals("Running"));
        assertThat(column(".recovery-state")).containsExactly("Stopped", "Running", "Stopped", "Gone", "Running");
    }

    @Test
    void enter_submitsTheChosenOnesAgain_inTheirOldOrder() throws Exception {
        model.holdAll();
        type(KeyCode.ENTER);
        until(() -> submitted().size() == 2);
        assertThat(submitted())
                .extracting(Operation::service, Operation::kind, Operation::source)
                .containsExactly(
                        tuple("alpha", OperationKind.START, Source.OPERATOR),
                        tuple("beta", OperationKind.RESTART, Source.OPERATOR));
        assertThat(isOpen()).isFalse();
        awaitNotice("2 operations were submitted again");
    }

    @Test
    void box_takesOneOutAndAnotherIn() throws Exception {
        clickOn(boxes().get(1));
        clickOn(boxes().getFirst());
        clickOn("Submit 2 again");
        until(() -> submitted().size() == 2);
        assertThat(submitted()).extracting(Operation::service).containsExactly("beta", "beta");
        until(() -> service("beta").status().state() == ServiceState.RUNNING);
    }

    @Test
    void refusal_isTold() throws Exception {
        services.queue().unregister("beta");
        clickOn("#recoverySubmit");
        awaitNotice("1 operation was refused");
        assertThat(submitted()).extracting(Operation::service).containsOnly("alpha");
    }

    @Test
    void escape_leavesIt_andGivesTheTableTheFocus() throws Exception {
        assertThat(isOpen()).isTrue();
        type(KeyCode.ESCAPE);
        settle();
        assertThat(isOpen()).isFalse();
        assertThat(submitted()).isEmpty();
        press(KeyCode.SHIFT).type(KeyCode.ENTER).release(KeyCode.SHIFT);
        until(() -> service("alpha").status().state() == ServiceState.RUNNING);
    }

    @Test
    void clickBesideIt_doesNotTakeItAway() {
        clickOn(stage.getX() + 20, stage.getY() + HEIGHT - 20);
        settle();
        assertThat(isOpen()).isTrue();
    }

    @Test
    void space_choosesTheSelectedRow() {
        ListView<?> list = lookup("#recoveryList").query();
        interact(list::requestFocus);
        interact(() -> list.getSelectionModel().select(1));
        type(KeyCode.SPACE);
        assertThat(chosen()).containsExactly(false, false, true, false, false);
        type(KeyCode.SPACE);
        assertThat(chosen()).containsExactly(false, true, true, false, false);
    }

    @Test
    void stopThatTheServiceHasOutlived_isChosen_andSaysThatItShouldBeStopped() throws Exception {
        model.start("alpha");
        until(() -> service("alpha").status().state() == ServiceState.RUNNING);
        services.driver("alpha").failNextStop("pid 4 survives");
        model.stop("alpha");
        until(() -> column(".recovery-sequel").get(4).equals("should be stopped: stop #2 has failed: pid 4 survives"));
        assertThat(chosen()).containsExactly(false, true, true, false, true);
    }

    private void awaitNotice(String title) {
        until(() -> lookup(".notification-bar .title").queryAllAs(Label.class).stream()
                .anyMatch(shown -> shown.getText().equals(title)));
    }

    private boolean isOpen() {
        return lookup("#recoveryDialog").tryQuery().isPresent();
    }

    private List<CheckBox> boxes() {
        return from(lookup("#recoveryList")).lookup(".check-box").queryAllAs(CheckBox.class).stream()
                .sorted(Comparator.comparingDouble(box -> box.localToScene(0, 0).getY()))
                .toList();
    }

    private List<Boolean> chosen() {
        return boxes().stream().map(CheckBox::isSelected).toList();
    }

    private List<String> column(String style) {
        return from(lookup("#recoveryList")).lookup(style).queryAllAs(Labeled.class).stream()
                .sorted(Comparator.comparingDouble(
                        (Node cell) -> cell.localToScene(0, 0).getY()))
                .map(Labeled::getText)
                .toList();
    }

    private String text(String query) {
        return lookup(query).<Labeled>query().getText();
    }

    private List<Operation> submitted() {
        return services.records().stream()
                .filter(JournalRecord.Accepted.class::isInstance)
                .map(record -> ((JournalRecord.Accepted) record).operation())
                .toList();
    }
}
