package dev.signalbox.service.supervision;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.operation.OperationKind.RESTART;
import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.OperationKind.STOP;
import static dev.signalbox.service.supervision.Supervised.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Source.Road;
import dev.signalbox.operation.TestWork;
import dev.signalbox.service.DriverStatus;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.FakeDriver;
import dev.signalbox.service.Probe;
import dev.signalbox.service.Probe.Check;
import dev.signalbox.service.Schedule;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceDefinition.RestartPolicy.On;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.service.ServiceStatus.Health;
import dev.signalbox.service.TestDefinitions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Another definition of a service takes effect, in each state that the service can be in. The driver of the
/// second definition is another one; where a process is to be adopted, it has one already.
class RedefineTest {
    private static final Outcome SUCCEEDED = new Outcome.Succeeded();
    private static final RestartPolicy ON_FAILURE =
            new RestartPolicy(On.FAILURE, Duration.ofSeconds(1), Duration.ofSeconds(60), 5, Duration.ofMinutes(1));
    private static final Check PORT = new Check.Tcp(8000);
    private static final Probe ASKED =
            new Probe(PORT, Duration.ofMillis(500), Duration.ofSeconds(15), 2, Duration.ZERO);
    private static final ServiceDefinition FIRST =
            Supervised.definition().restart(ON_FAILURE).build();
    private static final ServiceDefinition SECOND = FIRST.but().group("Second").build();

    private final FakeDriver second = new FakeDriver();

    @TempDir
    private Path folder;

    private Supervised test;

    @BeforeEach
    void open() {
        test = new Supervised(FIRST, folder, second, second);
    }

    @AfterEach
    void close() {
        second.release();
        test.close();
    }

    private void redefine(ServiceDefinition definition) {
        test.supervisor.redefine(definition);
    }

    @Test
    void running_atOnce_keepsItsProcess_andItsReadiness() {
        redefine(FIRST.but().group("Other").build());
        test.mustRun(START);
        var pid = test.status().pid();
        redefine(SECOND.but().ready(ASKED).build());

        assertThat(test.supervisor.definition().group()).isEqualTo("Second");
        assertThat(test.status().pid()).isEqualTo(pid);
        assertThat(test.status().isReady()).isTrue();
        var asking = test.prober.asking(PORT);
        asking.answers(false, "connection refused");
        assertThat(test.status().health()).isEqualTo(Health.READY);
        asking.answers(false, "connection refused");
        assertThat(test.status().health()).isEqualTo(Health.UNREADY);
        assertThat(test.status().reason()).isEqualTo("ready probe: connection refused");
    }

    @Test
    void running_probeIsGone_isAskedNoMore() throws Exception {
        test.close();
        test = new Supervised(FIRST.but().ready(ASKED).build(), folder, second);
        var start = test.submit(START);
        test.prober.asking(PORT).answers(true, "open");
        assertThat(outcome(start)).isEqualTo(SUCCEEDED);
        second.start(TestWork.start());
        redefine(SECOND);

        assertThat(test.prober.isAsking(PORT)).isFalse();
        assertThat(test.status().isReady()).isTrue();
    }

    @Test
    void stopped_atOnce_nextStartIsTheNewOnes() {
        redefine(SECOND);
        assertThat(test.state()).isEqualTo(ServiceState.STOPPED);
        test.mustRun(START);
        assertThat(second.instances()).isOne();
        assertThat(test.driver.instances()).isZero();
    }

    @Test
    void restarting_betweenItsStopAndItsStart() {
        test.mustRun(START);
        test.driver.hang();
        var restart = test.submit(RESTART);
        await().until(() -> test.doing().startsWith("waiting for 1 process"));
        redefine(SECOND);
        assertThat(test.supervisor.definition()).isEqualTo(FIRST);
        test.driver.release();

        assertThat(outcome(restart)).isEqualTo(SUCCEEDED);
        assertThat(test.supervisor.definition()).isEqualTo(SECOND);
        assertThat(test.driver.instances()).isZero();
        assertThat(second.instances()).isOne();
        test.awaitStatus(ServiceStatus::isReady);
    }

    @Test
    void starting_whenTheStartIsOver() throws Exception {
        test.driver.hang();
        var start = test.submit(START);
        await().until(() -> test.doing().equals("starting"));
        redefine(SECOND);
        assertThat(test.supervisor.definition()).isEqualTo(FIRST);
        second.start(TestWork.start());
        test.driver.release();

        assertThat(outcome(start)).isEqualTo(SUCCEEDED);
        await().until(() -> test.supervisor.definition().equals(SECOND));
        assertThat(test.awaitStatus(ServiceStatus::isReady).pid())
                .isEqualTo(((DriverStatus.Running) second.status()).pid());
    }

    @Test
    void stopping_whenTheStopIsOver() {
        test.mustRun(START);
        test.driver.hang();
        var stop = test.submit(STOP);
        await().until(() -> test.doing().startsWith("waiting for 1 process"));
        redefine(SECOND);
        test.driver.release();

        assertThat(outcome(stop)).isEqualTo(SUCCEEDED);
        await().until(() -> test.supervisor.definition().equals(SECOND));
        test.awaitStatus(now -> now.state() == ServiceState.STOPPED);
    }

    @Test
    void twiceDuringAnOperation_theLastOneCounts() {
        test.driver.hang();
        var start = test.submit(START);
        await().until(() -> test.doing().equals("starting"));
        redefine(SECOND.but().group("Never").build());
        redefine(SECOND);
        test.driver.release();

        assertThat(outcome(start)).isEqualTo(SUCCEEDED);
        await().until(() -> test.supervisor.definition().equals(SECOND));
    }

    @Test
    void backoff_policyStays_isTriedAgainByTheNewDriver() {
        test.mustRun(START);
        test.driver.crash(new ExitStatus(1));
        test.awaitStatus(now -> now.state() == ServiceState.BACKOFF);
        redefine(SECOND);
        test.pass(ON_FAILURE.backoffMin()); // not longer, or the deadline of the try could pass with it
        await().until(() -> second.instances() == 1);
        assertThat(test.accepted(Road.CRASH_RECOVERY)).hasSize(1);
    }

    @Test
    void backoff_toNever_isNotTriedAgain() {
        test.mustRun(START);
        test.driver.crash(new ExitStatus(1));
        test.awaitStatus(now -> now.state() == ServiceState.BACKOFF);
        redefine(SECOND.but().restart(RestartPolicy.DEFAULT).build());
        assertThat(test.status().recovery()).isNull();
        test.pass(Duration.ofHours(1));
        assertThat(test.accepted(Road.CRASH_RECOVERY)).isEmpty();
    }

    /// The new driver reads the same end from its records, perhaps with another time.
    @Test
    void failed_sameEndSeenAgain_isNoNews() throws Exception {
        test.close();
        test = new Supervised(FIRST.but().restart(RestartPolicy.DEFAULT).build(), folder, second);
        test.mustRun(START);
        test.driver.crash(new ExitStatus(1));
        second.start(TestWork.start());
        second.crash(new ExitStatus(1));
        redefine(SECOND.but().restart(RestartPolicy.DEFAULT).build());

        assertThat(test.state()).isEqualTo(ServiceState.FAILED);
        assertThat(test.status().exit()).isEqualTo(new ExitStatus(1));
        test.pass(Duration.ofHours(1));
        assertThat(test.accepted(Road.CRASH_RECOVERY)).isEmpty();
    }

    /// It ends after the old driver has let go of it, and before the new one looks.
    @Test
    void running_endsMeanwhile_isTriedAgain() throws Exception {
        test.mustRun(START);
        second.start(TestWork.start());
        second.crash(new ExitStatus(1));
        redefine(SECOND);

        assertThat(test.state()).isEqualTo(ServiceState.BACKOFF);
    }

    @Test
    void schedule_followsTheNewOne() {
        assertThat(test.supervisor.nextRun()).isNull();
        redefine(SECOND.but().schedule(Schedule.parse("0 * * * *")).build());
        assertThat(test.supervisor.nextRun()).isAfter(test.time.now());
        test.pass(Duration.ofHours(1));
        await().until(() -> second.instances() == 1);
        assertThat(test.accepted(Road.SCHEDULE)).hasSize(1);
    }

    @Test
    void anotherService_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> redefine(TestDefinitions.argv("other", "x")))
                .withMessage("this is service, not other");
    }
}
