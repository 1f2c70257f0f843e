package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.model.FakeServices;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.service.ServiceState;
import javafx.scene.control.Label;
import org.junit.jupiter.api.Test;

/// Services that come, go and change while the window is open.
class ServicesChangeTest extends ConsoleTest {

    @Override
    void arrange() {
        services.add("Core", "alpha", "serve --port 1").add("Core", "beta", "serve --port 2");
    }

    @Test
    void newService_isShownInItsPlaceAndCanBeStarted() {
        services.add("Web", "gamma", "serve --port 3");
        services.list("gamma", "alpha", "beta");
        until(() -> model.services().size() == 3);
        settle();
        assertThat(model.services()).extracting(ServiceModel::id).containsExactly("gamma", "alpha", "beta");
        assertThat(isShown("gamma")).isTrue();
        clickAction("gamma", "start");
        until(() -> service("gamma").status().state() == ServiceState.RUNNING);
        until(() -> model.totalsProperty().get().services() == 3);
    }

    @Test
    void serviceThatIsGone_isShownNoMore() throws Exception {
        select("alpha");
        var inspected = lookup("#inspected").<Label>query();
        assertThat(inspected.getText()).isEqualTo("alpha");
        services.list("beta");
        // What is asked of it in the meantime is refused, and harms nothing.
        fx(() -> {
            model.hold("alpha");
            model.clear("alpha");
            return null;
        });
        until(() -> model.services().size() == 1);
        settle();
        assertThat(isShown("alpha")).isFalse();
        assertThat(isShown("beta")).isTrue();
        assertThat(inspected.getText()).isEmpty();
        until(() -> model.totalsProperty().get().services() == 1);
    }

    @Test
    void serviceThatIsDefinedAnew_movesToItsGroup_andStaysSelected() {
        select("alpha");
        var before = service("alpha");
        services.redefine(
                FakeServices.define("Web", "alpha", "serve --port 8080").build());
        until(() -> before.definition().group().equals("Web"));
        settle();
        assertThat(service("alpha")).isSameAs(before);
        assertThat(lookup(".group-line .semi-bold").<Label>queryAll())
                .filteredOn(Label::isVisible)
                .extracting(Label::getText)
                .contains("Core", "Web");
        assertThat(from(line("alpha"))
                        .lookup(".column-service > .second-line")
                        .<Label>query()
                        .getText())
                .isEqualTo("serve --port 8080");
        assertThat(lookup("#inspected").<Label>query().getText()).isEqualTo("alpha");
    }
}
