package dev.signalbox.service;

import static dev.signalbox.operation.OperationKind.RESTART;
import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.OperationKind.STOP;
import static dev.signalbox.service.Supervised.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Source.Road;
import dev.signalbox.operation.Step;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the console does by itself gives way to what an operator has said.
class WishTest {
    private static final Outcome SUCCEEDED = new Outcome.Succeeded();

    @TempDir
    private Path folder;

    private Supervised test;

    private void open(Path intentions) {
        test = new Supervised(Supervised.definition().autostart(true).build(), intentions);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Road.class,
            names = {"AUTOSTART", "SCHEDULE", "CRASH_RECOVERY"})
    void automaticStart_afterAStop_doesNothingAndSaysSo(Road road) {
        open(folder);
        test.mustRun(STOP);
        assertThat(outcome(test.submit(START, new Source(road, "")))).isEqualTo(SUCCEEDED);

        assertThat(test.ended().getLast().steps())
                .extracting(Step::text)
                .containsExactly("an operator has stopped it: nothing to do");
        assertThat(test.driver.instances()).isZero();
        assertThat(test.state()).isEqualTo(ServiceState.STOPPED);
    }

    @Test
    void automaticStart_afterAStopThatCouldNotBeWritten_doesNothing() {
        open(folder.resolve("absent"));
        assertThat(outcome(test.submit(START, Source.AUTOSTART))).isEqualTo(SUCCEEDED);
        assertThat(test.driver.instances()).isOne();
        test.mustRun(STOP);
        assertThat(test.supervisor.wantsAutostart()).isFalse();
        assertThat(outcome(test.submit(START, Source.CRASH_RECOVERY))).isEqualTo(SUCCEEDED);
        assertThat(test.driver.instances()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Road.class,
            names = {"OPERATOR", "HTTP_API", "COMMAND_LINE"})
    void askedForStart_afterAStop_starts(Road road) {
        open(folder);
        test.mustRun(STOP);
        assertThat(outcome(test.submit(START, new Source(road, "")))).isEqualTo(SUCCEEDED);
        assertThat(test.driver.instances()).isOne();
        assertThat(test.supervisor.wantsAutostart()).isTrue();
    }

    @Test
    void automaticStart_isNoWish() {
        open(folder);
        assertThat(outcome(test.submit(START, Source.AUTOSTART))).isEqualTo(SUCCEEDED);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void healthRestart_nothingIsUnhealthy_doesNothing() {
        open(folder);
        test.mustRun(START);
        var pid = test.status().pid();
        assertThat(outcome(test.submit(RESTART, new Source(Road.HEALTH, "connection refused"))))
                .isEqualTo(SUCCEEDED);
        assertThat(test.status().pid()).isEqualTo(pid);
        assertThat(test.ended().getLast().steps())
                .extracting(Step::text)
                .containsExactly("it is not unhealthy any more: nothing to do");
    }
}
