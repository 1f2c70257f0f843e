package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.model.Condition;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.QueueSnapshot.Waiting;
import dev.signalbox.service.ServiceState;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/// Ctrl+Z takes back what was done here last, and says what of it could not be.
class UndoTest extends ConsoleTest {

    @Override
    void arrange() {
        services.add("Core", "db", "db --serve")
                .add("Core", "api", "api --serve", "db")
                .add("Web", "shop", "shop --serve");
    }

    private void startAll() throws Exception {
        model.services().forEach(service -> model.start(service.id()));
        until(() -> model.totalsProperty().get().in(Condition.RUNNING) == 3
                && model.totalsProperty().get().active() == 0);
        settle();
    }

    private void undo() {
        press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
    }

    private List<Operation> queueOf(String id) {
        return service(id).queue().waiting().stream().map(Waiting::operation).toList();
    }

    /// What waits, each as the one that it stands for.
    private List<Long> meant(String id) {
        return queueOf(id).stream()
                .map(operation -> operation.again() == 0 ? operation.id() : operation.again())
                .toList();
    }

    private List<Long> wait(String id, int count) throws Exception {
        services.driver(id).hang();
        model.restart(id);
        until(() -> service(id).queue().active() != null);
        for (int i = 0; i < count; i++) {
            model.restart(id);
        }
        until(() -> queueOf(id).size() == count);
        return meant(id);
    }

    private String said() {
        settle();
        var said = lookup("#said").<Label>query();
        return said.isVisible() ? said.getText() : "";
    }

    private ServiceState state(String id) {
        return service(id).status().state();
    }

    private String barText() {
        settle();
        var bar = lookup("#undoBar").<Node>query();
        return bar.isVisible()
                ? from(bar).lookup(".label").<Label>queryAll().stream()
                        .map(Label::getText)
                        .findFirst()
                        .orElse("")
                : "";
    }

    @Test
    void clearedQueue_waitsAgainInItsOrder_andTheSecondUndoTakesBackWhatWasDoneBefore() throws Exception {
        startAll();
        var before = wait("db", 3);
        select("db");
        type(KeyCode.DELETE);
        until(() -> queueOf("db").size() == 2);
        fx(() -> {
            commands.clear(service("db"));
            return null;
        });
        until(() -> queueOf("db").isEmpty());
        assertThat(barText()).isEqualTo("Cancelled 2 operations of db.");

        undo();
        until(() -> meant("db").equals(before.subList(0, 2)));
        until(() -> said().equals("Undone: 2 operations wait where they did"));
        undo();
        until(() -> meant("db").equals(before));
        undo();
        until(() -> said().startsWith("Undo: "));
        assertThat(meant("db")).isEqualTo(before);
        services.driver("db").release();
    }

    @Test
    void moveAndMerge_areTakenBack() throws Exception {
        startAll();
        var before = wait("db", 3);
        select("db");
        fx(() -> {
            commands.move(service("db"), queueOf("db").getLast(), 0);
            return null;
        });
        until(() -> !meant("db").equals(before));
        type(KeyCode.M);
        until(() -> queueOf("db").size() == 1);

        undo();
        until(() -> queueOf("db").size() == 3);
        undo();
        until(() -> meant("db").equals(before));
        services.driver("db").release();
    }

    @Test
    void whatHasBegunMeanwhile_isSaid() throws Exception {
        startAll();
        var before = wait("db", 2);
        var last = queueOf("db").getLast();
        fx(() -> {
            commands.clear(service("db"));
            return null;
        });
        until(() -> queueOf("db").isEmpty());
        model.putBack("db", List.of(last.id()), before);
        until(() -> queueOf("db").size() == 1);
        select("db");
        undo();
        until(() -> said().matches("1 of 2 waits again: " + last.label() + " was put back already, as #\\d+"));
        assertThat(meant("db")).isEqualTo(before);
        services.driver("db").release();
    }

    @Test
    void stoppedService_isStartedAgain_andAStartedOneIsStopped() throws Exception {
        startAll();
        select("shop");
        type(KeyCode.S);
        until(() ->
                state("shop") == ServiceState.STOPPED && service("shop").queue().isIdle());
        until(() -> barText().equals("Stopping shop."));
        undo();
        until(() ->
                state("shop") == ServiceState.RUNNING && service("shop").queue().isIdle());
        until(() -> said().equals("Undone: shop is started again"));

        model.stop("shop");
        until(() ->
                state("shop") == ServiceState.STOPPED && service("shop").queue().isIdle());
        press(KeyCode.SHIFT).type(KeyCode.ENTER).release(KeyCode.SHIFT);
        until(() ->
                state("shop") == ServiceState.RUNNING && service("shop").queue().isIdle());
        until(() -> barText().equals("Starting shop."));
        undo();
        until(() -> state("shop") == ServiceState.STOPPED);
        assertThat(said()).isEqualTo("Undone: shop is stopped again");
    }

    @Test
    void allStoppedNow_startAgain_andWhatWasDroppedWaitsAgain() throws Exception {
        startAll();
        var before = wait("db", 2);
        clickOn("#stopAll");
        settle();
        type(KeyCode.ENTER);
        services.driver("db").release();
        until(() -> model.totalsProperty().get().in(Condition.STOPPED) == 3
                && model.totalsProperty().get().active() == 0);
        services.driver("db").hang();

        undo();
        until(() -> meant("db").equals(before));
        until(() -> said().equals("Undone: 3 services are started again, 2 operations wait again"));
        services.driver("db").release();
        until(() -> model.totalsProperty().get().in(Condition.RUNNING) == 3
                && model.totalsProperty().get().active() == 0);
    }

    @Test
    void holdAndResume_areTakenBack_withTheOldReason() throws Exception {
        model.hold("shop", "disk swap", null);
        until(() -> service("shop").queue().held() && service("shop").intent().hold() != null);
        select("shop");
        type(KeyCode.H);
        until(() -> !service("shop").queue().held());
        until(() -> barText().equals("Resumed the queue of shop."));
        undo();
        until(() -> service("shop").queue().held()
                && service("shop").intent().hold() != null
                && service("shop").intent().hold().why().equals("disk swap"));
        fx(() -> {
            commands.holdAll(true);
            return null;
        });
        until(() -> model.totalsProperty().get().allHeld());
        undo();
        until(() -> !model.totalsProperty().get().allHeld());
        assertThat(said()).isEqualTo("Undone: the queues are not held any more");
    }

    @Test
    void startedPlan_isStoppedAgain_butNotWhatRanBefore() throws Exception {
        model.start("db");
        until(() -> state("db") == ServiceState.RUNNING && service("db").queue().isIdle());
        clickOn("#startAll");
        until(() -> model.totalsProperty().get().in(Condition.RUNNING) == 3
                && model.totalsProperty().get().active() == 0);
        undo();
        until(() -> state("api") == ServiceState.STOPPED && state("shop") == ServiceState.STOPPED);
        assertThat(state("db")).isEqualTo(ServiceState.RUNNING);
        until(() -> said().equals("Undone: 2 services are stopped again"));
    }
}
