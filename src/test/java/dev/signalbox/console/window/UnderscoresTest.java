package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.fx.Underscores;
import dev.signalbox.console.model.Condition;
import dev.signalbox.console.model.Trouble;
import dev.signalbox.journal.HistoryFilter;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import java.util.List;
import java.util.Set;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;

/// Names of services are shown with their underscores, wherever a control would take them for mnemonics.
class UnderscoresTest extends ConsoleTest {

    @Override
    void arrange() {
        services.add("Core_1", "node_1", "node").add("Core_1", "node_2", "node").add("Web", "web_1", "web", "node_1");
    }

    private void startAll() {
        model.start("node_1");
        model.start("web_1");
        until(() -> model.totalsProperty().get().in(Condition.RUNNING) == 2);
    }

    @Test
    void question_namesTheService() throws Exception {
        startAll();
        clickAction("node_1", "stop");
        until(() -> !lookup(".question-pane").queryAll().isEmpty());
        assertThat(texts(".question-pane .button .text")).contains("Stop node_1 only");
    }

    @Test
    void sheet_namesTheOthers() throws Exception {
        startAll();
        rightClickOn("Core_1");
        until(() -> lookup("#group-stop").tryQuery().isPresent());
        clickOn("#group-stop");
        assertThat(texts("#planOthers .text")).containsExactly("Also stop the running service that needs them: web_1");
    }

    @Test
    void everyQuestionAndMenu_showsThem() throws Exception {
        startAll();
        services.show(
                "node_2",
                ServiceStatus.of(ServiceState.FAILED, "port 1 is held by node_1")
                        .blockedBy("node_1"));
        until(() -> lookup("Stop node_1 and start").tryQuery().isPresent());
        assertShown("of a row");
        interact(() -> commands.remedy(service("node_2"), Trouble.Remedy.REPLACE_BLOCKER));
        assertAsked("Stop node_1 and start node_2?");
        interact(() -> commands.holdBecause(List.of(service("node_1"))));
        assertAsked("Hold node_1?");
        interact(() -> commands.restart(service("node_1")));
        settle();
        assertShown("of a restart");
        type(KeyCode.ESCAPE);
        for (var action : List.of("#restartAll", "#stopAll")) {
            clickOn(action);
            settle();
            assertShown("of " + action);
            type(KeyCode.ESCAPE);
        }
        interact(() -> past.search(HistoryFilter.ALL.by(Set.of(), "ci_deploy")));
        until(() -> lookup(".history-chip").tryQuery().isPresent());
        assertThat(lookup(".history-chip").<Button>query().getText()).isEqualTo("By ci_deploy");
        assertShown("of the history");
    }

    private void assertAsked(String title) throws Exception {
        settle();
        assertThat(texts(".question-title .text")).containsExactly(title);
        assertShown(title);
        type(KeyCode.ESCAPE);
        settle();
    }

    private static void assertShown(String where) throws Exception {
        assertThat(fx(Underscores::lost)).as(where).isEmpty();
    }

    private List<String> texts(String query) {
        settle();
        return lookup(query).<Text>queryAll().stream().map(Text::getText).toList();
    }
}
