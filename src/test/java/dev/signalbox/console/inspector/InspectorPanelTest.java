package dev.signalbox.console.inspector;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.controls.ToggleSwitch;
import dev.signalbox.console.fx.FxTest;
import dev.signalbox.console.fx.Theme;
import dev.signalbox.console.model.ServiceTab;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueSettings;
import dev.signalbox.operation.Source;
import dev.signalbox.service.ExitStatus;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the panel shows, and what it lets go of.
class InspectorPanelTest extends FxTest {
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
    void otherService_isShownAndTheFirstOneLetGo() {
        fixture.hang(2);
        await().until(() -> text("#queueCount").equals("2"));

        interact(() -> fixture.panel.show(fixture.frontend));
        fixture.submit(OperationKind.RESTART, Source.OPERATOR);
        await().until(() -> fixture.backend.queue().waiting().size() == 3);
        settle();

        assertThat(text("#inspectorName")).isEqualTo("frontend");
        assertThat(lookup("#activeCard").query().isVisible()).isFalse();
        assertThat(lookup("#queueCount").query().isVisible()).isFalse();
    }

    @Test
    void tab_leadsThroughTheTabs_toStopNowLast_andTheTabShowsThatItHasTheFocus() throws Exception {
        fixture.hang(2);
        await().until(() -> text("#queueCount").equals("2"));
        interact(fixture.panel::focus);
        for (var theme : Theme.values()) {
            interact(() -> theme.applyTo(stage.getScene()));
            settle();
            var tab = (Region) lookup(".tab:selected > .tab-container").query();
            // A ring, and what is in it: it takes no room from the words.
            assertThat(tab.getBackground().getFills()).as(theme.name()).hasSize(2);
            assertThat(tab.getInsets()).as(theme.name()).isEqualTo(Insets.EMPTY);
        }
        var order = new ArrayList<String>();
        while (!order.contains("stopNow") && order.size() < 30) {
            type(KeyCode.TAB);
            order.add(String.valueOf(fx(() -> stage.getScene().getFocusOwner().getId())));
        }
        assertThat(order).endsWith("stopNow").hasSizeGreaterThan(3);
        type(KeyCode.TAB);
        assertThat(fx(() -> stage.getScene().getFocusOwner().getId())).isIn("closeInspector", "inspectorTabs");
    }

    @Test
    void failedService_hasACardThatStartsIt() {
        fixture.submit(OperationKind.START, Source.OPERATOR);
        await().until(() -> fixture.driver.instances() == 1);
        await().until(() -> fixture.queueIs(queue -> queue.active() == null));
        fixture.driver.crash(new ExitStatus(1), "no such port");
        await().until(() -> lookup("#troubleCard").query().isVisible());
        assertThat(text("#troubleCard > .operation-kind")).isEqualTo("Exit code 1.");

        clickOn(from(lookup("#troubleCard").<Node>query()).lookup(".button").<Node>query());

        await().until(() -> fixture.driver.instances() == 1);
        await().until(() -> !lookup("#troubleCard").query().isVisible());
    }

    @Test
    void serviceThatShouldBeStopped_hasACard_andIsKeptRunning() {
        failStop();
        assertThat(text("#wantedCard > .label")).isEqualTo("Should be stopped: stop #1199 has failed: pid 4 survives");
        assertThat(text("#inspectorWanted")).matches("shall be stopped since [0-9:]+, by operator");

        clickOn("#keepRunning");

        await().until(() -> !lookup("#wantedCard").query().isVisible());
        assertThat(text("#inspectorWanted")).matches("shall run since [0-9:]+, by operator");
        assertThat(fixture.driver.instances()).isEqualTo(1);
    }

    @Test
    void serviceThatAnotherEngineHasStarted_hasACard_andIsTakenOver() {
        fixture.driver.runsElsewhere("2 processes of it run elsewhere", false);
        await().until(() -> lookup("#takeOver").query().isVisible());
        assertThat(text("#wantedCard > .label")).isEqualTo("2 processes of it run elsewhere");
        assertThat(lookup("#stopIt").query().isVisible()).isFalse();

        clickOn("#takeOver");

        await().until(() -> !lookup("#wantedCard").query().isVisible());
    }

    @Test
    void serviceThatShouldBeStopped_isStoppedAfterAll() {
        failStop();

        clickOn("#stopIt");

        await().until(() -> fixture.driver.instances() == 0);
        await().until(() -> !lookup("#wantedCard").query().isVisible());
    }

    private void failStop() {
        fixture.submit(OperationKind.START, Source.OPERATOR);
        await().until(() -> fixture.driver.instances() == 1);
        fixture.driver.failNextStop("pid 4 survives");
        fixture.submit(OperationKind.STOP, Source.OPERATOR);
        await().until(() -> lookup("#wantedCard").query().isVisible()
                && text("#wantedCard > .label").startsWith("Should be stopped"));
    }

    @Test
    void serviceThatNobodyHasAskedFor_saysWhetherItStartsByItself() {
        assertThat(text("#inspectorWanted")).isEqualTo("starts with the engine; nobody has said otherwise");
    }

    @Test
    void panelThatShowsNothing_isNotKeptByTheServices() throws Exception {
        var reference = new WeakReference<>(shownOnce());

        await().until(() -> {
            System.gc();
            return reference.get() == null;
        });
    }

    private InspectorPanel shownOnce() throws Exception {
        return fx(() -> {
            var other = fixture.panel(stage);
            other.show(fixture.backend);
            other.show(fixture.frontend);
            other.show(null);
            return other;
        });
    }

    @Test
    void panelOutOfSight_followsNothing() {
        fixture.hang(1);
        await().until(() -> text("#queueCount").equals("1"));

        interact(() -> fixture.panel.root().setVisible(false));
        fixture.submit(OperationKind.RESTART, Source.OPERATOR);
        await().until(() -> fixture.backend.queue().waiting().size() == 2);
        settle();
        assertThat(text("#queueCount")).isEqualTo("1");

        interact(() -> fixture.panel.root().setVisible(true));
        assertThat(text("#queueCount")).isEqualTo("2");
    }

    @Test
    void close_isOfferedOnlyWhereThePanelCanBeClosed() {
        var closed = new AtomicInteger();
        assertThat(lookup("#closeInspector").query().isVisible()).isFalse();
        interact(() -> fixture.panel.onClose(closed::incrementAndGet));

        clickOn("#closeInspector");

        assertThat(closed).hasValue(1);
    }

    @Test
    void logs_followTheFilesOfTheService() throws Exception {
        Files.writeString(fixture.log.out(), "one\ntwo\n");
        interact(() -> fixture.panel.showTab(ServiceTab.LOGS));
        assertThat(fixture.panel.tab()).isEqualTo(ServiceTab.LOGS);
        await().until(() -> text("#logFooter").equals("2 lines · out 8 B · err 0 B"));
        Files.writeString(fixture.log.err(), "three\n", StandardOpenOption.CREATE);
        await().until(() -> text("#logFooter").equals("3 lines · out 8 B · err 6 B"));

        interact(() -> fixture.panel.show(fixture.frontend));

        await().until(() -> text("#logMessage").contains("the output of frontend is not kept here"));
        assertThat(text("#logFooter")).isEmpty();
    }

    @Test
    void find_opensOverTheLogThatIsSeen_andFollowSaysThatItIsOff() throws Exception {
        Files.writeString(fixture.log.out(), "one\ntwo\n");
        interact(() -> assertThat(fixture.panel.find()).isFalse());
        interact(() -> fixture.panel.showTab(ServiceTab.LOGS));
        await().until(() -> text("#logFooter").startsWith("2 lines"));

        clickOn("#openFind");
        assertThat(lookup("#log #findInLog").query().isFocused()).isTrue();
        write("ONE");

        await().until(() -> text("#log #foundInLog").equals("1 of 1"));
        assertThat(lookup("#followLog").<ToggleSwitch>query().isSelected()).isFalse();
        interact(() -> assertThat(fixture.panel.endFind()).isTrue());
        interact(() -> assertThat(fixture.panel.endFind()).isFalse());
        interact(() -> assertThat(fixture.panel.find()).isTrue());
        interact(() -> fixture.panel.root().setVisible(false));
        interact(() -> assertThat(fixture.panel.find()).isFalse());
        assertThat(fixture.panel.endFind()).isFalse();
    }

    @Test
    void logs_areOfTheChosenStreams_whatIsThereAndWhatComes() throws Exception {
        Files.writeString(fixture.log.out(), "one\ntwo\n");
        Files.writeString(fixture.log.err(), "three\n");
        interact(() -> fixture.panel.showTab(ServiceTab.LOGS));
        await().until(() -> text("#logFooter").startsWith("3 lines"));

        clickOn("#showOut");
        assertThat(text("#logFooter")).startsWith("1 line ");
        Files.writeString(fixture.log.out(), "four\n", StandardOpenOption.APPEND);
        Files.writeString(fixture.log.err(), "five\n", StandardOpenOption.APPEND);
        await().until(() -> text("#logFooter").startsWith("2 lines · out 13 B · err 11 B"));

        clickOn("#showErr");
        assertThat(text("#logMessage")).isEqualTo("None of the newest 5 lines are shown: choose stdout or stderr.");
        clickOn("#showOut");
        assertThat(text("#logMessage")).isEmpty();
        assertThat(text("#logFooter")).startsWith("3 lines");
    }

    @Test
    void logs_ofAServiceThatHasWrittenNothing_sayThatThereIsNothingYet() {
        interact(() -> fixture.panel.showTab(ServiceTab.LOGS));

        await().until(() -> text("#logMessage").equals("No output yet."));
        assertThat(text("#logFooter")).isEqualTo("0 lines · out 0 B · err 0 B");
    }

    @Test
    void showLog_beginsAtTheOperation_andFollowGoesToTheEnd() throws Exception {
        var operation = new Operation(7, "backend", OperationKind.RESTART, Source.OPERATOR, Map.of(), 0, Instant.EPOCH);
        Files.writeString(fixture.log.out(), "before\n");
        Files.writeString(fixture.log.notes(), "1000 7 0 " + operation.mark() + "\n");
        Files.writeString(fixture.log.out(), "after\n", StandardOpenOption.APPEND);

        interact(() -> fixture.panel.showLog(operation));

        assertThat(fixture.panel.tab()).isEqualTo(ServiceTab.LOGS);
        await().until(() -> text("#logFooter").startsWith("2 lines"));
        assertThat(lookup("#followLog").<ToggleSwitch>query().isSelected()).isFalse();
        interact(() -> lookup("#followLog").<ToggleSwitch>query().setSelected(true));
        await().until(() -> text("#logFooter").startsWith("3 lines"));
    }

    @Test
    void showLog_ofWhatIsNotKept_saysSo() {
        var operation = new Operation(7, "backend", OperationKind.RESTART, Source.OPERATOR, Map.of(), 0, Instant.EPOCH);

        interact(() -> fixture.panel.showTab(ServiceTab.LOGS));
        interact(() -> fixture.panel.showLog(operation));

        await().until(() -> text("#logMessage").contains("restart #7 is not kept any more"));
    }

    @Test
    void showLog_ofALongLog_givesItsBeginning() throws Exception {
        var operation = new Operation(7, "backend", OperationKind.RESTART, Source.OPERATOR, Map.of(), 0, Instant.EPOCH);
        Files.writeString(fixture.log.notes(), "1000 0 0 " + operation.mark() + "\n");
        Files.writeString(fixture.log.out(), "line\n".repeat(2 * LogFollower.LIMIT));

        interact(() -> fixture.panel.showLog(operation));

        await().until(() -> text("#logFooter").equals("5,000 lines from restart #7 on; Follow goes to the end"));
    }

    @Test
    void logThread_endsWithTheTab() {
        interact(() -> fixture.panel.showTab(ServiceTab.LOGS));
        await().until(() -> logThreads() == 1);

        interact(() -> fixture.panel.showTab(ServiceTab.QUEUE));

        await().until(() -> logThreads() == 0);
    }

    private static long logThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("log-follower"))
                .count();
    }

    @Test
    void job_thatHasAllTheTime_saysSo() {
        fixture.queue.reconfigure(
                "backend",
                new QueueSettings(
                        QueueSettings.Policy.KEEP, null, Duration.ofSeconds(30), Duration.ofSeconds(1), true));
        fixture.driver.hang();
        fixture.submit(OperationKind.START, Source.OPERATOR);

        await().until(() -> lookup("#activeCard").query().isVisible());
        await().until(() -> lookup("#activeCard .muted").queryAllAs(Labeled.class).stream()
                .anyMatch(label -> label.getText().equals("no timeout")));
        fixture.driver.release();
    }

    @Test
    void definition_masksSecrets() {
        interact(() -> fixture.panel.showTab(ServiceTab.DEFINITION));

        await().until(() -> !lookup("#definition .selectable").queryAll().isEmpty());
        var shown = lookup("#definition .selectable").queryAllAs(Text.class).stream()
                .map(Text::getText)
                .collect(Collectors.joining("\n"));
        assertThat(shown).contains("uvicorn app:api --port 8000", "LOG_LEVEL=info", "DB_PASSWORD=••••••");
        assertThat(shown).doesNotContain("hunter2");
    }

    private String text(String query) {
        return lookup(query).<Labeled>query().getText();
    }
}
