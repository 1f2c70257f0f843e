package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.model.FakeServices;
import dev.signalbox.console.model.HoldWords;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.Intent.Value;
import dev.signalbox.service.Reason;
import dev.signalbox.service.Schedule;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceState;
import java.time.Duration;
import javafx.css.PseudoClass;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import org.junit.jupiter.api.Test;

/// What rows say of services that are not as they are wanted.
class WantedRowsTest extends ConsoleTest {
    @Override
    void arrange() {
        services.add("Core", "alpha", "alpha --serve").add("Web", "gamma", "gamma --serve");
    }

    /// Adds a service that starts by itself once alpha is ready, which the operator has stopped.
    private void addWaiting() throws Exception {
        model.stop("alpha");
        until(() -> service("alpha").why().code() == Reason.Code.STOPPED);
        services.add(FakeServices.define("Core", "beta", "beta --serve", "alpha")
                .autostart(true)
                .build());
        services.list("alpha", "beta", "gamma");
        until(() -> model.services().size() == 3 && service("beta").why().code() == Reason.Code.DEPENDENCY);
        settle();
    }

    @Test
    void dependent_whoseDependencyIsStopped_waits_andSaysForWhat() throws Exception {
        addWaiting();
        assertThat(stateOf("beta")).isEqualTo("Waiting");
        assertThat(secondLine("beta")).isEqualTo("waiting for alpha, stopped by operator");
        assertThat(stateOf("alpha")).isEqualTo("Stopped");

        model.start("alpha");

        until(() -> stateOf("beta").equals("Running"));
        assertThat(secondLine("beta")).isEqualTo("needs alpha");
    }

    @Test
    void waiting_isCountedAndFiltered() throws Exception {
        addWaiting();
        var count = lookup(".state-count")
                .<ToggleButton>match(
                        button -> button.isVisible() && button.getText().equals("waiting"))
                .<ToggleButton>query();
        assertThat(from(count).lookup(".strong").<Label>query().getText()).isEqualTo("1");
        clickOn(count);
        settle();
        assertThat(isShown("beta")).isTrue();
        assertThat(isShown("alpha")).isFalse();
        clickOn(count);

        clickOn(".filter-field").write("waiting");
        settle();
        assertThat(isShown("beta")).isTrue();
        assertThat(isShown("gamma")).isFalse();

        // It is found no more as soon as it waits no more.
        model.start("alpha");
        until(() -> !isShown("beta"));
    }

    @Test
    void heldService_thatIsToStart_saysThatItIsHeld() throws Exception {
        services.queue().holdAll();
        services.add(FakeServices.define("Core", "beta", "beta --serve")
                .autostart(true)
                .build());
        services.list("alpha", "beta", "gamma");
        until(() -> model.services().size() == 3 && service("beta").why().code() == Reason.Code.HELD);
        settle();
        assertThat(stateOf("beta")).isEqualTo("Waiting");
        assertThat(secondLine("beta")).isEqualTo("its queue is held");
    }

    @Test
    void service_whoseStopHasFailed_saysThatItShouldBeStopped_untilItIsKept() throws Exception {
        model.start("alpha");
        until(() -> service("alpha").why().code() == Reason.Code.RUNS);
        services.driver("alpha").failNextStop("pid 4 survives");
        model.stop("alpha");
        until(() -> service("alpha").isUnstopped());
        settle();
        assertThat(stateOf("alpha")).isEqualTo("Running");
        assertThat(secondLine("alpha")).isEqualTo("should be stopped: stop #2 has failed: pid 4 survives");

        clickMenu("alpha", "menu-keep-running");

        until(() -> service("alpha").why().code() == Reason.Code.RUNS);
        assertThat(service("alpha").intent().desired().value()).isEqualTo(Value.RUNNING);
        assertThat(secondLine("alpha")).isEqualTo("alpha --serve");
    }

    @Test
    void service_thatAnotherEngineHasStarted_saysSo_andIsTakenOverInTheMenu() throws Exception {
        services.driver("alpha").runsElsewhere("2 processes of it run elsewhere", false);
        until(() -> service("alpha").isElsewhere());
        settle();
        assertThat(stateOf("alpha")).isEqualTo("Unknown");
        assertThat(secondLine("alpha")).isEqualTo("2 processes of it run elsewhere");
        assertThat(from(line("alpha")).lookup(".stop-button").query().getPseudoClassStates())
                .as("a stop is no idle one")
                .doesNotContain(PseudoClass.getPseudoClass("dim"));

        clickMenu("alpha", "menu-take-over");

        until(() -> !service("alpha").isElsewhere());
        settle();
        assertThat(secondLine("alpha")).isEqualTo("taken over");
    }

    @Test
    void schedule_isSuspendedAndResumedInTheMenu_andTheRowSaysByWhom() throws Exception {
        services.add(FakeServices.define("Web", "nightly", "nightly --once")
                .oneShot(true)
                .schedule(Schedule.parse("0 4 29 2 *"))
                .build());
        services.list("alpha", "nightly");
        until(() -> model.services().size() == 2 && service("nightly").nextRun() != null);
        settle();
        assertThat(stateOf("nightly")).isEqualTo("Scheduled");

        clickMenu("nightly", "menu-suspend-schedule");

        until(() -> service("nightly").intent().suspension() != null);
        settle();
        assertThat(stateOf("nightly")).isEqualTo("Stopped");
        assertThat(secondLine("nightly")).matches("schedule suspended by operator since [0-9:]+");

        clickMenu("nightly", "menu-resume-schedule");

        until(() -> service("nightly").nextRun() != null);
        settle();
        assertThat(stateOf("nightly")).isEqualTo("Scheduled");
        clickAction("alpha", "more-actions");
        until(() -> lookup("#menu-hold").tryQuery().isPresent());
        assertThat(lookup("#menu-suspend-schedule").tryQuery()).isEmpty();
    }

    @Test
    void queue_isHeldForAReasonAndForATime_andSaysBoth() throws Exception {
        clickMenu("alpha", "menu-hold-because");
        until(() -> lookup("#holdWhy").tryQuery().isPresent());
        clickOn("#holdWhy").write("disk swap");
        interact(() -> lookup("#holdLength").<ChoiceBox<Duration>>query().setValue(Duration.ofHours(2)));
        clickOn("Hold");

        until(() -> service("alpha").intent().hold() != null
                && service("alpha").queue().held());
        var hold = service("alpha").intent().hold();
        assertThat(hold.why()).isEqualTo("disk swap");
        assertThat(Duration.between(hold.since(), hold.until()))
                .isBetween(Duration.ofMinutes(119), Duration.ofMinutes(121));
        var now = model.time().now();
        assertThat(HoldWords.badge(service("alpha"), now)).matches("held, ends (at|on) .*");
        assertThat(HoldWords.describe(service("alpha"), now))
                .matches("(?s)Held by operator since [0-9:]+\\.\ndisk swap\nEnds (at|on) .*\\.\nThis queue .*");
        assertThat(service("gamma").queue().isHeld()).isFalse();
    }

    @Test
    void stop_whileTheJournalCannotBeWritten_isDone_andSaysThatItIsNotRecorded() throws Exception {
        model.start("alpha");
        until(() -> service("alpha").why().code() == Reason.Code.RUNS);
        settle();
        services.test.journalDown(true);
        clickAction("alpha", "stop");
        until(() -> lookup(".notification-bar .title").queryAllAs(Label.class).stream()
                .anyMatch(title -> title.getText().equals("alpha: stop #2 is not recorded yet")));
        until(() -> stateOf("alpha").equals("Stopped"));
        services.test.journalDown(false);
    }

    private void clickMenu(String service, String item) {
        clickAction(service, "more-actions");
        until(() -> lookup("#" + item).tryQuery().isPresent());
        clickOn("#" + item);
    }

    @Test
    void end_thatItsPolicyLeaves_saysSo() throws Exception {
        services.add(FakeServices.define("Web", "delta", "delta --serve")
                .restart(new RestartPolicy(
                        RestartPolicy.On.NEVER, Duration.ofSeconds(1), Duration.ofSeconds(1), 5, Duration.ofMinutes(1)))
                .build());
        services.list("delta");
        until(() -> model.services().size() == 1);
        model.start("delta");
        until(() -> service("delta").status().state() == ServiceState.RUNNING);
        services.driver("delta").crash(new ExitStatus(3), "no such port");
        until(() -> service("delta").why().code() == Reason.Code.LEFT);
        settle();
        assertThat(stateOf("delta")).isEqualTo("Failed");
        assertThat(from(line("delta"))
                        .lookup(".crash-note > .text-of-note")
                        .<Label>query()
                        .getText())
                .isEqualTo("It failed, and its policy leaves it so.");
    }

    private String secondLine(String service) {
        return from(line(service))
                .lookup(".column-service > .second-line")
                .<Label>query()
                .getText();
    }
}
