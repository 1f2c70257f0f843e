package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.model.FakeServices;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Source;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.service.ServiceStatus.Health;
import dev.signalbox.service.ServiceStatus.Recovery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/// What rows say of services in trouble, and what they offer.
class TroubleRowsTest extends ConsoleTest {
    private static final ServiceStatus CRASHED =
            ServiceStatus.of(ServiceState.FAILED, "").ended(new ExitStatus(1), List.of("first", "no such port"));

    @Override
    void arrange() {
        services.add("Core", "alpha", "alpha --serve")
                .add("Core", "beta", "beta --serve", "alpha")
                .add("Web", "gamma", "gamma --serve");
    }

    @Test
    void crashLoop_saysHowOften_andRetries() throws Exception {
        show("alpha", CRASHED.with(new Recovery(5, null, true)));
        assertThat(stateOf("alpha")).isEqualTo("Crash loop");
        assertThat(note("headline")).isEqualTo("Crash loop.");
        assertThat(noteText()).isEqualTo("Exit code 1, 5 crashes in 1 m.");
        assertThat(note("last-line")).isEqualTo("no such port");
        assertThat(links()).containsExactly("Retry now", "Show log");
        services.queue().hold("alpha");
        clickOn(link("Retry now"));
        until(() -> service("alpha").queue().waiting().size() == 1);
        assertThat(service("alpha").queue().waiting().getFirst().operation())
                .extracting(operation -> operation.kind(), operation -> operation.source())
                .containsExactly(OperationKind.START, Source.OPERATOR);
    }

    @Test
    void crashLoop_repeatsNothingOfItsReason() throws Exception {
        show("alpha", inLoop("crash loop: 5 ends in 60 s, exit code 1").ended(new ExitStatus(1), List.of()));
        assertThat(noteText()).isEqualTo("Exit code 1, 5 crashes in 1 m.");
        show("alpha", inLoop("crash loop: 5 ends in 60 s, port 1 is held by nginx"));
        assertThat(noteText()).isEqualTo("5 failures in 1 m: port 1 is held by nginx.");
    }

    private static ServiceStatus inLoop(String reason) {
        return ServiceStatus.of(ServiceState.FAILED, reason).with(new Recovery(5, null, true));
    }

    /// What the supervisor does of itself, seen in the window.
    @Test
    void crashingService_isRetriedUntilTheOperatorStopsThat() throws Exception {
        services.add(FakeServices.define("Web", "delta", "delta --serve")
                .restart(new RestartPolicy(
                        RestartPolicy.On.FAILURE,
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5),
                        5,
                        Duration.ofMinutes(1)))
                .build());
        services.list("delta");
        until(() -> model.services().size() == 1);
        model.start("delta");
        until(() -> service("delta").status().state() == ServiceState.RUNNING);
        services.driver("delta").crash(new ExitStatus(3), "no such port");
        until(() -> service("delta").status().state() == ServiceState.BACKOFF);
        settle();
        assertThat(stateOf("delta")).isEqualTo("Retrying");
        clickOn(link("delta", "Stop retrying"));
        until(() -> service("delta").status().state() == ServiceState.FAILED);
        settle();
        assertThat(stateOf("delta")).isEqualTo("Failed");
        clickOn(link("delta", "Show log"));
    }

    @Test
    void backoff_countsDown() throws Exception {
        show("alpha", backoff(Instant.now().plusSeconds(3_600)));
        assertThat(stateOf("alpha")).isEqualTo("Retrying");
        assertThat(note("headline")).isEqualTo("Exit code 1.");
        assertThat(noteText()).matches("Next try in (1 h 0 m|59 m \\d+ s), attempt 3\\.");
        assertThat(links()).containsExactly("Retry now", "Show log", "Stop retrying");
        show("alpha", backoff(Instant.now().minusSeconds(5)));
        assertThat(noteText()).isEqualTo("Next try in 0 s, attempt 3.");
    }

    @Test
    void countdown_goesOnByItself() throws Exception {
        show("alpha", backoff(Instant.now().plusSeconds(30)));
        var before = noteText();
        until(() -> !noteText().equals(before));
        assertThat(from(line("alpha"))
                        .lookup(".elapsed > .label")
                        .<Label>query()
                        .getText())
                .matches("retry in \\d+ s");
    }

    private static ServiceStatus backoff(Instant retryAt) {
        return ServiceStatus.of(ServiceState.BACKOFF, "")
                .ended(new ExitStatus(1), List.of())
                .with(new Recovery(3, retryAt, false));
    }

    @Test
    void blockedPort_offersToStopWhoHoldsIt_andAsksFirst() throws Exception {
        model.start("beta");
        until(() -> service("beta").status().state() == ServiceState.RUNNING);
        show(
                "alpha",
                ServiceStatus.of(ServiceState.FAILED, "port 1 is held by beta").blockedBy("beta"));
        assertThat(note("headline")).isEqualTo("Did not start:");
        assertThat(noteText()).isEqualTo("port 1 is held by beta.");
        clickOn(link("Stop beta and start"));
        settle();
        type(KeyCode.ESCAPE);
        settle();
        assertThat(services.driver("beta").instances()).isEqualTo(1);
        clickOn(link("Stop beta and start"));
        clickOn("Stop and start");
        until(() -> lookup("Stop beta, start alpha").tryQuery().isPresent());
        until(() -> services.driver("alpha").instances() == 1);
        assertThat(services.driver("beta").instances()).isZero();
    }

    @Test
    void blockerThatDoesNotStop_isNotReplaced() throws Exception {
        services.queue().hold("alpha"); // what is wanted of it all the same is not put into a held queue
        model.start("beta");
        until(() -> service("beta").status().state() == ServiceState.RUNNING);
        services.driver("beta").failNextStop("it does not die");
        show(
                "alpha",
                ServiceStatus.of(ServiceState.FAILED, "port 1 is held by beta").blockedBy("beta"));
        clickOn(link("Stop beta and start"));
        clickOn("Stop and start");
        until(() -> service("alpha").queue().last() != null);
        assertThat(service("alpha").queue().last().outcome()).isInstanceOf(Outcome.Cancelled.class);
        assertThat(services.driver("alpha").instances()).isZero();
    }

    @Test
    void unready_saysWhyInTheSecondLine() throws Exception {
        show(
                "gamma",
                ServiceStatus.of(ServiceState.RUNNING, "http 503 from /health")
                        .running(4711, Instant.now(), Health.UNREADY));
        assertThat(stateOf("gamma")).isEqualTo("Not ready");
        assertThat(from(line("gamma"))
                        .lookup(".column-service > .second-line")
                        .<Label>query()
                        .getText())
                .isEqualTo("http 503 from /health");
    }

    @Test
    void note_isFilteredWithItsRow() throws Exception {
        show("alpha", CRASHED.with(new Recovery(5, null, true)));
        clickOn(lookup(".state-count")
                .<ToggleButton>match(count -> count.getText().equals("crash loop"))
                .<Node>query());
        settle();
        assertThat(isShown("alpha")).isTrue();
        assertThat(isShown("beta")).isFalse();
        show("alpha", ServiceStatus.of(ServiceState.STOPPED, ""));
        assertThat(isShown("alpha")).isFalse();
    }

    @Test
    void menu_offersWhatTheNoteOffers() throws Exception {
        show("alpha", CRASHED.with(new Recovery(5, null, true)));
        clickAction("alpha", "more-actions");
        until(() -> lookup("#menu-remedy-RETRY_NOW").tryQuery().isPresent());
        clickOn("#menu-remedy-RETRY_NOW");
        until(() -> services.driver("alpha").instances() == 1);
    }

    @Test
    void logProblem_isToldInTheStatusBar() {
        logProblems = java.util.Map.of("alpha", "the disk is full");
        until(() -> {
            var told = lookup("#logProblems").<Label>query();
            return told.isVisible() && told.getText().equals("log of alpha: the disk is full");
        });
    }

    private void show(String id, ServiceStatus status) {
        services.show(id, status);
        until(() -> service(id).status().equals(status));
        settle();
    }

    private String note(String part) {
        return from(line("alpha"))
                .lookup(".crash-note > ." + part)
                .<Label>query()
                .getText();
    }

    private String noteText() {
        return note("text-of-note");
    }

    private List<String> links() {
        return from(line("alpha")).lookup(".note-link").<Hyperlink>queryAll().stream()
                .map(Hyperlink::getText)
                .toList();
    }

    private Node link(String words) {
        return link("alpha", words);
    }

    private Node link(String service, String words) {
        return from(line(service))
                .lookup(".note-link")
                .<Hyperlink>match(link -> link.getText().equals(words))
                .query();
    }
}
