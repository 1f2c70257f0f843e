package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.model.Condition;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/// Three hundred services have as many rows as can be seen, and no more.
class ManyServicesTest extends ConsoleTest {
    private static final int MANY = 300;
    private static final int MOST_LINES = 40;

    @Override
    void arrange() {
        for (int i = 0; i < MANY; i++) {
            services.add("Group " + i / 20, "service-" + i, "serve " + i);
        }
    }

    @Test
    void rows_areReused() throws Exception {
        model.services().forEach(service -> model.start(service.id()));
        until(() -> model.totalsProperty().get().in(Condition.RUNNING) == MANY);
        select("service-0");
        type(KeyCode.END);
        until(() -> isShown("service-299"));
        assertThat(stateOf("service-299")).isEqualTo("Running");
        type(KeyCode.HOME);
        until(() -> isShown("service-0"));
        for (int i = 0; i < 8; i++) {
            type(KeyCode.PAGE_DOWN);
        }
        settle();
        assertThat(lookup(".service-line").queryAll()).hasSizeLessThan(MOST_LINES);
    }
}
