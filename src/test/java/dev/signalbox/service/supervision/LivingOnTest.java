package dev.signalbox.service.supervision;

import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.service.supervision.Supervised.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.Source.Road;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.Probe;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceDefinition.RestartPolicy.On;
import dev.signalbox.service.ServiceDefinitionBuilder;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What lives on behind an end, as it is told of the service.
class LivingOnTest {
    private static final RestartPolicy ON_FAILURE =
            new RestartPolicy(On.FAILURE, Duration.ofSeconds(10), Duration.ofSeconds(10), 5, Duration.ofMinutes(1));

    @TempDir
    private Path folder;

    private Supervised test;

    private void open(ServiceDefinitionBuilder definition) {
        test = new Supervised(definition.build(), folder);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void failed_withProcessesThatLiveOn_untilTheyHaveEnded() {
        open(Supervised.definition());
        test.mustRun(START);
        test.driver.leaving(2).crash(new ExitStatus(3));
        assertThat(test.status().reason()).isEqualTo("2 of its processes live on");
        test.driver.leftBehind(List.of(7L));
        assertThat(test.status().reason()).isEqualTo("1 of its processes lives on");
        assertThat(test.supervisor.mayLive()).isTrue();
        test.driver.leftBehind(List.of());
        assertThat(test.state()).isEqualTo(ServiceState.FAILED);
        assertThat(test.status().reason()).isEmpty();
        assertThat(test.status().exit()).isEqualTo(new ExitStatus(3));
        assertThat(test.supervisor.mayLive()).isFalse();
    }

    @Test
    void oneEnd_ofWhichLessAndLessLivesOn_isOneFailure() {
        open(Supervised.definition().restart(ON_FAILURE));
        test.mustRun(START);
        test.driver.leaving(2).crash(new ExitStatus(3));
        var before =
                test.awaitStatus(now -> now.state() == ServiceState.BACKOFF).recovery();
        assertThat(before).isNotNull();
        test.driver.leftBehind(List.of(7L));
        test.driver.leftBehind(List.of());
        assertThat(test.status().recovery()).isEqualTo(before);
        assertThat(test.accepted(Road.CRASH_RECOVERY)).isEmpty();
    }

    @Test
    void completedJob_whoseLastProcessEnds_saysSo() {
        open(Supervised.definition().oneShot(true));
        test.driver.leaving(1).endNextStart(new ExitStatus(0));
        test.mustRun(START);
        assertThat(test.status().reason()).isEqualTo("completed, 1 process lives on");
        test.driver.leftBehind(List.of());
        assertThat(test.status().reason()).isEqualTo("completed");
        assertThat(test.supervisor.hasCompleted()).isTrue();
    }

    // --- in the background ---

    @ParameterizedTest
    @EnumSource
    void programThatPutsItselfIntoTheBackground_isNotStartedAgainAndAgain(On policy) {
        open(Supervised.definition()
                .restart(new RestartPolicy(
                        policy, Duration.ofMillis(1), Duration.ofMillis(1), 5, Duration.ofMinutes(1))));
        test.mustRun(START);
        test.driver.background(List.of(7L, 8L));
        test.pass(Duration.ofHours(1));
        test.awaitIdle();
        assertThat(test.accepted(Road.CRASH_RECOVERY)).as("it would kill them").isEmpty();
        assertThat(test.state()).isEqualTo(ServiceState.FAILED);
        assertThat(test.status().reason())
                .startsWith("it has ended within 30 s of its start, and 2 of its processes live on (pid 7, 8), as of a"
                        + " program that has put itself into the background; run it in")
                .endsWith("; a worker with a helper has to end that before itself");
        assertThat(test.supervisor.decision().reason().text())
                .isEqualTo("it is not started again by itself, as that would end what lives on");
    }

    @Test
    void programThatIsInTheBackgroundBeforeItIsReady_failsItsStart_andSaysWhy() {
        open(Supervised.definition()
                .ready(new Probe(
                        new Probe.Check.Tcp(1), Duration.ofSeconds(1), Duration.ofMinutes(1), 1, Duration.ZERO)));
        var start = test.submit(START);
        test.awaitStatus(now -> now.pid() >= 0);
        test.driver.background(List.of(7L));
        assertThat(outcome(start).toString())
                .contains("ended before it was ready: it has put itself into the background: 1 process of it lived on");
    }

    // --- upgrades in place ---

    @Test
    void serviceThatGoesOverToAnotherProcess_isReadyStill_andIsNotRestarted() {
        open(Supervised.definition().restart(ON_FAILURE));
        test.mustRun(START);
        var before = test.awaitStatus(ServiceStatus::isReady);
        test.driver.goesOver();
        var after = test.status();
        assertThat(after.pid()).isNotEqualTo(before.pid());
        assertThat(after.isReady()).isTrue();
        assertThat(after.since()).isEqualTo(before.since());
        test.pass(Duration.ofHours(1));
        test.awaitIdle();
        assertThat(test.accepted(Road.CRASH_RECOVERY)).isEmpty();
    }
}
