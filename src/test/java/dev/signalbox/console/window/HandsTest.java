package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.model.Condition;
import dev.signalbox.console.model.FakeServices;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueSnapshot.Waiting;
import dev.signalbox.service.ServiceState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Window;
import org.junit.jupiter.api.Test;

/// Keys and clicks act on what is visible and highlighted, once a press, from wherever the focus is.
class HandsTest extends ConsoleTest {

    @Override
    void arrange() {
        services.add("Core", "db", "db --serve")
                .add("Core", "api", "api --serve", "db")
                .add("Web", "web_node", "web --serve", "api")
                .add("Web", "shop", "shop --serve")
                .add(FakeServices.define("Web", "till", "till --serve")
                        .confirm(Set.of(OperationKind.RESTART, OperationKind.STOP))
                        .build());
    }

    private void startAll() throws Exception {
        model.services().forEach(service -> model.start(service.id()));
        until(() -> model.totalsProperty().get().in(Condition.RUNNING)
                == model.services().size());
        settle();
    }

    private List<OperationKind> waiting(String id) {
        return service(id).queue().waiting().stream()
                .map(Waiting::operation)
                .map(operation -> operation.kind())
                .toList();
    }

    /// How often it has ended.
    private int ends(String id) {
        return services.driver(id).lives().size();
    }

    private boolean isBusy(String id) {
        return !service(id).queue().isIdle();
    }

    private String said() {
        settle();
        var said = lookup("#said").<Label>query();
        return said.isVisible() ? said.getText() : "";
    }

    private boolean isBarShown() {
        settle();
        return lookup("#undoBar").<Node>query().isVisible();
    }

    private String barText() {
        settle();
        var texts = from(lookup("#undoBar").<Node>query()).lookup(".label").<Label>queryAll().stream()
                .map(Label::getText)
                .filter(text -> !text.isEmpty())
                .toList();
        return String.join(" ", texts);
    }

    // --- 25, 54: what cannot be seen is not acted on ---

    @Test
    void filterTyped_thenEnterAndS_stopsTheFirstMatch_notTheServiceThatWasSelectedBefore() throws Exception {
        startAll();
        select("shop");
        write("/");
        write("node");
        type(KeyCode.ENTER);
        type(KeyCode.S);
        until(() -> service("web_node").status().state() == ServiceState.STOPPED);
        assertThat(service("shop").status().state()).isEqualTo(ServiceState.RUNNING);
    }

    @Test
    void filterThatNothingMatches_leavesNothingToTheKeys_andSaysSo() throws Exception {
        startAll();
        select("shop");
        write("/");
        write("nothing like it");
        type(KeyCode.ENTER);
        type(KeyCode.S);
        assertThat(said()).isEqualTo("Stop: no service is selected");
        assertThat(isBusy("shop")).isFalse();
        type(KeyCode.H);
        assertThat(service("shop").queue().held()).isFalse();
    }

    @Test
    void serviceThatLeavesTheFilterByItself_isNoTargetAnyMore_norIsAnother() throws Exception {
        startAll();
        select("shop");
        write("/");
        write("running");
        type(KeyCode.ENTER);
        select("shop");
        model.stop("shop");
        until(() -> !isShown("shop"));
        type(KeyCode.S);
        assertThat(said()).isEqualTo("Stop: no service is selected");
        assertThat(model.totalsProperty().get().in(Condition.RUNNING)).isEqualTo(4);
    }

    @Test
    void groupFoldedByTheMouse_takesTheSelectionWithIt() throws Exception {
        startAll();
        select("shop");
        clickOn("Web");
        settle();
        assertThat(isShown("shop")).isFalse();
        type(KeyCode.S);
        settle();
        assertThat(lookup("#planTitle").<Label>query().getText()).isEqualTo("Web: Stop 3 services");
        assertThat(isBusy("shop")).isFalse();
    }

    @Test
    void groupHeading_isFoldedAndUnfoldedByEnter_andStartsNothing() throws Exception {
        select("shop");
        type(KeyCode.LEFT);
        settle();
        assertThat(isShown("shop")).isFalse();
        type(KeyCode.ENTER);
        settle();
        assertThat(isShown("shop")).isTrue();
        assertThat(services.records()).isEmpty();
    }

    @Test
    void heading_staysSelectedWhenTheRowsAreReplaced() throws Exception {
        startAll();
        select("shop");
        clickOn("Web");
        settle();
        services.redefine(FakeServices.define("Data", "db", "db --serve").build());
        until(() -> lookup("Data").tryQuery().isPresent());
        type(KeyCode.S);
        settle();
        assertThat(lookup("#planTitle").<Label>query().getText()).isEqualTo("Web: Stop 3 services");
    }

    @Test
    void menuOfGroups_onceOpened_leavesNoKeysInTheWindow() throws Exception {
        clickOn("#groups");
        settle();
        type(KeyCode.ESCAPE);
        settle();
        assertThat(stage.getScene().getAccelerators()).isEmpty();
    }

    @Test
    void menuOfAGroup_isAboutTheServicesThatTheFilterShows() throws Exception {
        startAll();
        write("/");
        write("shop");
        settle();
        rightClickOn("Web");
        until(() -> lookup("#group-stop").tryQuery().isPresent());
        clickOn("#group-stop");
        until(() -> service("shop").status().state() == ServiceState.STOPPED);
        assertThat(model.totalsProperty().get().in(Condition.RUNNING)).isEqualTo(4);
    }

    // --- 50: what is clicked is highlighted ---

    @Test
    void buttonOfARow_selectsIt_soThatTheNextKeyHitsTheSame() throws Exception {
        startAll();
        select("db");
        services.driver("shop").hang();
        clickAction("shop", "restart");
        until(() -> isBusy("shop"));
        type(KeyCode.R);
        until(() -> waiting("shop").size() == 1);
        assertThat(isBusy("db")).isFalse();
        services.driver("shop").release();
    }

    @Test
    void rightClick_selectsTheRow() throws Exception {
        select("db");
        rightClickOn(from(line("shop")).lookup(".strong").<Node>query());
        until(() -> lookup("#menu-restart").tryQuery().isPresent());
        type(KeyCode.ESCAPE);
        type(KeyCode.H);
        until(() -> service("shop").queue().held());
        assertThat(service("db").queue().held()).isFalse();
    }

    // --- Enter opens ---

    @Test
    void enter_opensTheServiceAndGoesThere_andEscComesBack_andNothingIsStarted() {
        select("shop");
        type(KeyCode.ENTER);
        settle();
        var inspector = lookup("#inspector").<Node>query();
        assertThat(inspector.isVisible()).isTrue();
        assertThat(lookup("#inspected").<Label>query().getText()).isEqualTo("shop");
        assertThat(focused()).isEqualTo(inspector);
        type(KeyCode.ESCAPE);
        settle();
        assertThat(focused()).isEqualTo(lookup(".list-view").<Node>query());
        assertThat(services.records()).isEmpty();
    }

    @Test
    void enterWithSeveralSelected_saysWhyItOpensNone_andShiftEnterStartsThem() throws Exception {
        select("shop");
        press(KeyCode.SHIFT).type(KeyCode.UP).release(KeyCode.SHIFT);
        type(KeyCode.ENTER);
        assertThat(said()).isEqualTo("Open: more than one service is selected");
        select("shop");
        press(KeyCode.SHIFT).type(KeyCode.ENTER).release(KeyCode.SHIFT);
        until(() -> service("shop").status().state() == ServiceState.RUNNING);
    }

    @Test
    void keysForMenus_openThatOfTheSelectedRow_fromWhereverTheFocusIs() throws Exception {
        select("shop");
        type(KeyCode.CONTEXT_MENU);
        until(() -> lookup("#menu-restart").tryQuery().isPresent());
        assertThat(item("menu-start").getAccelerator().getName()).contains("Shift");
        type(KeyCode.ESCAPE);
        until(() -> lookup("#menu-restart").tryQuery().isEmpty());
        fx(() -> {
            lookup("#themeButton").<Node>query().requestFocus();
            return null;
        });
        press(KeyCode.SHIFT).type(KeyCode.F10).release(KeyCode.SHIFT);
        until(() -> lookup("#menu-restart").tryQuery().isPresent());
        type(KeyCode.ESCAPE);
    }

    @Test
    void keyForMenus_whereNothingIsSelected_saysSo() {
        write("/");
        write("nothing like it");
        type(KeyCode.ENTER, KeyCode.CONTEXT_MENU);
        assertThat(said()).isEqualTo("Open the menu: no service is selected");
    }

    // --- 29: from wherever the focus is ---

    @Test
    void afterAClickInTheToolbar_keysWork_andSpacePressesNothingAgain() throws Exception {
        clickOn("#startAll");
        until(() -> model.totalsProperty().get().in(Condition.RUNNING) == 5);
        var asked = services.records().size();
        write("/");
        write("web node");
        settle();
        assertThat(lookup(".filter-field").<TextField>query().getText()).isEqualTo("web node");
        assertThat(services.records()).hasSize(asked);
    }

    @Test
    void keysOfServices_workWhileTheFocusIsInTheInspectorOrOnAButton() throws Exception {
        select("shop");
        fx(() -> {
            lookup("#themeButton").<Node>query().requestFocus();
            return null;
        });
        type(KeyCode.H);
        until(() -> service("shop").queue().held());
    }

    @Test
    void lettersTypedIntoTheFilter_areNoKeys() throws Exception {
        startAll();
        select("shop");
        write("/");
        write("shr");
        settle();
        assertThat(lookup(".filter-field").<TextField>query().getText()).isEqualTo("shr");
        assertThat(isBusy("shop")).isFalse();
        assertThat(service("shop").queue().held()).isFalse();
    }

    // --- 49: one press is one request ---

    @Test
    void keyHeldDown_asksOnce() throws Exception {
        startAll();
        select("shop");
        services.driver("shop").hang();
        for (int i = 0; i < 35; i++) {
            pressAgain(KeyCode.R);
        }
        // A request waits for a moment before its work begins.
        until(() -> isBusy("shop") && waiting("shop").isEmpty());
        fx(() -> {
            Event.fireEvent(focused(), key(KeyEvent.KEY_RELEASED, KeyCode.R));
            return null;
        });
        pressAgain(KeyCode.R);
        until(() -> waiting("shop").size() == 1);
        services.driver("shop").release();
    }

    @Test
    void arrowHeldDown_movesOn() throws Exception {
        select("db");
        for (int i = 0; i < 3; i++) {
            pressAgain(KeyCode.DOWN);
        }
        settle();
        assertThat(lookup("#inspected").<Label>query().getText()).isEqualTo("shop");
    }

    private Node focused() {
        return stage.getScene().getFocusOwner();
    }

    private void pressAgain(KeyCode code) throws Exception {
        fx(() -> {
            Event.fireEvent(focused(), key(KeyEvent.KEY_PRESSED, code));
            return null;
        });
    }

    private static KeyEvent key(EventType<KeyEvent> type, KeyCode code) {
        return new KeyEvent(type, "", "", code, false, false, false, false);
    }

    // --- 5: a restart acts at once, and says what that means ---

    @Test
    void restartThatOthersNeed_pressedThreeTimes_isThreeQueuedRestarts_andABarNamesThem() throws Exception {
        startAll();
        select("db");
        services.driver("db").hang();
        for (int i = 0; i < 3; i++) {
            type(KeyCode.R);
        }
        until(() -> waiting("db").size() == 2);
        assertThat(waiting("db")).containsExactly(OperationKind.RESTART, OperationKind.RESTART);
        until(() -> barText().contains("3 times"));
        assertThat(barText()).contains("Restarting db, 3 times.").contains("2 running services need it: api, web_node");
        assertThat(List.of(isBusy("api"), isBusy("web_node"))).containsExactly(false, false);
        assertThat(focused()).isEqualTo(lookup(".list-view").<Node>query());
        services.driver("db").release();
    }

    @Test
    void restartThatNobodyNeeds_canBeUndone_andOffersNoOtherRestarts() throws Exception {
        startAll();
        select("shop");
        type(KeyCode.R);
        until(() -> service("shop").queue().last() != null
                && service("shop").queue().last().operation().kind() == OperationKind.RESTART);
        until(this::isBarShown);
        assertThat(barText()).startsWith("Restarting shop.").doesNotContain("need");
        assertThat(lookup("#restartThemToo").<Node>query().isVisible()).isFalse();
    }

    @Test
    void undo_dropsTheRestartThatWaits_andThenCancelsTheOneThatRuns_afterWhichTheServiceRuns() throws Exception {
        startAll();
        select("db");
        services.driver("db").hang();
        type(KeyCode.R);
        until(() -> service("db").queue().active() != null);
        type(KeyCode.R);
        until(() -> waiting("db").size() == 1);
        until(this::isBarShown);

        clickOn("#undo");
        until(() -> waiting("db").isEmpty());
        until(() -> said().matches("Undone: restart #\\d+ of db is dropped, it had not begun"));
        assertThat(barText()).contains("Restarting db.");
        var running = service("db").queue().active();
        assertThat(running).isNotNull();
        assertThat(running.stopRequested()).isFalse();

        press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
        until(() -> service("db").queue().last() != null
                && service("db").queue().last().operation().id()
                        == running.operation().id());
        assertThat(service("db").queue().last().outcome()).isInstanceOf(Outcome.Cancelled.class);
        until(() -> !isBarShown());
        assertThat(said()).matches("Undone: restart #\\d+ of db is cancelled, the service runs on or again");
        services.driver("db").release();
        until(() -> service("db").status().state() == ServiceState.RUNNING && !isBusy("db"));

        press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
        assertThat(said()).matches("Undo: (nothing was done here in the last 30 s|start #\\d+ of db has ended)");
    }

    @Test
    void restartOfAnother_takesTheBar_soThatUndoIsOfWhatWasDoneLast() throws Exception {
        startAll();
        services.driver("db").hang();
        services.driver("shop").hang();
        select("db");
        type(KeyCode.R);
        until(this::isBarShown);
        select("shop");
        type(KeyCode.R);
        until(() -> isBusy("shop") && barText().contains("Restarting shop."));
        press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
        until(() -> said().contains("of shop is cancelled"));
        assertThat(service("db").queue().active().stopRequested()).isFalse();
        services.driver("db").release();
        services.driver("shop").release();
    }

    @Test
    void undoOfARestartThatHasEnded_saysSo_andTouchesNothingElse() throws Exception {
        startAll();
        select("shop");
        type(KeyCode.R);
        until(() -> service("shop").queue().last() != null
                && service("shop").queue().last().operation().kind() == OperationKind.RESTART);
        settle();
        press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
        assertThat(said()).matches("Undo: restart #\\d+ of shop has ended");
    }

    @Test
    void restartThemToo_stopsThoseThatNeedIt_andStartsThemBehindIt() throws Exception {
        startAll();
        select("db");
        type(KeyCode.R);
        until(this::isBarShown);
        clickOn("#restartThemToo");
        until(() -> ends("api") == 1 && ends("web_node") == 1);
        until(() -> model.totalsProperty().get().in(Condition.RUNNING) == 5
                && model.totalsProperty().get().active() == 0
                && model.totalsProperty().get().queued() == 0);
        assertThat(ends("db")).isEqualTo(1);
        assertThat(ends("shop")).isZero();
        assertThat(service("api").status().since())
                .isAfter(service("db").status().since());
        assertThat(lookup("#restartThemToo").<Node>query().isVisible()).isFalse();
    }

    @Test
    void shiftR_restartsWithAllThatNeedIt_andSaysWhereNobodyDoes() throws Exception {
        startAll();
        select("api");
        press(KeyCode.SHIFT).type(KeyCode.R).release(KeyCode.SHIFT);
        until(() -> ends("web_node") == 1 && ends("api") == 1);
        assertThat(ends("db")).isZero();
        select("shop");
        press(KeyCode.SHIFT).type(KeyCode.R).release(KeyCode.SHIFT);
        assertThat(said()).isEqualTo("Restart with dependents: no running service needs it");
    }

    // --- confirm ---

    @Test
    void serviceThatWantsToBeAskedAbout_isNotRestartedNorStoppedByAKeyAlone() throws Exception {
        startAll();
        select("till");
        type(KeyCode.R);
        settle();
        assertThat(isBusy("till")).isFalse();
        clickOn("Cancel");
        press(KeyCode.SHIFT).type(KeyCode.S).release(KeyCode.SHIFT);
        settle();
        assertThat(isBusy("till")).isFalse();
        type(KeyCode.ESCAPE);
        type(KeyCode.S);
        settle();
        assertThat(isBusy("till")).isFalse();
        type(KeyCode.ENTER);
        until(() -> service("till").status().state() == ServiceState.STOPPED);
        assertThat(ends("till")).isEqualTo(1);
    }

    @Test
    void shiftROnAServiceThatSuchAOneNeeds_asksToo() throws Exception {
        services.redefine(FakeServices.define("Web", "web_node", "web --serve", "api")
                .confirm(Set.of(OperationKind.RESTART))
                .build());
        until(() -> !service("web_node").definition().confirm().isEmpty());
        startAll();
        select("api");
        press(KeyCode.SHIFT).type(KeyCode.R).release(KeyCode.SHIFT);
        settle();
        assertThat(ends("api") + ends("web_node")).isZero();
        type(KeyCode.ENTER);
        until(() -> ends("web_node") == 1 && ends("api") == 1);
    }

    @Test
    void planThatTakesSuchAOneDown_asksToo() throws Exception {
        startAll();
        interact(() -> commands.ask(
                Map.of(OperationKind.STOP, Set.of("till"), OperationKind.START, Set.of("shop")), "Undo plan #1"));
        assertThat(isBusy("till")).isFalse();
        clickOn("Queue it");
        until(() -> service("till").status().state() == ServiceState.STOPPED);
    }

    // --- menus and the sheet of keys ---

    @Test
    void menuOfARow_tellsItsKeys_andWhyNot() throws Exception {
        startAll();
        rightClickOn(from(line("shop")).lookup(".strong").<Node>query());
        until(() -> lookup("#menu-restart").tryQuery().isPresent());
        var clear = item("menu-clear");
        assertThat(clear.getText()).isEqualTo("Clear queue  –  nothing waits");
        assertThat(clear.isDisable()).isTrue();
        assertThat(item("menu-restart").getAccelerator().getName()).isEqualTo("R");
        assertThat(item("menu-restart").isDisable()).isFalse();
        type(KeyCode.ESCAPE);
    }

    private static MenuItem item(String id) throws Exception {
        return fx(() -> Window.getWindows().stream()
                .filter(ContextMenu.class::isInstance)
                .flatMap(menu -> ((ContextMenu) menu).getItems().stream())
                .filter(item -> id.equals(item.getId()))
                .findFirst()
                .orElseThrow());
    }

    @Test
    void questionMark_showsAllKeys_andWhyNotNow() throws Exception {
        startAll();
        select("shop");
        write("?");
        settle();
        var sheet = lookup("#keySheet").<Node>query();
        var texts = from(sheet).lookup(".label").<Label>queryAll().stream()
                .map(Label::getText)
                .toList();
        assertThat(texts)
                .contains("Restart", "R", "⇧R", "Stop now", "Ctrl+Z", "Undo", "Filter services", "/")
                .contains("no running service needs it");
        type(KeyCode.ESCAPE);
        settle();
        assertThat(lookup("#keySheet").tryQuery()).isEmpty();
        type(KeyCode.H);
        until(() -> service("shop").queue().held());
    }
}
