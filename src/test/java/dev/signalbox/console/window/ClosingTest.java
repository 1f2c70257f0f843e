package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.model.Condition;
import dev.signalbox.operation.WaitReason;
import javafx.stage.WindowEvent;
import org.junit.jupiter.api.Test;

/// What closing the window asks and does.
class ClosingTest extends ConsoleTest {

    @Override
    void arrange() {
        services.add("", "alpha", "serve", "beta").add("", "beta", "serve");
    }

    @Test
    void nothingRuns_closesAtOnce() throws Exception {
        requestClose();
        assertThat(stage.isShowing()).isFalse();
    }

    @Test
    void leave_closesAndStopsNothing() throws Exception {
        startBoth();
        requestClose();
        assertThat(stage.isShowing()).isTrue();
        clickOn("Leave them running");
        settle();
        assertThat(stage.isShowing()).isFalse();
        assertThat(services.driver("alpha").instances()).isEqualTo(1);
    }

    @Test
    void leave_whileOperationsRun_closesAfterTheLastOne() throws Exception {
        startBoth();
        services.driver("beta").hang();
        model.restart("beta");
        until(() -> model.totalsProperty().get().active() == 1);
        requestClose();
        clickOn("Leave them running");
        until(() -> lookup("1 runs, none waits.").tryQuery().isPresent());
        assertThat(stage.isShowing()).isTrue();
        services.driver("beta").release();
        until(() -> !stage.isShowing());
        assertThat(services.driver("beta").instances()).isEqualTo(1);
    }

    @Test
    void cancel_keepsTheWindow() throws Exception {
        startBoth();
        requestClose();
        clickOn("Cancel");
        settle();
        assertThat(stage.isShowing()).isTrue();
    }

    @Test
    void stopAll_closesAfterTheLastOne() throws Exception {
        startBoth();
        services.driver("beta").hang();
        requestClose();
        clickOn("Stop all");
        until(() -> lookup("Stopping 1 of 2…").tryQuery().isPresent());
        assertThat(stage.isShowing()).isTrue();
        services.driver("beta").release();
        until(() -> !stage.isShowing());
        assertThat(services.driver("alpha").instances()
                        + services.driver("beta").instances())
                .isZero();
    }

    @Test
    void closeAnyway_doesNotWait() throws Exception {
        startBoth();
        services.driver("beta").hang();
        requestClose();
        clickOn("Stop all");
        until(() -> lookup("Close anyway").tryQuery().isPresent());
        clickOn("Close anyway");
        settle();
        assertThat(stage.isShowing()).isFalse();
    }

    @Test
    void failedStop_keepsTheWindowAndSaysSo() throws Exception {
        startBoth();
        services.driver("beta").failNextStop("it does not die");
        requestClose();
        clickOn("Stop all");
        until(() -> lookup("1 service could not be stopped, see the table.")
                .tryQuery()
                .isPresent());
        assertThat(stage.isShowing()).isTrue();
    }

    private void startBoth() {
        model.start("alpha");
        model.start("beta");
        until(() -> model.totalsProperty().get().in(Condition.RUNNING) == 2);
    }

    private void requestClose() throws Exception {
        fx(() -> {
            var request = new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST);
            stage.fireEvent(request);
            if (!request.isConsumed()) {
                stage.hide();
            }
            return null;
        });
        settle();
    }

    @Test
    void stopAll_stopsWhatIsNeededBehindWhatNeedsIt() throws Exception {
        startBoth();
        services.driver("alpha").hang();
        requestClose();
        clickOn("Stop all");
        until(() -> lookup("Stopping 0 of 2…").tryQuery().isPresent());
        until(() -> services.queue().snapshot("alpha").active() != null);
        assertThat(services.queue().snapshot("beta").waiting())
                .singleElement()
                .satisfies(stop -> assertThat(stop.reason()).isInstanceOf(WaitReason.Needs.class));
        services.driver("alpha").release();
        until(() -> !stage.isShowing());
        assertThat(services.driver("beta").instances()).isZero();
    }
}
