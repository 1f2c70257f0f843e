package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.model.Condition;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import org.junit.jupiter.api.Test;

/// The plan of three hundred services fits into the window, and all of it can be seen.
class ManyServicesPlanTest extends ConsoleTest {
    private static final int MANY = 300;

    @Override
    void arrange() {
        for (int i = 0; i < MANY; i++) {
            var needs = i % 10 == 0 ? new String[0] : new String[] {"service-" + (i - 1)};
            services.add("Group " + i / 20, "service-" + i, "serve " + i, needs);
        }
    }

    @Test
    void plan_scrollsAndIsQueued() throws Exception {
        clickOn("#startAll");
        until(() -> model.totalsProperty().get().in(Condition.RUNNING) == MANY);
        clickOn("#restartAll");
        settle();
        assertThat(lookup("#planTitle").<Label>query().getText()).isEqualTo("Restart 300 services");
        assertThat(lookup(".plan-chip").queryAll()).hasSize(2 * MANY);
        var window = place(stage.getScene().getRoot());
        assertThat(window.contains(place(lookup("#planDialog").<Node>query()))).isTrue();
        assertThat(window.contains(place(lookup("#planStopOnFailure").<Node>query())))
                .isTrue();
        var scroll = lookup(".plan-scroll").<ScrollPane>query();
        fx(() -> {
            scroll.setVvalue(1);
            return null;
        });
        settle();
        var last = lookup(".wave").queryAll().stream().reduce((_, next) -> next).orElseThrow();
        assertThat(place(scroll).intersects(place(last))).isTrue();
        clickOn("Queue 300 restarts");
        until(() -> lookup(".plan-bar-words")
                .<Label>tryQuery()
                .filter(words -> words.getText().equals("all 600 done"))
                .isPresent());
    }

    private static Bounds place(Node node) throws Exception {
        return fx(() -> node.localToScene(node.getLayoutBounds()));
    }
}
