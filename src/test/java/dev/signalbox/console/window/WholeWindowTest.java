package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.fx.Theme;
import dev.signalbox.console.model.Condition;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.ServiceState;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/// What concerns all services: filter, summary, bulk requests, hold, theme.
class WholeWindowTest extends ConsoleTest {

    @Override
    void arrange() {
        services.add("Core", "alpha", "serve --port 1")
                .add("Core", "beta", "serve --port 2")
                .add("Web", "gamma", "browse");
    }

    @Test
    void filter_findsIdsGroupsCommandsAndStates() throws Exception {
        model.start("beta");
        until(() -> service("beta").status().state() == ServiceState.RUNNING);
        select("alpha");
        write("/");
        settle();
        assertThat(filterField().isFocused()).isTrue();
        assertThat(filterField().getText()).isEmpty();
        write("browse");
        assertShown(false, false, true);
        retype("core running");
        assertShown(false, true, false);
        retype("alp");
        assertShown(true, false, false);
        type(KeyCode.ESCAPE);
        assertShown(true, true, true);
        assertThat(filterField().isFocused()).isFalse();
    }

    @Test
    void find_searchesTheLogThatIsSeen_andElseTheServices() throws Exception {
        select("alpha");
        press(KeyCode.CONTROL).type(KeyCode.F).release(KeyCode.CONTROL);
        assertThat(filterField().isFocused()).isTrue();
        type(KeyCode.ESCAPE, KeyCode.L);

        press(KeyCode.CONTROL).type(KeyCode.F).release(KeyCode.CONTROL);

        settle();
        assertThat(filterField().isFocused()).isFalse();
        assertThat(lookup("#front").<Label>query().getText()).isEqualTo("search");
        type(KeyCode.ESCAPE);
        assertThat(lookup("#front").<Label>query().getText()).isEqualTo("LOGS");
        assertThat(lookup("#inspector").<Node>query().isVisible()).isTrue();
        type(KeyCode.ESCAPE);
        assertThat(lookup("#inspector").<Node>query().isVisible()).isFalse();
    }

    @Test
    void count_filtersByItsState() throws Exception {
        model.start("beta");
        until(() -> service("beta").status().state() == ServiceState.RUNNING);
        clickOn(count("running"));
        assertShown(false, true, false);
        services.driver("beta").crash(new ExitStatus(1));
        until(() -> service("beta").status().state() == ServiceState.FAILED);
        settle();
        assertThat(isShown("beta")).isFalse();
        clickOn(count("running"));
        assertShown(true, true, true);
    }

    @Test
    void group_foldsAndIsRemembered() throws Exception {
        clickOn("Core");
        settle();
        assertThat(isShown("alpha")).isFalse();
        assertThat(isShown("gamma")).isTrue();
        until(() -> settingsFile().load().collapsed().contains("Core"));
        clickOn("Core");
        assertShown(true, true, true);
    }

    @Test
    void holdAll_keepsEveryQueueUntilResumed() throws Exception {
        clickOn(lookup(".toggle-switch").<Node>query());
        until(() -> model.totalsProperty().get().allHeld());
        model.start("alpha");
        until(() -> service("alpha").queue().waiting().size() == 1);
        settle();
        assertThat(chips("alpha")).containsExactly("start");
        assertThat(from(line("gamma")).lookup(".held-chip").<Node>query().isVisible())
                .isTrue();
        clickOn(lookup(".toggle-switch").<Node>query());
        until(() -> service("alpha").status().state() == ServiceState.RUNNING);
    }

    @Test
    void startAll_startsThemAll_andStopAllAsksFirst() throws Exception {
        clickOn("Start all");
        until(() -> model.totalsProperty().get().in(Condition.RUNNING) == 3);
        clickOn("Stop all…");
        clickOn("Cancel");
        settle();
        assertThat(model.totalsProperty().get().in(Condition.RUNNING)).isEqualTo(3);
        clickOn("Stop all…");
        clickOn("Stop all now");
        until(() -> model.totalsProperty().get().in(Condition.STOPPED) == 3);
    }

    @Test
    void theme_isSwitchedAndRemembered() throws Exception {
        clickOn("#themeButton");
        until(() -> settingsFile().load().theme() == Theme.LIGHT);
        assertThat(stage.getScene().getStylesheets()).anyMatch(sheet -> sheet.contains("tokens-light"));
    }

    @Test
    void inspector_opensOverTheTableAndCloses() throws Exception {
        var inspector = lookup("#inspector").<Node>query();
        assertThat(inspector.isVisible()).isFalse();
        clickOn("beta");
        settle();
        assertThat(inspector.isVisible()).isTrue();
        clickOn("Close");
        settle();
        assertThat(inspector.isVisible()).isFalse();
    }

    private void retype(String text) {
        type(KeyCode.ESCAPE);
        write("/");
        settle();
        write(text);
    }

    private TextField filterField() {
        return lookup(".filter-field").query();
    }

    private ToggleButton count(String state) {
        return lookup(".state-count")
                .<ToggleButton>match(count -> count.getText().equals(state))
                .query();
    }

    private void assertShown(boolean alpha, boolean beta, boolean gamma) {
        settle();
        assertThat(isShown("alpha")).as("alpha").isEqualTo(alpha);
        assertThat(isShown("beta")).as("beta").isEqualTo(beta);
        assertThat(isShown("gamma")).as("gamma").isEqualTo(gamma);
    }
}
