package dev.signalbox.service.supervision;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.OperationKind.STOP;
import static dev.signalbox.service.supervision.Supervised.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.code.Code;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueSettings;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Source.Road;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.Schedule;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceDefinition.RestartPolicy.On;
import dev.signalbox.service.ServiceDefinitionBuilder;
import dev.signalbox.service.ServiceState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Services that are there to end, and those that start by a schedule.
class JobTest {
    private static final Outcome SUCCEEDED = new Outcome.Succeeded();
    private static final ExitStatus GOOD = new ExitStatus(0);
    private static final ExitStatus BAD = new ExitStatus(2);

    /// As a workspace has it where a job has no timeout itself.
    private static final QueueSettings WITHOUT_TIMEOUT = new QueueSettings(
            QueueSettings.DEFAULT.policy(),
            null,
            QueueSettings.DEFAULT.stopTimeout(),
            QueueSettings.DEFAULT.grace(),
            true);

    @TempDir
    private Path folder;

    private Supervised test;

    private void open(ServiceDefinitionBuilder definition) {
        test = new Supervised(definition.oneShot(true).build(), folder);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void start_endsWhenTheJobHasEnded() {
        open(Supervised.definition());
        var start = test.submit(START);
        test.awaitStatus(now -> now.pid() >= 0);
        assertThat(test.supervisor.hasCompleted()).isFalse();
        test.driver.crash(GOOD);
        assertThat(outcome(start)).isEqualTo(SUCCEEDED);
        var status = test.awaitStatus(now -> now.state() == ServiceState.STOPPED);
        assertThat(status.reason()).isEqualTo("completed");
        assertThat(status.exit()).isEqualTo(GOOD);
        assertThat(test.supervisor.hasCompleted()).isTrue();
    }

    /// A nightly backup was "starting" for an hour.
    @ParameterizedTest
    @EnumSource(names = {"START", "RESTART"})
    void longJob_isRunning_whileItsOperationGoesOn(OperationKind kind) {
        open(Supervised.definition().queue(WITHOUT_TIMEOUT));
        var operation = test.submit(kind);
        var status = test.awaitStatus(now -> now.pid() >= 0);
        assertThat(status.state()).isEqualTo(ServiceState.RUNNING);
        assertThat(test.supervisor.hasCompleted()).isFalse();
        test.pass(Duration.ofHours(5));
        assertThat(test.state()).isEqualTo(ServiceState.RUNNING);
        test.driver.crash(GOOD);
        assertThat(outcome(operation)).isEqualTo(SUCCEEDED);
    }

    @Test // rule 28b
    void stopOfAPerson_endsALongJob_andDoesNotWaitForIt() {
        open(Supervised.definition());
        var start = test.submit(START);
        test.awaitStatus(now -> now.pid() >= 0);
        assertThat(test.run(STOP)).isEqualTo(SUCCEEDED);
        assertThat(outcome(start)).isInstanceOf(Outcome.Cancelled.class);
        assertThat(test.state()).isEqualTo(ServiceState.STOPPED);
        assertThat(test.driver.instances()).isZero();
    }

    @Test
    void jobThatHasEnded_beforeAnybodyLooks_succeedsToo() {
        open(Supervised.definition());
        test.driver.endNextStart(GOOD);
        assertThat(test.run(START)).isEqualTo(SUCCEEDED);
        assertThat(test.supervisor.hasCompleted()).isTrue();
    }

    @Test
    void jobThatEndsWithAGoodCode_hasSucceeded() {
        var standard = RestartPolicy.DEFAULT;
        open(Supervised.definition()
                .restart(new RestartPolicy(
                        standard.on(),
                        standard.backoffMin(),
                        standard.backoffMax(),
                        standard.giveUpAfter(),
                        standard.giveUpWithin(),
                        standard.minUptime(),
                        List.of(BAD.code()))));
        test.driver.endNextStart(BAD);
        assertThat(test.run(START)).isEqualTo(SUCCEEDED);
        assertThat(test.supervisor.hasCompleted()).isTrue();
        assertThat(test.state()).isEqualTo(ServiceState.STOPPED);
    }

    @Test
    void jobThatFails_failsItsStart_andIsTriedAgainByPolicy() {
        var policy =
                new RestartPolicy(On.FAILURE, Duration.ofSeconds(1), Duration.ofSeconds(60), 5, Duration.ofMinutes(10));
        open(Supervised.definition().restart(policy));
        test.driver.endNextStart(BAD);
        assertThat(test.run(START)).isEqualTo(new Outcome.Failed("exit code 2", Code.EXITED));
        var status = test.awaitStatus(now -> now.state() == ServiceState.BACKOFF);
        assertThat(status.exit()).isEqualTo(BAD);
        test.driver.endNextStart(GOOD);
        test.pass(Duration.ofSeconds(1));
        await().until(test.supervisor::hasCompleted);
        assertThat(test.accepted(Road.CRASH_RECOVERY)).hasSize(1);
    }

    @Test
    void cancelledJob_leavesNothing_andIsNotTriedAgain() {
        open(Supervised.definition()
                .restart(new RestartPolicy(
                        On.FAILURE, Duration.ofSeconds(1), Duration.ofSeconds(2), 5, Duration.ofMinutes(1))));
        var start = test.submit(START);
        test.awaitStatus(now -> now.pid() >= 0);
        test.queue.cancel(start.operation().id());
        assertThat(outcome(start)).isInstanceOf(Outcome.Cancelled.class);
        test.awaitIdle();
        assertThat(test.driver.instances()).isZero();
        test.pass(Duration.ofHours(1));
        assertThat(test.accepted(Road.CRASH_RECOVERY)).isEmpty();
    }

    // --- schedule ---

    private static final Source BY_SCHEDULE = new Source(Road.SCHEDULE, "0 * * * *");

    private void openHourly() {
        open(Supervised.definition().schedule(Schedule.parse("0 * * * *")));
        test.driver.endNextStart(GOOD);
    }

    private void hour() {
        // Step by step, as time passes: the wall clock is looked at each minute.
        test.pass(Duration.ofHours(1));
    }

    @Test
    void schedule_startsThroughTheQueue_eachTime() {
        openHourly();
        var next = test.supervisor.nextRun();
        assertThat(next).isAfter(test.time.now());
        hour();
        await().until(() -> test.accepted(Road.SCHEDULE).size() == 1);
        test.awaitIdle();
        assertThat(test.accepted(Road.SCHEDULE).getFirst().source()).isEqualTo(BY_SCHEDULE);
        assertThat(test.supervisor.nextRun()).isAfter(next);
        test.driver.endNextStart(GOOD);
        hour();
        await().until(() -> test.accepted(Road.SCHEDULE).size() == 2);
        test.awaitIdle();
    }

    @Test
    void schedule_whileTheJobRuns_skips() {
        open(Supervised.definition().schedule(Schedule.parse("0 * * * *")));
        var start = test.submit(START);
        test.awaitStatus(now -> now.pid() >= 0);
        test.queue.hold(Supervised.ID); // nothing that is queued can start and end unseen
        test.driver.crash(GOOD);
        assertThat(outcome(start)).isEqualTo(SUCCEEDED);
        var waiting = test.submit(START);
        hour();
        hour();
        assertThat(test.accepted(Road.SCHEDULE)).isEmpty();
        test.driver.endNextStart(GOOD);
        test.queue.resume(Supervised.ID);
        assertThat(outcome(waiting)).isEqualTo(SUCCEEDED);
    }

    @Test
    void schedule_whileTheLastRunGoesOn_skipsAndSaysSo() {
        open(Supervised.definition().schedule(Schedule.parse("0 * * * *")).queue(WITHOUT_TIMEOUT));
        var skipped = new CopyOnWriteArrayList<String>();
        test.supervisor.onSkipped(skipped::add);
        var start = test.submit(START);
        test.awaitStatus(now -> now.pid() >= 0);
        hour();
        assertThat(skipped).containsExactly("skipped a start by its schedule 0 * * * *, as one is under way");
        assertThat(test.accepted(Road.SCHEDULE)).isEmpty();
        test.driver.crash(GOOD);
        assertThat(outcome(start)).isEqualTo(SUCCEEDED);
        test.awaitIdle();
        test.queue.hold(Supervised.ID);
        hour();
        assertThat(skipped).last().isEqualTo("skipped a start by its schedule 0 * * * *, as its queue is held");
        test.driver.endNextStart(GOOD);
        test.queue.resume(Supervised.ID);
        hour();
        await().until(() -> test.accepted(Road.SCHEDULE).size() == 1);
        test.awaitIdle();
        assertThat(skipped).hasSize(2);
    }

    @Test // rule 25d
    void stopOfAPerson_endsARun_andNotTheSchedule() {
        openHourly();
        assertThat(test.run(STOP)).isEqualTo(SUCCEEDED);
        assertThat(test.supervisor.nextRun()).isNotNull();
        test.driver.endNextStart(GOOD);
        hour();
        await().until(() -> test.accepted(Road.SCHEDULE).size() == 1);
        test.awaitIdle();
    }

    @Test // rule 25d
    void suspendedSchedule_startsNothing_untilItIsResumed() {
        openHourly();
        test.supervisor.suspendSchedule("operator");
        assertThat(test.supervisor.nextRun()).isNull();
        hour();
        hour();
        assertThat(test.accepted(Road.SCHEDULE)).isEmpty();
        test.supervisor.resumeSchedule();
        assertThat(test.supervisor.nextRun()).isNotNull();
        test.driver.endNextStart(GOOD);
        hour();
        await().until(() -> test.accepted(Road.SCHEDULE).size() == 1);
        test.awaitIdle();
    }
}
