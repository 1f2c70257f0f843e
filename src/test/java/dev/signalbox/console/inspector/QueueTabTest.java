package dev.signalbox.console.inspector;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.controls.SelectableTextFlow;
import dev.signalbox.console.fx.FxTest;
import dev.signalbox.console.fx.Theme;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Origin;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListCell;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clicks everything that the queue tab offers.
class QueueTabTest extends FxTest {
    private InspectorFixture fixture;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() throws Exception {
        fixture = fx(() -> new InspectorFixture(folder, stage, Theme.DARK));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void activeOperation_isShownWithItsStepsAndWhoAsked() {
        fixture.hang(0);

        awaitText(".operation-id", "#1199");
        awaitText(".step:current .step-text", "waiting for 1 process to exit");
        assertThat(texts(".step .step-text")).containsExactly("SIGTERM sent", "waiting for 1 process to exit");
        assertThat(texts("#activeCard .source")).containsExactly("HTTP API, ci-deploy");
        assertThat(texts("#inspectorState")).containsExactly("Restarting");
    }

    @Test
    void operations_tellWhyTheyWereAskedFor() {
        fixture.submit(OperationKind.START, Source.OPERATOR);
        await().until(() -> fixture.driver.instances() == 1);
        awaitText("#lastCard .operation-id", "#1198");
        assertThat(lookup("#lastCard .operation-why").query().isVisible()).isFalse();
        fixture.driver.hang();
        fixture.submit(OperationKind.RESTART, Origin.of(Source.OPERATOR).because("a new disk"));
        fixture.submit(OperationKind.STOP, Origin.of(Source.OPERATOR).because("it is over"));

        awaitText("#activeCard .operation-why", "a new disk");
        awaitRows(1);
        var waits = cells().getFirst();
        assertThat(waits.getTooltip().getText()).startsWith("stop #1200, operator: it is over\nbehind restart #1199");
        assertThat(waits.getAccessibleText()).contains("operator: it is over");
        fixture.driver.release();
        awaitText("#lastCard .operation-why", "it is over");
    }

    @Test
    void elapsedTime_goesOnWhileTheOperationRuns() {
        fixture.hang(0);
        awaitText(".operation-id", "#1199");
        var before = texts(".elapsed");

        await().until(() -> !texts(".elapsed").equals(before));
    }

    @Test
    void cancel_asksTheActiveOperationToStop() {
        fixture.hang(0);
        awaitText(".operation-id", "#1199");

        clickOn("#activeCard .small-button");

        await().until(() ->
                fixture.queueIs(queue -> queue.last() != null && queue.last().outcome() instanceof Outcome.Cancelled));
        awaitText("#lastCard .operation-kind", "restart cancelled");
    }

    @Test
    void row_isCancelledByItsCross() {
        fixture.hang(3);
        awaitRows(3);

        clickOn(lastButton(row(1)));

        await().until(() -> fixture.waiting().equals(List.of(1200L, 1202L)));
        awaitRows(2);
    }

    @Test
    void row_isMovedByAltAndArrows() {
        fixture.hang(4);
        awaitRows(4);
        clickOn(row(2));

        press(KeyCode.ALT).type(KeyCode.UP).release(KeyCode.ALT);
        await().until(() -> fixture.waiting().equals(List.of(1200L, 1202L, 1201L, 1203L)));
        await().until(() -> selectedRow() == 1);
        press(KeyCode.ALT).type(KeyCode.DOWN).release(KeyCode.ALT);

        await().until(() -> fixture.waiting().equals(List.of(1200L, 1201L, 1202L, 1203L)));
        await().until(() -> selectedRow() == 2);
    }

    @Test
    void row_isMovedByItsButtons() {
        fixture.hang(3);
        awaitRows(3);

        moveTo(row(0));
        clickOn(from(row(0)).lookup(".icon-button").nth(1).<Button>query());

        await().until(() -> fixture.waiting().equals(List.of(1201L, 1200L, 1202L)));
    }

    @Test
    void row_isMovedByDragging() {
        fixture.hang(4);
        awaitRows(4);

        drag(row(0).lookup(".grab"), MouseButton.PRIMARY)
                .moveBy(0, 30)
                .moveBy(0, 52)
                .drop();

        await().until(() -> fixture.waiting().equals(List.of(1201L, 1202L, 1200L, 1203L)));
    }

    @Test
    void hold_keepsTheQueueFromGoingOnUntilItIsResumed() {
        fixture.hang(1);
        awaitRows(1);

        clickOn("#holdQueue");
        awaitText("#holdQueue", "Resume");
        await().until(() -> lookup("#heldBadge").query().isVisible());
        fixture.driver.release();
        await().until(() -> fixture.queueIs(queue -> queue.active() == null));
        assertThat(fixture.waiting()).containsExactly(1200L);
        await().until(() -> texts(".waiting-list .second-line").contains("queue held"));

        clickOn("#holdQueue");

        await().until(() -> fixture.waiting().isEmpty());
        awaitText("#holdQueue", "Hold queue");
    }

    @Test
    void merge_leavesAsManyAsItPromised() {
        fixture.hang(4);
        awaitText("#mergeDuplicates .count", "3");

        clickOn("#mergeDuplicates");

        await().until(() -> fixture.waiting().equals(List.of(1200L)));
        await().until(() -> lookup("#mergeDuplicates").query().isDisabled());
    }

    @Test
    void clear_asksNothing_howeverMuchWaits() {
        fixture.hang(4);
        awaitRows(4);

        clickOn("#clearQueue");

        await().until(() -> fixture.waiting().isEmpty());
        await().until(() -> lookup("#clearQueue").query().isDisabled());
    }

    @Test
    void stopNow_cancelsWhatRunsAndWhatWaitsAndStops() {
        fixture.hang(2);
        awaitRows(2);

        clickOn("#stopNow");

        await().until(() -> fixture.queueIs(
                queue -> queue.active() != null && queue.active().operation().kind() == OperationKind.STOP));
        assertThat(fixture.waiting()).isEmpty();
        fixture.driver.release();
        awaitText("#inspectorState", "Stopped");
        await().until(() -> lookup("#stopNow").query().isDisabled());
    }

    @Test
    void stopNow_pressedAgain_killsOnceTheQuestionIsAnswered() {
        fixture.hang(0);
        awaitText(".operation-id", "#1199");
        clickOn("#stopNow");
        awaitText("#stopNow", "Kill…");

        clickOn("#stopNow");
        settle();
        clickOn("Keep waiting");
        assertThat(fixture.driver.kills()).isZero();
        settle();
        clickOn("#stopNow");
        settle();
        clickOn("Kill");

        awaitText("#inspectorState", "Stopped");
        assertThat(fixture.driver.kills()).isEqualTo(1);
        awaitText("#lastCard .operation-kind", "kill succeeded");
        awaitText("#stopNow", "Stop now");
    }

    @Test
    void stopBehindAnOperation_saysForHowLongAtMost_andCanComeFirst() {
        fixture.hang(1);
        fixture.submit(OperationKind.STOP, Source.OPERATOR);
        awaitRows(2);
        await().until(() -> reason(1).matches("behind restart #1200, (60|5[0-9]) s at most"));
        var before = reason(1);
        await().until(() -> !reason(1).equals(before));
        assertThat(reason(1)).matches("behind restart #1200, 5[0-9] s at most");
        assertThat(from(row(0)).lookup(".second-line").query().isVisible()).isFalse();
        assertThat(from(row(0)).lookup(".link").query().isVisible()).isFalse();

        clickOn(from(row(1)).lookup(".link").<Node>query());

        await().until(() -> fixture.queueIs(queue -> queue.active() != null
                && queue.active().operation().id() == 1202
                && queue.waiting().isEmpty()));
    }

    @Test
    void stopBehindAHold_saysSo_andCanComeFirst() {
        fixture.submit(OperationKind.START, Source.OPERATOR);
        await().until(() -> fixture.driver.instances() == 1);
        clickOn("#holdQueue");
        await().until(() -> fixture.queueIs(QueueSnapshot::held));
        fixture.submit(OperationKind.STOP, Source.OPERATOR);
        awaitRows(1);
        await().until(() -> reason(0).equals("queue held"));

        clickOn(from(row(0)).lookup(".link").<Node>query());

        await().until(() -> fixture.driver.instances() == 0);
    }

    @Test
    void mergedOperation_tellsAllWhoAsked() {
        fixture.hang(2);
        awaitRows(2);

        clickOn("#mergeDuplicates");

        awaitText(".waiting-list .source", "HTTP API, ci-deploy and operator");
        fixture.driver.hangNextStop();
        fixture.driver.release();
        awaitText("#activeCard .source", "HTTP API, ci-deploy and operator");
    }

    @Test
    void wedgedOperation_isAbandonedOnceTheQuestionIsAnswered() {
        fixture.driver.hangDeaf();
        var stuck = fixture.submit(OperationKind.START, Source.OPERATOR);
        fixture.submit(OperationKind.RESTART, Source.OPERATOR);
        await().until(() -> fixture.queueIs(queue -> queue.active() != null));
        fixture.model.cancel(stuck);
        await().until(() -> fixture.queueIs(QueueSnapshot::wedged));
        await().until(() -> lookup(".wedged").query().isVisible());

        clickOn("Abandon…");
        settle();
        clickOn("Keep waiting");
        assertThat(fixture.queueIs(QueueSnapshot::wedged)).isTrue();
        settle();
        clickOn("Abandon…");
        settle();
        clickOn("Abandon");

        await().until(() -> fixture.queueIs(
                queue -> queue.active() != null && queue.active().operation().kind() == OperationKind.RESTART));
        await().until(() -> !lookup(".wedged").query().isVisible());
    }

    @Test
    void failure_isShownWithItsWholeCause() {
        var cause = "port 8000 is held by pid 4711 (python3), which is not a service of this workspace";
        fixture.driver.failNextStart(cause);

        fixture.submit(OperationKind.START, Source.OPERATOR);

        awaitText("#lastCard .operation-kind", "start failed");
        assertThat(lookup(".cause").<SelectableTextFlow>query().getContentAsString())
                .isEqualTo(cause);
    }

    // --- looking ---

    private void awaitText(String query, String text) {
        await().until(() -> texts(query).contains(text));
    }

    private List<String> texts(String query) {
        return lookup(query).queryAllAs(Labeled.class).stream()
                .map(Labeled::getText)
                .toList();
    }

    private void awaitRows(int count) {
        await().until(() -> cells().size() == count && cells().stream().allMatch(cell -> cell.getHeight() > 0));
        settle();
    }

    private List<WaitingCell> cells() {
        return lookup("#waiting .list-cell").queryAllAs(WaitingCell.class).stream()
                .filter(cell -> cell.isVisible() && !cell.isEmpty())
                .toList();
    }

    private Node row(int index) {
        return cells().stream()
                .filter(cell -> cell.getIndex() == index)
                .findFirst()
                .orElseThrow();
    }

    private Node lastButton(Node row) {
        return List.copyOf(from(row).lookup(".icon-button").<Node>queryAll()).getLast();
    }

    private String reason(int row) {
        return from(row(row)).lookup(".second-line").<Labeled>query().getText();
    }

    private int selectedRow() {
        return cells().stream()
                .filter(ListCell::isSelected)
                .mapToInt(ListCell::getIndex)
                .findFirst()
                .orElse(-1);
    }
}
