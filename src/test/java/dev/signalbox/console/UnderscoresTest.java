package dev.signalbox.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

    private List<String> texts(String query) {
        settle();
        return lookup(query).<Text>queryAll().stream().map(Text::getText).toList();
    }
}
