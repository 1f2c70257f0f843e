package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.desktop.Desktop;
import dev.signalbox.console.fx.Theme;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceTab;
import dev.signalbox.console.notices.NoticeSettings;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.service.ServiceStatus.Recovery;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

/// What the window tells of trouble: in the corner what no row says, and all of it in the centre.
class NoticesTest extends ConsoleTest {
    private static final ServiceStatus CRASHED =
            ServiceStatus.of(ServiceState.FAILED, "").ended(new ExitStatus(1), List.of("password=hunter2"));

    @Override
    void arrange() {
        services.add("Core", "alpha", "alpha --serve")
                .add("Core", "beta", "beta --serve", "alpha")
                .add("Web", "gamma", "gamma --serve");
    }

    @Test
    void failure_thatItsRowSays_isCounted_andToldNowhereElse() throws Exception {
        fail("alpha");
        assertThat(bell()).isEqualTo("1");
        assertThat(corner()).isEmpty();
        type(KeyCode.N);
        settle();
        assertThat(titles()).containsExactly("alpha: start failed");
        assertThat(textOf(".notice-summary")).containsExactly("port 8000 is taken");
    }

    @Test
    void failure_ofARowThatCannotBeSeen_isToldInTheCorner_withWhy() throws Exception {
        filter("gamma");
        fail("alpha");
        until(() -> corner().equals(List.of("alpha: start failed")));
        clickOn("Why");
        until(() -> lookup(".history").tryQuery().isPresent());
        assertThat(corner()).isEmpty();
        assertThat(bell()).isEmpty();
    }

    @Test
    void troubleOfSeveral_isOneNoticeInTheCorner() throws Exception {
        filter("gamma");
        show("alpha", CRASHED);
        until(() -> corner().equals(List.of("alpha: exit code 1")));
        show("beta", CRASHED);
        until(() -> corner().equals(List.of("alpha took 1 service down")));
        clickOn(lookup(".notification-bar .button")
                .<Button>match(button -> button.getText().equals("Show"))
                .<Node>query());
        until(() -> lookup("#notices").<Node>query().isVisible());
        assertThat(corner()).isEmpty();
        assertThat(titles()).containsExactly("alpha took 1 service down");
    }

    @Test
    void triesOfACrashRecovery_areCountedOnce_andToldOnce() throws Exception {
        filter("gamma");
        for (int i = 1; i <= 5; i++) {
            show("alpha", CRASHED.with(new Recovery(i, null, false)));
            settle();
        }
        until(() -> corner().equals(List.of("alpha: exit code 1")));
        assertThat(bell()).isEqualTo("1");
        show("alpha", CRASHED.with(new Recovery(6, null, true)));
        until(() -> corner().equals(List.of("alpha: crash loop, 6 ends")));
        show("alpha", ServiceStatus.of(ServiceState.RUNNING, ""));
        until(() -> corner().isEmpty());
        assertThat(bell()).as("somebody should read it").isEqualTo("1");
    }

    @Test
    void whilePointedAt_itWaits() throws Exception {
        filter("gamma");
        show("alpha", CRASHED);
        until(() -> !corner().isEmpty());
        moveTo(lookup(".notification-bar").<Node>query());
        settle();
        var bar = lookup(".notification-bar").<Node>query();
        assertThat(fx(bar::isHover)).isTrue();
        assertThat(fx(() -> bar.getPseudoClassStates().contains(PseudoClass.getPseudoClass("waiting"))))
                .isTrue();
        moveTo("#bell");
        until(() -> !bar.getPseudoClassStates().contains(PseudoClass.getPseudoClass("waiting")));
        assertThat(corner()).hasSize(1);
    }

    @Test
    void centre_isReadAndLeftByKeys() throws Exception {
        fail("alpha");
        type(KeyCode.N);
        until(() -> lookup("#notices").<Node>query().isVisible());
        settle();
        clickOn("Mark all read");
        until(() -> bell().isEmpty());
        assertThat(titles()).as("it is open still").containsExactly("alpha: start failed");
        model.start("alpha");
        until(() -> titles().isEmpty());
        clickOn("#notices-all");
        until(() -> titles().equals(List.of("alpha: start failed")));
        type(KeyCode.ESCAPE);
        until(() -> !lookup("#notices").<Node>query().isVisible());
        type(KeyCode.DOWN);
        assertThat(lookup("#inspected").<Label>query().getText())
                .as("the table has the focus")
                .isEqualTo("beta");
    }

    @Test
    void mutedService_isKept_andTellsNobody_untilItIsUnmuted() throws Exception {
        select("alpha");
        clickAction("alpha", "more-actions");
        until(() -> lookup("#menu-mute").tryQuery().isPresent());
        clickOn("#menu-mute");
        filter("gamma");
        show("alpha", CRASHED);
        type(KeyCode.N);
        until(() -> lookup("#notices").<Node>query().isVisible());
        until(() -> textOf(".notice-count").contains("1 kept"));
        assertThat(bell()).isEmpty();
        assertThat(corner()).isEmpty();
        until(() -> Files.exists(folder.resolve("window.properties"))
                && Files.readString(folder.resolve("window.properties")).contains("alpha"));
        clickOn("Unmute");
        until(() -> !textOf(".notice-count").contains("1 kept"));
        assertThat(titles()).isEmpty();
    }

    @Test
    void heldQueue_isListed_andResumedThere() throws Exception {
        services.queue().hold("alpha");
        until(() -> service("alpha").queue().held());
        type(KeyCode.N);
        until(() -> textOf(".notice-badge").equals(List.of("held")));
        clickOn("Resume now");
        until(() -> !service("alpha").queue().held());
        until(() -> textOf(".notice-badge").isEmpty());
    }

    @Test
    void brokenLog_isNoticed() throws Exception {
        logProblems = Map.of("alpha", "the disk is full");
        until(() -> bell().equals("1"));
    }

    // --- the desktop ---

    private static final class Recorded implements Desktop {
        private final List<String> told = new CopyOnWriteArrayList<>();
        private Consumer<String> open = _ -> {};
        private Consumer<String> problem = _ -> {};

        @Override
        public void tell(String key, String title, String text) {
            told.add(key + " " + title + " | " + text);
        }

        @Override
        public void takeBack(String key) {
            told.add("not " + key);
        }

        @Override
        public void onOpen(Consumer<String> action) {
            open = action;
        }

        @Override
        public void onProblem(Consumer<String> action) {
            problem = action;
        }

        @Override
        public void close() {
            told.add("closed");
        }
    }

    @Test
    void desktop_isTold_whileTheWindowIsNotInFront_withoutWhatServicesWrote() throws Exception {
        var desktop = new Recorded();
        try (var second = new Second(desktop, NoticeSettings.DEFAULT)) {
            second.inFront(true);
            show("alpha", CRASHED);
            until(() -> bell().equals("1"));
            assertThat(desktop.told).isEmpty();
            second.inFront(false);
            show("gamma", CRASHED);
            until(() -> desktop.told.size() == 1);
            assertThat(desktop.told.getFirst())
                    .contains(" gamma: exit code 1 | ")
                    .doesNotContain("hunter2");
            show("gamma", ServiceStatus.of(ServiceState.RUNNING, ""));
            until(() -> desktop.told.size() == 2);
            assertThat(desktop.told.getLast()).startsWith("not incident-");
        }
        assertThat(desktop.told).endsWith("closed");
    }

    @Test
    void click_onTheDesktop_selectsTheService() throws Exception {
        var desktop = new Recorded();
        try (var second = new Second(desktop, NoticeSettings.DEFAULT)) {
            second.inFront(false);
            show("gamma", CRASHED);
            until(() -> desktop.told.size() == 1);
            fx(() -> {
                desktop.open.accept(desktop.told.getFirst().split(" ")[0]);
                return null;
            });
            until(() -> second.inspected().equals("gamma"));
        }
    }

    @Test
    void desktopThatCannotBeTold_saysWhyInTheCentre() throws Exception {
        var desktop = new Recorded();
        try (var _ = new Second(desktop, NoticeSettings.DEFAULT)) {
            fx(() -> {
                desktop.problem.accept("no bus");
                return null;
            });
            until(() -> textOf(".notice-problem").contains("Not now: no bus"));
        }
    }

    /// Another window on the same engine, which is told whether it is in front.
    private final class Second implements AutoCloseable {
        private final Stage stage;
        private final OperationQueueModel second;
        private final ConsoleWindow window;
        private final PlainInspector inspector = new PlainInspector();

        Second(Desktop desktop, NoticeSettings notices) throws Exception {
            stage = fx(Stage::new);
            second = fx(() -> new OperationQueueModel(engine()));
            window = fx(() -> {
                var settings =
                        new ConsoleSettings(Theme.DARK, WIDTH, HEIGHT, ServiceTab.QUEUE, Set.of(), List.of(), notices);
                var opened = new ConsoleWindow(
                        stage,
                        second,
                        engine(),
                        settings,
                        new SettingsFile(folder.resolve("second.properties")),
                        (_, _, _) -> inspector,
                        desktop);
                opened.show();
                return opened;
            });
            settle();
        }

        void inFront(boolean front) throws Exception {
            fx(() -> {
                stage.setIconified(!front);
                if (front) {
                    stage.requestFocus();
                }
                return null;
            });
            until(() -> stage.isIconified() != front && (!front || stage.isFocused()));
        }

        String inspected() {
            return ((Label) inspector.root().lookup("#inspected")).getText();
        }

        @Override
        public void close() {
            WaitForAsyncUtils.waitForAsyncFx(20_000, () -> {
                window.close();
                second.close();
                stage.hide();
            });
        }
    }

    // --- helpers ---

    private void fail(String service) throws Exception {
        services.driver(service).failNextStart("port 8000 is taken");
        services.queue().submit(service, OperationKind.START, Source.OPERATOR);
        until(() -> service(service).status().state() == ServiceState.FAILED && bell().equals("1"));
    }

    private void show(String service, ServiceStatus status) throws Exception {
        services.show(service, status);
        until(() -> service(service).status().equals(status));
        settle();
    }

    private void filter(String text) throws Exception {
        type(KeyCode.ESCAPE);
        type(KeyCode.SLASH);
        write(text);
        type(KeyCode.ENTER);
        until(() -> !isShown("alpha"));
    }

    private String bell() {
        var count = lookup("#bellCount").<Label>query();
        return count.isVisible() ? count.getText() : "";
    }

    private List<String> corner() {
        return textOf(".notification-bar .title");
    }

    private List<String> titles() {
        return textOf(".notice-card > .notice-head .notice-title");
    }

    private List<String> textOf(String selector) {
        return lookup(selector).queryAllAs(Label.class).stream()
                .filter(label -> label.isVisible() && label.getScene() != null)
                .map(Label::getText)
                .toList();
    }
}
