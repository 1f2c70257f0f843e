package dev.signalbox.console.window;

import static dev.signalbox.operation.OperationKind.RESTART;
import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.OperationKind.STOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Waiting;
import dev.signalbox.console.fx.WhyField;
import dev.signalbox.console.model.Condition;
import dev.signalbox.operation.JournalRecord;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.Spinner;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Test;

/// What is asked of several services: the plan is shown, queued as it is shown, and followed.
class PlansTest extends ConsoleTest {

    @Override
    void arrange() {
        services.add("Core", "db", "db")
                .add("Core", "api", "api", "db")
                .add("Web", "web", "web", "api")
                .add("Web", "docs", "docs");
    }

    private void startAll() {
        Stream.of("db", "api", "web", "docs").forEach(model::start);
        until(() -> model.totalsProperty().get().in(Condition.RUNNING) == 4);
    }

    // --- the dialog ---

    @Test
    void restartAll_showsWavesAndTheirOrder_thenQueuesThem() throws Exception {
        startAll();
        clickOn("#restartAll");
        assertThat(text("#planTitle")).isEqualTo("Restart 4 services");
        assertThat(waves()).containsExactly("1: web, docs", "2: api", "3: db", "1: docs", "2: db", "3: api", "4: web");
        var before = started().size();
        clickOn("Queue 4 restarts");
        until(() ->
                started().size() == before + 8 && model.totalsProperty().get().in(Condition.RUNNING) == 4);
        var order = started().subList(before, before + 8).stream()
                .filter(operation -> !operation.service().equals("docs"))
                .map(operation -> operation.kind().word() + " " + operation.service())
                .toList();
        assertThat(order).containsExactly("stop web", "stop api", "stop db", "start db", "start api", "start web");
    }

    @Test
    void busyAndHeldServices_areTold_andFollowed() throws Exception {
        startAll();
        services.driver("db").hang();
        model.restart("db");
        model.restart("db");
        model.hold("docs");
        until(() -> service("db").queue().waiting().size() == 1
                && service("docs").queue().held());
        clickOn("#restartAll");
        assertThat(text(".plan-busy > .warning-title")).startsWith("2 services already have work or are held.");
        assertThat(texts(".plan-busy-list .label"))
                .containsExactly(
                        "db",
                        "1 running, 1 restart queued",
                        "this restart becomes number 2",
                        "docs",
                        "queue held",
                        "waits until you release the hold");
        assertThat(text("#planRemark")).startsWith("once docs is released");
        model.resume("docs");
        services.driver("db").release();
        until(() -> !lookup(".plan-busy").<Node>query().isVisible());
    }

    @Test
    void merge_tellsWhatItSaves_andSavesIt() throws Exception {
        startAll();
        services.driver("db").hang();
        for (int i = 0; i < 4; i++) {
            model.restart("db");
        }
        until(() -> service("db").queue().waiting().size() == 3);
        clickOn("#restartAll");
        assertThat(lookup("#planMerge").<CheckBox>query().getText()).isEqualTo("Merge with restarts already queued");
        assertThat(texts(".plan-option .muted")).contains("saves 3 restarts");
        clickOn("#planMerge");
        clickOn("Queue 4 restarts");
        until(() -> kinds("db").equals(List.of(STOP, START)));
        services.driver("db").release();
    }

    @Test
    void rolling_restartsEachByItself() throws Exception {
        startAll();
        clickOn("#restartAll");
        clickOn("#planRolling");
        assertThat(waves()).containsExactly("1: db, docs", "2: api", "3: web");
        assertThat(texts(".section-line .section-title")).containsExactly("Restart");
        var before = started().size();
        clickOn("Queue 4 restarts");
        until(() -> started().size() == before + 4);
        assertThat(started().subList(before, before + 4))
                .extracting(Operation::kind)
                .containsOnly(RESTART);
    }

    @Test
    void why_isKeptWithEachOperation_ofARestartAndOfAStop() throws Exception {
        startAll();
        clickOn("#restartAll");
        clickOn("#planWhy").write("a new certificate");
        type(KeyCode.ENTER);
        until(() -> started().size() == 12 && model.totalsProperty().get().in(Condition.RUNNING) == 4);
        assertThat(started().subList(4, 12)).extracting(Operation::why).containsOnly("a new certificate");

        clickOn("#stopAll");
        clickOn("#planWhy").write("over");
        type(KeyCode.ENTER);
        until(() -> model.totalsProperty().get().in(Condition.STOPPED) == 4);
        assertThat(started().subList(12, 16)).extracting(Operation::why).containsOnly("over");
        assertThat(started().subList(0, 4)).extracting(Operation::why).containsOnly("");
    }

    @Test
    void why_thatIsTooLong_orHasMoreThanALine_isCutAsItIsWritten() throws Exception {
        startAll();
        clickOn("#stopAll");
        var field = lookup("#planWhy").<WhyField>query();
        interact(() -> field.setText("x".repeat(200)));
        interact(() -> field.appendText("y"));
        assertThat(field.getText()).isEqualTo("x".repeat(200));
        interact(() -> field.setText(" one\u202etwo\u200b "));
        assertThat(field.why()).isEqualTo("one two");
        type(KeyCode.ESCAPE);
    }

    @Test
    void escape_queuesNothing_andGivesTheFocusBack() throws Exception {
        startAll();
        select("api");
        var before = services.records().size();
        clickOn("#stopAll");
        assertThat(text("#planTitle")).isEqualTo("Stop all 4 services");
        assertThat(fx(() -> stage.getScene().getFocusOwner()))
                .isInstanceOfSatisfying(
                        Button.class, button -> assertThat(button.getText()).isEqualTo("Stop all now"));
        type(KeyCode.ESCAPE);
        settle();
        assertThat(lookup("#planDialog").tryQuery()).isEmpty();
        assertThat(services.records()).hasSize(before);
        // To the table: the next space presses no button of the toolbar again.
        assertThat(fx(() -> stage.getScene().getFocusOwner()))
                .isEqualTo(lookup(".list-view").<Node>query());
    }

    @Test
    void enter_queuesARestart() throws Exception {
        startAll();
        clickOn("#restartAll");
        type(KeyCode.ENTER);
        until(() -> lookup(".plan-bar").tryQuery().isPresent());
        assertThat(text(".plan-bar .semi-bold")).isEqualTo("Restart 4 services");
    }

    @Test
    void rolling_isTypedAndCountsAtOnce_andEnterQueuesFromTheTickedBox() throws Exception {
        startAll();
        clickOn("#restartAll");
        settle();
        var box = lookup("#planRolling").<Node>query();
        var place = fx(() -> box.localToScene(0, 0));
        var height = height("#planDialog");
        clickOn("#planRolling");
        settle();
        assertThat(fx(() -> box.localToScene(0, 0))).isEqualTo(place);
        assertThat(height("#planDialog")).isEqualTo(height);
        typeAtOnce("3");
        assertThat(texts(".section-line > .muted")).containsExactly("at most 3 at a time, dependencies first");
        interact(box::requestFocus);
        typeAtOnce("12");
        assertThat(texts(".section-line > .muted"))
                .as("of 4")
                .containsExactly("at most 3 at a time, dependencies first");
        interact(box::requestFocus);
        assertThat(lookup("#planAtOnce").<Spinner<Integer>>query().getEditor().getText())
                .isEqualTo("3");
        typeAtOnce("two");
        interact(box::requestFocus);
        assertThat(lookup("#planAtOnce").<Spinner<Integer>>query().getEditor().getText())
                .isEqualTo("3");
        var before = started().size();
        type(KeyCode.ENTER);
        until(() -> started().size() == before + 4);
        assertThat(started().subList(before, before + 4))
                .extracting(Operation::kind)
                .containsOnly(RESTART);
    }

    @Test
    void enter_inTheNumber_queuesAsManyAtATime() throws Exception {
        startAll();
        clickOn("#restartAll");
        clickOn("#planRolling");
        typeAtOnce("2");
        type(KeyCode.ENTER);
        until(() -> lookup(".plan-bar").tryQuery().isPresent());
        assertThat(lookup("#planDialog").tryQuery()).isEmpty();
    }

    private void typeAtOnce(String text) {
        clickOn(lookup("#planAtOnce").<Spinner<Integer>>query().getEditor());
        press(KeyCode.CONTROL).type(KeyCode.A).release(KeyCode.CONTROL);
        write(text);
        settle();
    }

    @Test
    void whatDoesNotRun_isSkippedWithItsReason() throws Exception {
        model.start("db");
        until(() -> model.totalsProperty().get().in(Condition.RUNNING) == 1);
        model.start("docs");
        until(() -> model.totalsProperty().get().in(Condition.RUNNING) == 2);
        clickOn("#stopAll");
        assertThat(text("#planTitle")).isEqualTo("Stop 2 services");
        assertThat(waves()).containsExactly("1: db, docs", "–: web, api");
        assertThat(texts(".plan-chip > .label")).containsOnly("not running");
    }

    // --- stopping ---

    @Test
    void stopAllNow_cancelsDropsAndPassesHolds_asItSays() throws Exception {
        startAll();
        services.driver("db").hang();
        services.queue().submit("db", RESTART, new Source(Source.Road.HTTP_API, "ci"));
        model.restart("db");
        model.restart("db");
        model.hold("docs");
        until(() -> service("db").queue().waiting().size() == 2
                && service("docs").queue().held());
        clickOn("#stopAll");
        assertThat(text("#planTitle")).isEqualTo("Stop all 4 services");
        assertThat(text("#planExplanation")).isEqualTo("4 run.");
        assertThat(text(".plan-busy > .warning-title")).isEqualTo("1 is cancelled, 2 are dropped, 1 hold is passed");
        assertThat(texts(".plan-busy-list .label"))
                .satisfiesExactly(
                        name -> assertThat(name).isEqualTo("db"),
                        work -> assertThat(work).matches("restart #\\d+ is cancelled, \\d+\\.\\d s in"),
                        place -> assertThat(place).isEqualTo("drops 2 restarts by operator"),
                        name -> assertThat(name).isEqualTo("docs"),
                        work -> assertThat(work).isEqualTo("held: stops all the same, hold stays"),
                        place -> assertThat(place).isEmpty());
        assertThat(waves()).containsExactly("1: web, docs", "2: api", "3: db");
        assertThat(text("#planTotal")).isEqualTo("Undo for 30 s");
        assertThat(text("#planRemark"))
                .isEqualTo("starts the 4 that run again and puts back the 2 operations that wait");
        type(KeyCode.ENTER);
        until(() -> service("docs").status().state() == ServiceState.STOPPED);
        assertThat(service("docs").queue().held()).isTrue();
        assertThat(text(".plan-bar .semi-bold")).isEqualTo("Stop all 4 services");
        until(() -> service("db").queue().waiting().isEmpty());
        services.driver("db").release();
        until(() -> model.totalsProperty().get().in(Condition.STOPPED) == 4);
        until(() -> barWords().equals("all 4 done"));
        assertThat(service("db").isStoppingNow()).isFalse();
    }

    @Test
    void stopAllNow_endsRetries_asItSays() throws Exception {
        startAll();
        var retry = new ServiceStatus.Recovery(
                3, services.test.engine().time().now().plusSeconds(50), false);
        services.show(
                "docs", ServiceStatus.of(ServiceState.BACKOFF, "exit code 1").with(retry));
        until(() -> service("docs").status().state() == ServiceState.BACKOFF);
        clickOn("#stopAll");
        assertThat(text("#planExplanation")).isEqualTo("3 run, docs waits for its next try.");
        assertThat(text(".plan-busy > .warning-title")).isEqualTo("1 recovery ends");
        assertThat(texts(".plan-busy-list .label"))
                .satisfiesExactly(
                        name -> assertThat(name).isEqualTo("docs"),
                        work -> assertThat(work).matches("next try in (50|4\\d) s is given up"),
                        place -> assertThat(place).isEqualTo("stays Stopped, not Failed"));
        assertThat(texts(".plan-chip > .label")).containsExactly("not running");
        var before = texts(".plan-busy-list .label");
        Waiting.await().until(() -> !texts(".plan-busy-list .label").equals(before));
    }

    @Test
    void arrows_changeTheChoice_andAllFollows_butTheHeight() throws Exception {
        startAll();
        services.driver("db").hang();
        model.restart("db");
        model.restart("db");
        model.hold("docs");
        until(() -> service("db").queue().waiting().size() == 1
                && service("docs").queue().held());
        clickOn("#stopAll");
        settle();
        var height = height("#planDialog");
        assertThat(text(".plan-busy > .warning-title")).startsWith("1 is cancelled");
        type(KeyCode.DOWN);
        settle();
        assertThat(lookup("#planLast").<RadioButton>query().isSelected()).isTrue();
        assertThat(lookup("#planStop").<Button>query().getText()).isEqualTo("Stop all");
        assertThat(text(".plan-busy > .warning-title")).startsWith("2 services already");
        assertThat(texts(".way-words").getLast())
                .isEqualTo("Each stop goes to the end of its queue. docs waits for its hold.");
        assertThat(lookup("#planStopOnFailure").<Node>query().getParent().isVisible())
                .isTrue();
        assertThat(height("#planDialog")).isEqualTo(height);
        type(KeyCode.UP);
        settle();
        assertThat(lookup("#planNow").<RadioButton>query().isSelected()).isTrue();
        assertThat(lookup("#planStopOnFailure").<Node>query().getParent().isVisible())
                .isFalse();
        type(KeyCode.UP);
        type(KeyCode.ENTER);
        until(() -> service("db").queue().waiting().size() == 2);
        assertThat(service("docs").queue().waiting()).hasSize(1);
        until(() -> service("web").status().state() == ServiceState.STOPPED);
        assertThat(service("db").isStoppingNow()).isFalse();
        services.driver("db").release();
    }

    @Test
    void estimates_standBesideTheChoices() throws Exception {
        startAll();
        clickOn("#stopAll");
        assertThat(texts(".way-time")).containsExactly("time not known yet", "time not known yet");
        for (var service : List.of("db", "api", "web", "docs")) {
            model.runTimes().add(service, STOP, Duration.ofSeconds(2));
            model.runTimes().add(service, RESTART, Duration.ofSeconds(5));
        }
        services.driver("db").hang();
        model.restart("db");
        model.restart("db");
        Waiting.await().until(() -> texts(".way-time").getFirst().equals("about 6.0 s"));
        Waiting.await().until(() -> texts(".way-time").getLast().matches("about 1[12] s"));
        services.driver("db").release();
    }

    @Test
    void signals_areTold() throws Exception {
        startAll();
        clickOn("#stopAll");
        assertThat(text("#planSignals")).isEqualTo("SIGTERM, after 10 s SIGKILL");
    }

    @Test
    void startAll_thatIsTrivial_isQueuedAtOnce() throws Exception {
        clickOn("#startAll");
        until(() -> model.totalsProperty().get().in(Condition.RUNNING) == 4);
        assertThat(lookup("#planDialog").tryQuery()).isEmpty();
        assertThat(started()).extracting(Operation::service).containsSubsequence("db", "api", "web");
    }

    @Test
    void startAll_withAHeldQueue_isShownFirst() throws Exception {
        model.hold("api");
        until(() -> service("api").queue().held());
        clickOn("#startAll");
        assertThat(text("#planTitle")).isEqualTo("Start 4 services");
        assertThat(texts("#planTotal")).as("nothing is known of it").containsExactly("");
    }

    // --- what is asked of: a group, a selection, what the filter shows ---

    @Test
    void group_isAskedByItsMenu_withWhatNeedsIt() throws Exception {
        startAll();
        rightClickOn("Core");
        until(() -> lookup("#group-stop").tryQuery().isPresent());
        clickOn("#group-stop");
        assertThat(text("#planTitle")).isEqualTo("Core: Stop 3 services");
        assertThat(lookup("#planOthers").<CheckBox>query().getText())
                .isEqualTo("Also stop the running service that needs them: web");
        clickOn("#planOthers");
        assertThat(text("#planTitle")).isEqualTo("Core: Stop 2 services");
        clickOn("Stop all now");
        until(() -> service("db").status().state() == ServiceState.STOPPED);
        assertThat(service("web").status().state()).isEqualTo(ServiceState.RUNNING);
    }

    @Test
    void selection_growsByKeys_andIsAskedTogether() throws Exception {
        startAll();
        select("db");
        press(KeyCode.SHIFT).type(KeyCode.DOWN).release(KeyCode.SHIFT);
        assertThat(text("#selectionBar > .strong")).isEqualTo("2 selected");
        press(KeyCode.SHIFT).type(KeyCode.DOWN).release(KeyCode.SHIFT);
        assertThat(text("#selectionBar > .strong")).isEqualTo("3 selected");
        press(KeyCode.SHIFT).type(KeyCode.UP).release(KeyCode.SHIFT);
        assertThat(text("#selectionBar > .strong")).isEqualTo("2 selected");
        assertThat(text("#inspected")).isEqualTo("api");
        type(KeyCode.S);
        assertThat(text("#planTitle")).isEqualTo("Stop 3 services");
        assertThat(lookup("#planOthers").<CheckBox>query().getText()).endsWith("web");
        type(KeyCode.ESCAPE);
        type(KeyCode.ESCAPE);
        settle();
        assertThat(lookup("#selectionBar").<Node>query().isVisible()).isFalse();
        assertThat(text("#inspected")).isEqualTo("api");
        press(KeyCode.CONTROL).type(KeyCode.A).release(KeyCode.CONTROL);
        assertThat(text("#selectionBar > .strong")).isEqualTo("4 selected");
        type(KeyCode.R);
        assertThat(text("#planTitle")).isEqualTo("Restart 4 services");
    }

    @Test
    void filter_narrowsWhatTheToolbarAsksOf() throws Exception {
        startAll();
        select("db");
        write("/");
        settle();
        write("core");
        until(() -> lookup("Restart 2 shown…").tryQuery().isPresent());
        clickOn("Restart 2 shown…");
        assertThat(waves()).containsExactly("1: web", "2: api", "3: db", "1: db", "2: api", "3: web");
        clickOn("#planOthers");
        assertThat(waves()).containsExactly("1: api", "2: db", "1: db", "2: api");
    }

    // --- one service that others need, or that needs others ---

    @Test
    void stop_ofAServiceThatOthersNeed_asks() throws Exception {
        startAll();
        clickAction("db", "stop");
        until(() -> lookup("db is needed by api and web, which run.").tryQuery().isPresent());
        clickOn("Stop db only");
        until(() -> service("db").status().state() == ServiceState.STOPPED);
        assertThat(service("api").status().state()).isEqualTo(ServiceState.RUNNING);
        clickAction("api", "stop");
        clickOn("Stop both…");
        assertThat(waves()).containsExactly("1: web", "2: api");
        clickOn("Stop all now");
        until(() -> service("api").status().state() == ServiceState.STOPPED);
    }

    @Test
    void start_ofAServiceThatNeedsOthers_asks() throws Exception {
        clickAction("web", "start");
        until(() ->
                lookup("web needs api and db, which are not ready.").tryQuery().isPresent());
        clickOn("Start with its 2 dependencies");
        until(() -> model.totalsProperty().get().in(Condition.RUNNING) == 3);
        assertThat(started()).extracting(Operation::service).containsExactly("db", "api", "web");
    }

    @Test
    void start_alone_startsIt_andWaitsForNothingElse() throws Exception {
        clickAction("api", "start");
        clickOn("Start it at once");
        until(() -> service("api").status().state() == ServiceState.RUNNING);
        assertThat(started()).extracting(Operation::service).startsWith("api");
    }

    // --- how it proceeds ---

    @Test
    void failure_isExplained_andItsPartQueuedAgain() throws Exception {
        services.driver("db").failNextStart("port 5432 is taken");
        clickOn("#startAll");
        until(() -> lookup(".plan-bar").tryQuery().isPresent()
                && barWords().startsWith("1 failed, 2 cancelled because db failed (start #"));
        until(() -> service("docs").status().state() == ServiceState.RUNNING);
        clickOn("Queue the failed part again");
        until(() -> model.totalsProperty().get().in(Condition.RUNNING) == 4);
        until(() -> barWords().equals("all 3 done"));
        until(() -> lookup(".plan-bar").tryQuery().isEmpty());
    }

    @Test
    void cancelTheRest_letsWhatRunsGoOn() throws Exception {
        services.driver("db").hang();
        clickOn("#startAll");
        until(() -> lookup(".plan-bar").tryQuery().isPresent() && barWords().equals("1 of 4 done, 1 running"));
        clickOn("Cancel the rest");
        until(() -> barWords().equals("1 of 4 done, 1 running, 2 cancelled"));
        services.driver("db").release();
        until(() -> barWords().equals("2 of 4 done, 2 cancelled"));
        clickOn(lookup(".plan-bar > .icon-button").<Node>query());
        settle();
        assertThat(lookup(".plan-bar").tryQuery()).isEmpty();
    }

    // --- looking ---

    private String text(String query) {
        settle();
        var labels = lookup(query).<Label>queryAll();
        return labels.stream()
                .filter(PlansTest::isSeen)
                .findFirst()
                .orElseGet(() -> labels.iterator().next())
                .getText();
    }

    /// Of what is to be seen: the sheet of a stop has both of its ways in it.
    private List<String> texts(String query) {
        settle();
        return lookup(query).<Label>queryAll().stream()
                .filter(PlansTest::isSeen)
                .map(Label::getText)
                .toList();
    }

    private static boolean isSeen(Node node) {
        return node.isVisible() && (node.getParent() == null || isSeen(node.getParent()));
    }

    private double height(String query) throws Exception {
        return fx(() -> lookup(query).<Region>query().getHeight());
    }

    private String barWords() {
        return lookup(".plan-bar > .plan-bar-words").<Label>query().getText();
    }

    /// For example `1: web, docs`.
    private List<String> waves() {
        settle();
        return lookup(".wave").queryAll().stream()
                .filter(PlansTest::isSeen)
                .map(wave -> from(wave).lookup(".wave-number").<Label>query().getText()
                        + ": "
                        + String.join(
                                ", ",
                                from(wave).lookup(".plan-chip").<Label>queryAll().stream()
                                        .map(Label::getText)
                                        .toList()))
                .toList();
    }

    private List<OperationKind> kinds(String service) {
        return service(service).queue().waiting().stream()
                .map(waiting -> waiting.operation().kind())
                .toList();
    }

    private List<Operation> started() {
        return services.records().stream()
                .filter(JournalRecord.Started.class::isInstance)
                .map(record -> ((JournalRecord.Started) record).operation())
                .toList();
    }
}
