package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.model.Condition;
import dev.signalbox.console.model.FakeServices;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.service.ServiceState;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/// The palette, by its keys.
class PaletteTest extends ConsoleTest {

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

    private void open() {
        press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
        settle();
    }

    private void open(String typed) {
        open();
        write(typed);
        settle();
    }

    private boolean isOpen() {
        settle();
        return lookup("#palette").tryQuery().isPresent();
    }

    /// The choices that are seen, from the top.
    private List<String> choices() {
        settle();
        return from(lookup("#paletteList").<Node>query()).lookup(".palette-cell").<ListCell<?>>queryAll().stream()
                .filter(cell -> cell.isVisible() && !cell.isEmpty() && !cell.isDisabled())
                .sorted(Comparator.comparing(ListCell::getIndex))
                .map(this::words)
                .filter(words -> !words.isEmpty())
                .toList();
    }

    private String words(ListCell<?> cell) {
        return cell.getItem() == null || cell.getAccessibleText() == null ? "" : cell.getAccessibleText();
    }

    private String chosen() {
        settle();
        return from(lookup("#paletteList").<Node>query()).lookup(".palette-cell").<ListCell<?>>queryAll().stream()
                .filter(cell -> cell.isVisible() && cell.isSelected())
                .map(this::words)
                .findFirst()
                .orElse("");
    }

    private String does() {
        settle();
        return lookup("#paletteDoes").<Label>query().getText();
    }

    private String remark() {
        settle();
        return lookup("#paletteRemark").<Label>query().getText();
    }

    private List<String> hits() {
        settle();
        return from(lookup("#paletteHits").<Node>query()).lookup(".palette-pill").<Label>queryAll().stream()
                .map(Label::getText)
                .toList();
    }

    private int ends(String id) {
        return services.driver(id).lives().size();
    }

    private Node focused() {
        return stage.getScene().getFocusOwner();
    }

    @Test
    void fewLettersAndEnter_restartWhatTheyName_whateverIsSelected() throws Exception {
        startAll();
        select("db");
        open("re sho");
        assertThat(chosen()).isEqualTo("Restart shop");
        assertThat(does()).isEqualTo("queues one restart of shop, which begins at once");
        assertThat(hits()).containsExactly("shop");
        type(KeyCode.ENTER);
        until(() -> ends("shop") == 1);
        assertThat(ends("db")).isZero();
        assertThat(isOpen()).isFalse();
        assertThat(focused()).isEqualTo(lookup(".list-view").<Node>query());
    }

    @Test
    void whatIsTyped_leavesTheHeadings_andTheBestOnTop() throws Exception {
        startAll();
        select("db");
        open("hist");
        var headings = from(lookup("#paletteList").<Node>query()).lookup(".palette-heading").<Label>queryAll().stream()
                .map(Label::getText)
                .toList();
        assertThat(headings).contains("db is selected in the list");
        assertThat(chosen()).isEqualTo(choices().getFirst());
    }

    @Test
    void whatWasChosen_isKeptForTheNextWindow() throws Exception {
        startAll();
        open("hold queue shop");
        type(KeyCode.ENTER);
        until(() -> service("shop").queue().held());
        open("dark light");
        type(KeyCode.ENTER); // with which the settings are written
        until(() -> settingsFile().load().lately().size() == 2);
        assertThat(settingsFile().load().lately().getFirst()).startsWith("theme");
        assertThat(settingsFile().load().lately().getLast()).startsWith("hold ").endsWith("shop");
    }

    @Test
    void beforeEnter_itIsTold_whomARestartHits_andBehindWhatItWaits() throws Exception {
        startAll();
        services.driver("db").hang();
        model.restart("db");
        model.restart("db");
        until(() -> service("db").queue().waiting().size() == 1);
        open("restart db");
        assertThat(chosen()).isEqualTo("Restart db");
        assertThat(does()).startsWith("queues one restart of db, behind the one that runs and the one that waits");
        assertThat(hits()).containsExactly("db", "api", "web_node");
        assertThat(remark()).contains("they run on").contains("Ctrl+Z");
        type(KeyCode.ESCAPE);
        assertThat(service("db").queue().waiting()).hasSize(1);
        services.driver("db").release();
    }

    @Test
    void whatTheButtonAsks_isAskedHereToo() throws Exception {
        startAll();
        open("stop db");
        assertThat(chosen()).isEqualTo("Stop db");
        assertThat(does()).isEqualTo("asks whether to stop db only, or all 3");
        assertThat(remark()).isEqualTo("db is needed by api and web_node, which run.");
        type(KeyCode.ENTER);
        settle();
        assertThat(lookup(".question-title").<Label>query().getText()).isEqualTo("Stop db?");
        type(KeyCode.ESCAPE);
        open("restart till");
        assertThat(does()).startsWith("asks first, as the workspace wants it, then queues one restart of till");
        type(KeyCode.ENTER);
        settle();
        assertThat(ends("till")).isZero();
        type(KeyCode.ENTER);
        until(() -> ends("till") == 1);
    }

    @Test
    void whatCannotBeDoneNow_staysWithItsReason_andEnterSaysItAgain() throws Exception {
        startAll();
        open("merge shop");
        assertThat(chosen()).isEqualTo("Merge duplicates of shop");
        assertThat(does()).isEqualTo("nothing now: nothing to merge");
        assertThat(lookup("not now: nothing to merge").tryQuery()).isPresent();
        type(KeyCode.ENTER);
        assertThat(remark()).isEqualTo("Nothing was done. Merge duplicates of shop: nothing to merge");
        assertThat(isOpen()).isTrue();
    }

    @Test
    void lettersThatNothingHas_areToldOf_andEnterDoesNothingButSayIt() {
        open("xyzzy");
        assertThat(choices()).isEmpty();
        type(KeyCode.ENTER);
        assertThat(does()).startsWith("nothing, as nothing is called that");
        assertThat(remark()).isEqualTo("Nothing was done.");
        assertThat(isOpen()).isTrue();
        type(KeyCode.ESCAPE);
        assertThat(isOpen()).isFalse();
        assertThat(services.records()).isEmpty();
    }

    @Test
    void openedFromATextField_givesTheFocusBackToIt() {
        write("/");
        write("sho");
        open();
        write("zzz");
        type(KeyCode.ESCAPE);
        settle();
        var filter = lookup(".filter-field").<TextField>query();
        assertThat(focused()).isEqualTo(filter);
        assertThat(filter.getText()).isEqualTo("sho");
    }

    @Test
    void nothingTyped_offersWhatIsSelected_thenWhatWasChosenLately() throws Exception {
        startAll();
        select("shop");
        open("re api");
        type(KeyCode.ENTER);
        until(() -> ends("api") == 1);
        open();
        assertThat(lookup("shop is selected in the list").tryQuery()).isPresent();
        assertThat(chosen()).isEqualTo("Start shop");
        assertThat(lookup("#paletteCount").<Label>query().getText()).matches("\\d+ commands");
        type(KeyCode.END);
        assertThat(chosen()).isEqualTo("Copy diagnostics");
        type(KeyCode.HOME);
        assertThat(chosen()).isEqualTo("Start shop");
        type(KeyCode.PAGE_DOWN, KeyCode.UP);
        assertThat(chosen()).isNotEqualTo("Start shop");
        type(KeyCode.END);
        while (!chosen().equals("Restart api") && !chosen().isEmpty() && !chosen().equals("Start shop")) {
            type(KeyCode.UP);
        }
        assertThat(chosen()).isEqualTo("Restart api");
    }

    @Test
    void severalSelected_areOneTarget() throws Exception {
        startAll();
        select("db");
        press(KeyCode.SHIFT).type(KeyCode.DOWN).release(KeyCode.SHIFT);
        open("hold");
        assertThat(chosen()).isEqualTo("Hold 2 queues");
        assertThat(hits()).containsExactly("db", "api");
        type(KeyCode.ENTER);
        until(() -> service("db").queue().held() && service("api").queue().held());
        assertThat(service("shop").queue().held()).isFalse();
    }

    @Test
    void sign_leadsToAGroup_whosePlanIsShownFirst() throws Exception {
        startAll();
        open("@web stop");
        assertThat(chosen()).isEqualTo("Web: Stop 3 services…");
        assertThat(does()).isEqualTo("asks whether now or after what waits: Stop 3 services");
        assertThat(hits()).containsExactly("web_node", "shop", "till");
        type(KeyCode.ENTER);
        settle();
        assertThat(lookup("#planTitle").<Label>query().getText()).isEqualTo("Web: Stop 3 services");
    }

    @Test
    void number_leadsToTheQueueWhereItWaits_andElseIntoTheHistory() throws Exception {
        startAll();
        services.driver("shop").hang();
        model.restart("shop");
        until(() -> service("shop").queue().active() != null);
        var running = service("shop").queue().active().operation().id();
        select("db");
        open("#" + running);
        assertThat(chosen()).isEqualTo("#" + running + " restart of shop");
        type(KeyCode.ENTER);
        settle();
        assertThat(lookup("#inspected").<Label>query().getText()).isEqualTo("shop");
        assertThat(lookup("#front").<Label>query().getText()).isEqualTo("QUEUE");
        services.driver("shop").release();
        open("#987654");
        assertThat(does()).isEqualTo("looks for operation #987654 in the history");
        type(KeyCode.ENTER);
        until(() -> lookup(".history").tryQuery().isPresent());
        assertThat(from(lookup(".history").<Node>query())
                        .lookup(".filter-field")
                        .<TextField>query()
                        .getText())
                .isEqualTo("#987654");
    }

    @Test
    void tab_completes_andCtrlEnter_doesItAndStays() throws Exception {
        startAll();
        open("hol que db");
        type(KeyCode.TAB);
        settle();
        assertThat(lookup("#paletteField").<TextField>query().getText()).isEqualTo("Hold the queue of db");
        press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);
        until(() -> service("db").queue().held());
        assertThat(isOpen()).isTrue();
        assertThat(focused()).isEqualTo(lookup("#paletteField").<Node>query());
    }

    @Test
    void whatHasChangedSinceItWasOffered_isNotDoneUnderItsOldName() throws Exception {
        startAll();
        open("hold the queue of db");
        model.hold("db");
        until(() -> service("db").queue().held());
        type(KeyCode.ENTER);
        assertThat(remark()).isEqualTo("Nothing was done. Hold the queue of db: something has changed meanwhile");
        assertThat(service("db").queue().held()).isTrue();
    }

    @Test
    void serviceThatGoesWhileItIsOpen_isOfferedNoMore() throws Exception {
        startAll();
        open("restart shop");
        assertThat(chosen()).isEqualTo("Restart shop");
        services.list("db", "api", "web_node", "till");
        until(() -> model.services().size() == 4);
        assertThat(chosen()).doesNotContain("shop");
    }

    @Test
    void click_doesItToo_andAClickBesideItLeaves() throws Exception {
        startAll();
        open("stop sho");
        clickOn(lookup(".palette-cell").<ListCell<?>>match(ListCell::isSelected).<Node>query());
        until(() -> service("shop").status().state() == ServiceState.STOPPED);
        assertThat(isOpen()).isFalse();
        open();
        clickOn(stage.getX() + 20, stage.getY() + 300);
        assertThat(isOpen()).isFalse();
    }

    @Test
    void buttonInTheToolbar_opensItToo_andTheSheetOfKeysTellsItsKey() {
        clickOn("#openPalette");
        assertThat(isOpen()).isTrue();
        type(KeyCode.ESCAPE);
        write("?");
        settle();
        assertThat(lookup("All commands").tryQuery()).isPresent();
        assertThat(from(lookup("#keySheet").<Node>query()).lookup("Ctrl+K").tryQuery())
                .isPresent();
    }

    @Test
    void overAQuestion_itDoesNotOpen() throws Exception {
        startAll();
        select("till");
        type(KeyCode.R);
        open();
        assertThat(isOpen()).isFalse();
        assertThat(lookup(".question-title").tryQuery()).isPresent();
    }
}
