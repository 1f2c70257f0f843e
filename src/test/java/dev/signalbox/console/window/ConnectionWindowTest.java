package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.engine.Connection;
import dev.signalbox.engine.Engine;
import dev.signalbox.service.ServiceState;
import java.time.Duration;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.stage.WindowEvent;
import org.junit.jupiter.api.Test;

/// A window on an engine elsewhere.
class ConnectionWindowTest extends ConsoleTest {
    private FarEngine far;

    @Override
    void arrange() {
        services.add("Core", "alpha", "serve --port 1").add("Core", "beta", "serve --port 2");
    }

    @Override
    Engine engine() {
        far = new FarEngine(services.engine());
        return far.client();
    }

    private String status() {
        return lookup("#connection").<Label>query().getText();
    }

    private boolean isDisabled(String service, String action) {
        return from(line(service))
                .lookup("." + action + "-button")
                .<Node>query()
                .isDisabled();
    }

    @Test
    void connected_showsHostAndLatency_andWorksAsUsual() throws Exception {
        assertThat(stage.getTitle()).contains("demo").contains(FarEngine.HOST);
        assertThat(status()).isEqualTo("connected to build.example:7070 · 12 ms");
        assertThat(lookup("#connectionBar").<Node>query().isVisible()).isFalse();
        clickAction("alpha", "start");
        until(() -> service("alpha").status().state() == ServiceState.RUNNING);
        far.connect(new Connection.Connected(FarEngine.HOST, Duration.ofMillis(34)));
        until(() -> status().equals("connected to build.example:7070 · 34 ms"));
    }

    @Test
    void lost_claimsNothing_disablesTheButtons_andSaysWhy() throws Exception {
        clickAction("alpha", "start");
        until(() -> service("alpha").status().state() == ServiceState.RUNNING);
        far.lose("nobody listens there", Duration.ofHours(1));
        until(() -> service("alpha").status().state() == ServiceState.UNKNOWN);
        settle();

        assertThat(status()).isEqualTo("reconnecting in 3,600 s: nobody listens there");
        assertThat(lookup("#connectionBar").<Node>query().isVisible()).isTrue();
        assertThat(lookup("#connectionBar .label").<Label>query().getText())
                .startsWith("The connection to build.example:7070 was lost");
        assertThat(stateOf("alpha")).isEqualTo("Unknown");
        assertThat(from(line("alpha"))
                        .lookup(".column-service > .second-line")
                        .<Label>query()
                        .getText())
                .startsWith("connection lost");
        assertThat(lookup("#activeCount").<Label>query().getText()).isEqualTo("–");
        clickOn("#reconnect");
        assertThat(far.retries()).isEqualTo(1);
        for (var action : List.of("start", "stop", "restart")) {
            assertThat(isDisabled("alpha", action)).as(action).isTrue();
        }
        for (var button : List.of("#startAll", "#restartAll", "#stopAll", "#groups", ".toggle-switch")) {
            assertThat(lookup(button).<Node>query().isDisabled()).as(button).isTrue();
        }

        far.connect(new Connection.Connected(FarEngine.HOST, Duration.ofMillis(12)));
        // The engine told nothing meanwhile, so its queue is as old as it was.
        services.queue().hold("alpha");
        services.queue().resume("alpha");
        until(() -> service("alpha").status().state() == ServiceState.RUNNING);
        until(() -> !isDisabled("alpha", "stop"));
        assertThat(lookup("#connectionBar").<Node>query().isVisible()).isFalse();
        assertThat(lookup("#startAll").<Node>query().isDisabled()).isFalse();
    }

    @Test
    void retry_thatIsUnderWay_isSaid() {
        far.lose("nobody listens there", Duration.ofSeconds(-1));
        until(() -> status().equals("reconnecting: nobody listens there"));
    }

    @Test
    void window_hasNoReload_andClosesWithoutAQuestion() throws Exception {
        assertThat(lookup("#reload").<Node>query().isVisible()).isFalse();
        clickAction("alpha", "start");
        until(() -> service("alpha").status().state() == ServiceState.RUNNING);
        fx(() -> {
            stage.fireEvent(new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST));
            return null;
        });
        assertThat(stage.isShowing()).isFalse();
        assertThat(lookup(".dialog-pane").tryQuery()).isEmpty();
    }
}
