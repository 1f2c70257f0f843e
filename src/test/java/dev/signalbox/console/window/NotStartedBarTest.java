package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Waiting;
import dev.signalbox.console.model.FakeServices;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source;
import dev.signalbox.service.Intent.Value;
import dev.signalbox.service.ServiceState;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import org.junit.jupiter.api.Test;

/// What the window tells as it opens of services that a person has stopped.
class NotStartedBarTest extends ConsoleTest {
    private static final Source CI = new Source(Source.Road.HTTP_API, "ci");

    @Override
    void arrange() {
        for (var id : List.of("alpha", "beta")) {
            services.add(FakeServices.define("Core", id, id + " --serve")
                    .autostart(true)
                    .build());
        }
        services.add("Web", "gamma", "gamma --serve");
        var id = 0;
        for (var stop : List.of("alpha", "beta", "gamma")) {
            services.queue().submit(stop, OperationKind.STOP, id++ == 1 ? CI : Source.OPERATOR);
            Waiting.await().until(() -> {
                var now = services.engine().find(stop);
                return now != null
                        && now.intent().desired().value() == Value.STOPPED
                        && now.status().state() == ServiceState.STOPPED
                        && now.queue().active() == null;
            });
        }
    }

    @Test
    void servicesStoppedByPersons_areListed_andTheTableHasTheFocus() throws Exception {
        until(() -> bar().isVisible());
        assertThat(text())
                .matches("Not started with the engine: alpha \\(stopped since [0-9:]+, by operator\\), "
                        + "beta \\(stopped since [0-9:]+, by HTTP API, ci\\)");
        assertThat(fx(() -> stage.getScene().getFocusOwner().getStyleClass())).contains("list-view");
    }

    @Test
    void oneThatIsStarted_isListedNoMore_andTheBarGoesWithTheLast() throws Exception {
        until(() -> bar().isVisible());
        model.start("alpha");
        until(() -> !text().contains("alpha"));
        assertThat(lookup("#startNotStarted").<Labeled>query().getText()).isEqualTo("Start it");

        model.start("beta");

        until(() -> !bar().isVisible());
        // What is stopped later was not stopped before the window opened.
        model.stop("alpha");
        until(() -> service("alpha").intent().desired().value() == Value.STOPPED);
        settle();
        assertThat(bar().isVisible()).isFalse();
    }

    @Test
    void startThem_startsThem_andLeavesTheFocusInTheTable() throws Exception {
        until(() -> bar().isVisible());
        clickOn("#startNotStarted");
        until(() -> service("alpha").status().state() == ServiceState.RUNNING
                && service("beta").status().state() == ServiceState.RUNNING);
        until(() -> !bar().isVisible());
        assertThat(service("gamma").status().state()).isEqualTo(ServiceState.STOPPED);
        assertThat(fx(() -> stage.getScene().getFocusOwner().getStyleClass())).contains("list-view");
    }

    @Test
    void dismissed_itIsGone_andNothingIsStarted() throws Exception {
        until(() -> bar().isVisible());
        clickOn("#dismissNotStarted");
        settle();
        assertThat(bar().isVisible()).isFalse();
        model.start("gamma");
        until(() -> service("gamma").status().state() == ServiceState.RUNNING);
        settle();
        assertThat(bar().isVisible()).isFalse();
        assertThat(service("alpha").status().state()).isEqualTo(ServiceState.STOPPED);
    }

    private Node bar() {
        return lookup("#notStartedBar").query();
    }

    private String text() {
        return from(bar()).lookup(".label").<Label>query().getText();
    }
}
