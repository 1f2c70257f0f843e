package dev.signalbox.service.supervision;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.operation.OperationKind.RESTART;
import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.OperationKind.STOP;
import static dev.signalbox.service.supervision.Supervised.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Source.Road;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.Intent;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceDefinition.RestartPolicy.On;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of a service that ends without being asked.
class CrashRecoveryTest {
    private static final ExitStatus ONE = new ExitStatus(1);
    private static final Duration BACKOFF_MAX = Duration.ofSeconds(60);
    private static final RestartPolicy ON_FAILURE =
            new RestartPolicy(On.FAILURE, Duration.ofSeconds(1), BACKOFF_MAX, 5, Duration.ofMinutes(10));

    @TempDir
    private Path folder;

    private Supervised test;

    @BeforeEach
    void open() {
        test = supervised(ON_FAILURE);
    }

    private Supervised supervised(RestartPolicy policy) {
        return new Supervised(Supervised.definition().restart(policy).build(), folder);
    }

    @AfterEach
    void close() {
        test.close();
    }

    private void crash() {
        test.driver.crash(ONE, "all is well", "no disk");
    }

    /// Lets the time of the next try come, and waits for its end.
    private void retry() {
        var before = test.ended().size();
        var at = test.awaitStatus(now -> now.state() == ServiceState.BACKOFF)
                .recovery()
                .retryAt();
        test.pass(Duration.between(test.time.now(), at));
        await().until(() -> test.ended().size() > before);
        test.awaitIdle();
    }

    @Test
    void crash_isRetried_andTheNextTryIsKnownBefore() {
        test.mustRun(START);
        crash();
        var status = test.status();
        assertThat(status.state()).isEqualTo(ServiceState.BACKOFF);
        assertThat(status.exit()).isEqualTo(ONE);
        assertThat(status.lastLines()).containsExactly("all is well", "no disk");
        assertThat(status.recovery().failures()).isEqualTo(1);
        assertThat(status.recovery().retryAt())
                .isBetween(test.time.now(), test.time.now().plusSeconds(1));
        retry();
        assertThat(test.accepted(Road.CRASH_RECOVERY)).hasSize(1);
        assertThat(test.awaitStatus(ServiceStatus::isReady).recovery()).isNull();
    }

    @Test
    void crashLoop_isGivenUp_andSaysHowOftenAndWhy() {
        test.mustRun(START);
        for (int i = 0; i < 4; i++) {
            crash();
            assertThat(test.state()).isEqualTo(ServiceState.BACKOFF);
            retry();
        }
        crash();
        var status = test.status();
        assertThat(status.state()).isEqualTo(ServiceState.FAILED);
        assertThat(status.recovery()).isEqualTo(new ServiceStatus.Recovery(5, null, true));
        assertThat(status.reason()).isEqualTo("crash loop: 5 ends in 10 m, exit code 1");
        assertThat(status.lastLines().getLast()).isEqualTo("no disk");
        test.pass(Duration.ofHours(1));
        assertThat(test.accepted(Road.CRASH_RECOVERY)).hasSize(4);
        test.mustRun(START);
        assertThat(test.status().isReady()).isTrue();
        crash();
        assertThat(test.status().recovery().failures())
                .as("who starts it begins anew")
                .isEqualTo(1);
    }

    @Test
    void startThatFails_isRetriedToo_andCounts() {
        for (int i = 1; i <= 4; i++) {
            test.driver.failNextStart("no luck");
            if (i == 1) {
                assertThat(test.run(START)).isEqualTo(new Outcome.Failed("no luck"));
            } else {
                retry();
            }
            var status = test.awaitStatus(now -> now.state() == ServiceState.BACKOFF);
            assertThat(status.recovery().failures()).isEqualTo(i);
            assertThat(status.reason()).isEqualTo("no luck");
        }
        test.driver.failNextStart("no luck");
        retry();
        assertThat(test.awaitStatus(now -> now.state() == ServiceState.FAILED).reason())
                .isEqualTo("crash loop: 5 ends in 10 m, no luck");
    }

    @Test
    void startThatWasCancelled_isNotRetried() {
        test.driver.hang();
        var start = test.submit(START);
        test.awaitStatus(now -> now.state() == ServiceState.STARTING);
        test.queue.cancel(start.operation().id());
        assertThat(outcome(start)).isInstanceOf(Outcome.Cancelled.class);
        test.awaitIdle();
        assertThat(test.awaitStatus(now -> now.state() == ServiceState.STOPPED).recovery())
                .isNull();
    }

    @Test
    void exitWithZero_isNoFailure_butCountsForAlways() {
        test.mustRun(START);
        test.driver.crash(new ExitStatus(0));
        assertThat(test.state()).isEqualTo(ServiceState.FAILED);
        assertThat(test.status().recovery()).isNull();
        test.close();
        test = supervised(new RestartPolicy(On.ALWAYS, Duration.ofSeconds(1), BACKOFF_MAX, 5, Duration.ofMinutes(1)));
        test.mustRun(START);
        test.driver.crash(new ExitStatus(0));
        assertThat(test.state()).isEqualTo(ServiceState.BACKOFF);
    }

    /// As the workers of queues do, which end after a while on purpose.
    @Test
    void always_endsWellAfterProperRuns_isNoCrashLoop() {
        test.close();
        test = supervised(new RestartPolicy(On.ALWAYS, Duration.ofSeconds(1), BACKOFF_MAX, 5, Duration.ofMinutes(10)));
        test.mustRun(START);
        for (int i = 0; i < 10; i++) {
            test.pass(Duration.ofSeconds(2));
            test.driver.crash(new ExitStatus(0));
            retry();
        }
        assertThat(test.state()).isEqualTo(ServiceState.RUNNING);
        assertThat(test.accepted(Road.CRASH_RECOVERY)).hasSize(10);
    }

    @Test
    void always_endsWellAtOnce_isACrashLoop() {
        test.close();
        test = supervised(new RestartPolicy(On.ALWAYS, Duration.ofSeconds(1), BACKOFF_MAX, 5, Duration.ofMinutes(10)));
        test.mustRun(START);
        for (int i = 0; i < 4; i++) {
            test.driver.crash(new ExitStatus(0));
            retry();
        }
        test.driver.crash(new ExitStatus(0));
        assertThat(test.state()).isEqualTo(ServiceState.FAILED);
        assertThat(test.status().reason()).startsWith("crash loop");
    }

    @Test
    void goodExitCode_isNoFailure() {
        test.close();
        test = supervised(new RestartPolicy(
                On.FAILURE,
                Duration.ofSeconds(1),
                BACKOFF_MAX,
                5,
                Duration.ofMinutes(10),
                Duration.ofSeconds(1),
                List.of(2)));
        test.mustRun(START);
        test.driver.crash(new ExitStatus(2));
        assertThat(test.state()).isEqualTo(ServiceState.FAILED);
        assertThat(test.status().recovery()).isNull();
        test.mustRun(START);
        test.driver.crash(new ExitStatus(3));
        assertThat(test.state()).isEqualTo(ServiceState.BACKOFF);
    }

    @Test
    void never_leavesItFailed() {
        test.close();
        test = supervised(RestartPolicy.DEFAULT);
        test.mustRun(START);
        crash();
        assertThat(test.state()).isEqualTo(ServiceState.FAILED);
        test.pass(Duration.ofHours(1));
        assertThat(test.accepted(Road.CRASH_RECOVERY)).isEmpty();
    }

    @Test
    void stopDuringBackoff_wins() {
        test.mustRun(START);
        crash();
        test.mustRun(STOP);
        assertThat(test.status()).isEqualTo(ServiceStatus.of(ServiceState.STOPPED, ""));
        test.pass(Duration.ofHours(1));
        assertThat(test.accepted(Road.CRASH_RECOVERY)).isEmpty();
        assertThat(test.supervisor.intent().desired().value()).isEqualTo(Intent.Value.STOPPED);
    }

    @Test
    void stopThatWaits_whenTheTimeComes_keepsItDown() {
        test.mustRun(START);
        crash();
        test.queue.hold(Supervised.ID);
        var stop = test.submit(STOP);
        test.pass(Duration.ofHours(1));
        test.queue.resume(Supervised.ID);
        assertThat(outcome(stop)).isEqualTo(new Outcome.Succeeded());
        test.awaitIdle();
        assertThat(test.accepted(Road.CRASH_RECOVERY)).isEmpty();
        assertThat(test.state()).isEqualTo(ServiceState.STOPPED);
    }

    @Test
    void stopAfterTheTryWasQueued_supersedesIt() {
        test.mustRun(START);
        crash();
        test.driver.hang();
        test.pass(Duration.ofSeconds(1));
        test.awaitStatus(now -> now.state() == ServiceState.STARTING);
        var stop = test.submit(STOP);
        assertThat(outcome(stop)).isEqualTo(new Outcome.Succeeded());
        test.awaitIdle();
        assertThat(test.ended())
                .anyMatch(end -> end.outcome()
                        .equals(new Outcome.Cancelled(
                                new Cancellation.Superseded(stop.operation().id()))));
        assertThat(test.state()).isEqualTo(ServiceState.STOPPED);
        test.pass(Duration.ofHours(1));
        assertThat(test.accepted(Road.CRASH_RECOVERY)).hasSize(1);
    }

    @Test
    void stopRetrying_leavesItFailed_andIsRemembered() {
        test.mustRun(START);
        crash();
        test.supervisor.stopRetrying();
        var status = test.awaitStatus(now -> now.state() == ServiceState.FAILED);
        assertThat(status.exit()).isEqualTo(ONE);
        assertThat(status.recovery()).isNull();
        test.pass(Duration.ofHours(1));
        assertThat(test.accepted(Road.CRASH_RECOVERY)).isEmpty();
        assertThat(test.supervisor.intent().desired().value()).isEqualTo(Intent.Value.STOPPED);
        test.mustRun(START);
        assertThat(test.supervisor.intent().desired().value()).isEqualTo(Intent.Value.RUNNING);
    }

    @Test
    void restartDuringBackoff_startsItAtOnce_andTheTimerIsOff() {
        test.mustRun(START);
        crash();
        test.mustRun(RESTART);
        test.pass(Duration.ofHours(1));
        assertThat(test.accepted(Road.CRASH_RECOVERY)).isEmpty();
        assertThat(test.driver.instances()).isEqualTo(1);
    }

    @Test
    void whatEndedWhileNobodyWatched_isShown_andNotStarted() {
        test.mustRun(START);
        var driver = test.driver;
        test.supervisor.close();
        driver.crash(ONE, "no disk");
        var console =
                new Supervisor(test.supervisor.definition(), _ -> driver, TestSupervision.of(test.queue, test.time));
        console.open();
        assertThat(console.status().state()).isEqualTo(ServiceState.FAILED);
        assertThat(console.status().recovery()).isNull();
        console.close();
    }

    @Test
    void tryThatAPersonTookOver_isOverWithIt() {
        test.mustRun(START);
        crash();
        test.driver.hang();
        test.pass(Duration.ofSeconds(1));
        test.awaitStatus(now -> now.state() == ServiceState.STARTING);
        var start = test.submit(START);
        var survivor = test.accepted(Road.CRASH_RECOVERY).getFirst();
        assertThat(outcome(start)).isEqualTo(new Outcome.Coalesced(survivor.id()));
        test.queue.cancel(survivor.id());
        test.awaitIdle();
        assertThat(test.awaitStatus(now -> now.state() == ServiceState.STOPPED).recovery())
                .as("nothing will start it any more")
                .isNull();
    }

    @Test
    void tryWhoseTurnComesInAHeldQueue_isNotPutIntoIt_butComesAfterTheHold() {
        test.mustRun(START);
        crash();
        test.queue.hold(Supervised.ID);
        test.pass(Duration.ofMinutes(1));
        assertThat(test.accepted(Road.CRASH_RECOVERY)).isEmpty();
        test.queue.resume(Supervised.ID);
        test.pass(Duration.ofSeconds(5));
        test.awaitStatus(now -> now.state() == ServiceState.RUNNING);
        assertThat(test.accepted(Road.CRASH_RECOVERY)).hasSize(1);
    }
}
