package dev.signalbox.service.supervision;

import static dev.signalbox.operation.OperationKind.RESTART;
import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.OperationKind.STOP;
import static dev.signalbox.service.supervision.Supervised.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.code.Code;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Source.Road;
import dev.signalbox.operation.Step;
import dev.signalbox.operation.TestWork;
import dev.signalbox.service.Answer.Kind;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.FakeDriver;
import dev.signalbox.service.Port;
import dev.signalbox.service.PortHeldException;
import dev.signalbox.service.Probe;
import dev.signalbox.service.Probe.Check;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceDefinition.RestartPolicy.On;
import dev.signalbox.service.ServiceDefinitionBuilder;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.service.ServiceStatus.Health;
import dev.signalbox.service.ServiceStatus.Unasked;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When a service counts as ready, and as healthy, and what is done about it.
class HealthTest {
    private static final Check READY = new Check.Tcp(1);
    private static final Check ALIVE = new Check.Tcp(2);
    private static final Duration READY_TIMEOUT = Duration.ofSeconds(15);
    private static final String NO_HANDLES = "Too many open files";
    private static final Outcome SUCCEEDED = new Outcome.Succeeded();

    @TempDir
    private Path folder;

    private Supervised test;

    @BeforeEach
    void open() {
        test = new Supervised(definition().build(), folder);
    }

    private static ServiceDefinitionBuilder definition() {
        return Supervised.definition().ready(probe(READY, READY_TIMEOUT)).alive(probe(ALIVE, Duration.ofSeconds(2)));
    }

    private static Probe probe(Check check, Duration timeout) {
        return new Probe(check, Duration.ofMillis(500), timeout, 3, Duration.ZERO);
    }

    @AfterEach
    void close() {
        test.close();
    }

    private void answer(Check check, boolean... answers) {
        for (var ok : answers) {
            test.prober.asking(check).answers(ok, ok ? "connected" : "connection refused");
        }
    }

    /// What no try can find out.
    private void cannotAsk(Check check, int tries) {
        for (var i = 0; i < tries; i++) {
            test.prober.asking(check).answers(Kind.UNKNOWN, NO_HANDLES);
        }
    }

    private void startReady() {
        var start = test.submit(START);
        answer(READY, true);
        assertThat(outcome(start)).isEqualTo(SUCCEEDED);
    }

    // --- readiness ---

    @Test
    void start_endsWhenItIsReady_andShowsEachAttempt() {
        var start = test.submit(START);
        answer(READY, false, false);
        assertThat(test.doing()).isEqualTo("waiting for port 1: attempt 2, connection refused");
        assertThat(test.status().pid()).as("it runs already").isPositive();
        assertThat(test.status().isReady()).isFalse();
        answer(READY, true);
        assertThat(outcome(start)).isEqualTo(SUCCEEDED);
        assertThat(test.status().isReady()).isTrue();
    }

    @Test
    void start_tooLate_failsWithTheLastAnswer_andLeavesNothing() {
        var start = test.submit(START);
        answer(READY, false, false, false);
        test.pass(READY_TIMEOUT);
        assertThat(outcome(start))
                .isEqualTo(new Outcome.Failed("not ready after 3 attempts: connection refused", Code.NOT_READY));
        assertThat(test.driver.instances()).isZero();
        assertThat(test.awaitStatus(now -> now.state() == ServiceState.FAILED).reason())
                .isEqualTo("not ready after 3 attempts: connection refused");
        assertThat(test.prober.isAsking(READY)).isFalse();
    }

    private static Probe patient(Check check, int success) {
        return new Probe(check, Duration.ofMillis(500), READY_TIMEOUT, null, 2, success, Duration.ZERO);
    }

    private void redefine(Probe ready, Probe alive) {
        test.close();
        test = new Supervised(Supervised.definition().ready(ready).alive(alive).build(), folder.resolve("patient"));
    }

    @Test
    void start_ofAServerThatAnswersOnceAndFallsOver_isReadyAfterGoodAnswersInARowOnly() {
        redefine(patient(READY, 3), probe(ALIVE, READY_TIMEOUT));
        var start = test.submit(START);
        answer(READY, true, true, false, true, true);
        assertThat(test.doing()).isEqualTo("waiting for port 1: attempt 5, 2 of 3 good answers in a row, connected");
        cannotAsk(READY, 1);
        assertThat(test.status().isReady()).isFalse();
        answer(READY, true);
        assertThat(outcome(start)).isEqualTo(SUCCEEDED);
    }

    @Test
    void start_withTooFewGoodAnswersInTime_failsAndSaysHowMany() {
        redefine(patient(READY, 3), probe(ALIVE, READY_TIMEOUT));
        var start = test.submit(START);
        answer(READY, false, true, true);
        test.pass(READY_TIMEOUT);
        assertThat(outcome(start))
                .isEqualTo(new Outcome.Failed(
                        "not ready after 3 attempts: 2 of 3 good answers in a row, connected", Code.NOT_READY));
    }

    @Test
    void sickService_isWellAfterGoodAnswersInARowOnly() {
        redefine(patient(READY, 1), patient(ALIVE, 2));
        startReady();
        test.queue.hold(Supervised.ID);
        answer(ALIVE, true, false, false);
        assertThat(test.status().health()).isEqualTo(Health.UNHEALTHY);
        answer(ALIVE, true, false, true);
        assertThat(test.status().health()).isEqualTo(Health.UNHEALTHY);
        answer(ALIVE, true);
        assertThat(test.status().health()).isEqualTo(Health.READY);
    }

    @Test
    void tryOfAReadyProbe_takesTheTimeThatWasSaid_orTheUsual() {
        var usual = new Probe(READY, Duration.ofSeconds(1), Duration.ofMinutes(1), 3, Duration.ZERO);
        var said = new Probe(
                READY, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofSeconds(30), 3, 1, Duration.ZERO);
        assertThat(Readiness.tryTimeout(usual)).isEqualTo(Duration.ofSeconds(5));
        assertThat(Readiness.tryTimeout(said)).isEqualTo(Duration.ofSeconds(30));
        assertThat(Readiness.tryTimeout(said.again(Duration.ofSeconds(5)))).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void exitCodeOfAProbe_isNotTakenForTheServices() {
        startReady();
        for (var i = 0; i < 3; i++) {
            test.prober.asking(READY).answers(false, "exit code 1");
        }
        assertThat(test.status().reason()).isEqualTo("ready probe: exit code 1");
    }

    @Test
    void start_cancelledWhileItWaits_leavesNothing() {
        var start = test.submit(START);
        answer(READY, false);
        test.queue.cancel(start.operation().id());
        assertThat(outcome(start)).isInstanceOf(Outcome.Cancelled.class);
        assertThat(test.driver.instances()).isZero();
    }

    @Test
    void start_deadlineWhileItWaits_leavesNothing() {
        test.close();
        test = new Supervised(
                definition().ready(probe(READY, Duration.ofHours(1))).build(), folder);
        var start = test.submit(START);
        answer(READY, false);
        test.pass(Duration.ofSeconds(30));
        assertThat(outcome(start)).isEqualTo(new Outcome.TimedOut(Duration.ofSeconds(30)));
        test.awaitIdle();
        assertThat(test.driver.instances()).isZero();
        assertThat(test.awaitStatus(now -> now.state() == ServiceState.FAILED).reason())
                .isEqualTo("timed out");
    }

    @Test
    void start_endsBeforeItIsReady_failsAtOnce_withItsExit() {
        var start = test.submit(START);
        answer(READY, false);
        test.driver.crash(new ExitStatus(3), "no disk");
        assertThat(outcome(start))
                .isEqualTo(new Outcome.Failed("ended before it was ready: exit code 3: no disk", Code.EXITED));
        var status = test.awaitStatus(now -> now.state() == ServiceState.FAILED);
        assertThat(status.exit()).isEqualTo(new ExitStatus(3));
    }

    @Test
    void start_isUnderwayBeforeItIsReady() throws Exception {
        var work = TestWork.start();
        var body = Thread.ofVirtual().start(() -> {
            try {
                test.supervisor.run(work);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        test.prober.asking(READY);
        assertThat(work.steps()).contains("underway");
        answer(READY, true);
        body.join();
    }

    @Test
    void readiness_isAskedOn_slowly_andMayBeLostAndFound() {
        startReady();
        assertThat(test.prober.asking(READY).pace()).isEqualTo(Duration.ofSeconds(5));
        answer(READY, false, false);
        assertThat(test.status().isReady()).isTrue();
        answer(READY, false);
        assertThat(test.status().health()).isEqualTo(Health.UNREADY);
        assertThat(test.state()).isEqualTo(ServiceState.RUNNING);
        assertThat(test.status().reason()).isEqualTo("ready probe: connection refused");
        answer(READY, true);
        assertThat(test.status().isReady()).isTrue();
        assertThat(test.accepted(Road.HEALTH)).isEmpty();
    }

    @Test
    void adopted_isNotReady_untilItAnswers() throws Exception {
        test.close();
        test = new Supervised(definition().build(), folder.resolve("next"));
        var driver = test.driver;
        driver.start(TestWork.start());
        test.supervisor.close();
        var console = new Supervisor(
                definition().build(), _ -> driver, TestSupervision.of(test.queue, test.time, test.prober));
        console.open();
        assertThat(console.status().health()).isEqualTo(Health.UNREADY);
        assertThat(console.status().reason()).isEqualTo("ready probe: not asked yet");
        assertThat(test.prober.isAsking(ALIVE)).isFalse();
        answer(READY, true);
        assertThat(console.status().isReady()).isTrue();
        assertThat(test.prober.isAsking(ALIVE)).isTrue();
        console.close();
    }

    @Test
    void adopted_withALogProbe_countsAsReady() throws Exception {
        var log = new Check.Log(Pattern.compile("ready"));
        var driver = test.driver;
        driver.start(TestWork.start());
        var console = new Supervisor(
                definition().ready(probe(log, READY_TIMEOUT)).build(),
                _ -> driver,
                TestSupervision.of(test.queue, test.time, test.prober));
        console.open();
        assertThat(console.status().isReady()).isTrue();
        console.close();
        driver.stop(TestWork.stop());
    }

    // --- liveness ---

    @Test
    void unhealthy_isShown_andRestartedThroughTheQueue() {
        startReady();
        var before = test.status().pid();
        answer(ALIVE, false, false);
        assertThat(test.status().health()).isEqualTo(Health.READY);
        test.queue.hold(Supervised.ID);
        answer(ALIVE, false);
        assertThat(test.status().health()).isEqualTo(Health.UNHEALTHY);
        assertThat(test.status().reason()).isEqualTo("alive probe: connection refused");
        assertThat(test.accepted(Road.HEALTH))
                .as("nothing is put into a held queue")
                .isEmpty();
        test.queue.resume(Supervised.ID);
        test.driver.hang();
        answer(ALIVE, false, false, false);
        var restarts = test.accepted(Road.HEALTH);
        assertThat(restarts).as("one restart is enough").hasSize(1);
        assertThat(restarts.getFirst().source()).isEqualTo(new Source(Road.HEALTH, "alive probe: connection refused"));
        test.driver.release();
        answer(READY, true);
        test.awaitIdle();
        assertThat(test.awaitStatus(ServiceStatus::isReady).pid()).isNotEqualTo(before);
    }

    @Test
    void flapping_doesNothing() {
        startReady();
        for (int i = 0; i < 50; i++) {
            answer(ALIVE, false, false, true);
        }
        assertThat(test.accepted(Road.HEALTH)).isEmpty();
        assertThat(test.status().isReady()).isTrue();
    }

    @Test
    void healthyAgain_beforeItsTurn_isNotRestarted() {
        startReady();
        var before = test.status().pid();
        test.queue.hold(Supervised.ID);
        answer(ALIVE, false, false, false);
        test.submit(RESTART, new Source(Road.HEALTH, "connection refused"));
        answer(ALIVE, true);
        assertThat(test.status().isReady()).isTrue();
        test.queue.resume(Supervised.ID);
        test.awaitIdle();
        assertThat(test.status().pid()).isEqualTo(before);
        assertThat(test.ended().getLast().steps())
                .extracting(Step::text)
                .containsExactly("it is not unhealthy any more: nothing to do");
    }

    @Test
    void stopOfAPerson_overtakesTheRestart() {
        startReady();
        test.driver.hang();
        answer(ALIVE, false, false, false);
        test.awaitStatus(status -> status.state() == ServiceState.RESTARTING);
        var stop = test.submit(STOP);
        test.driver.release();
        assertThat(outcome(stop)).isEqualTo(SUCCEEDED);
        test.awaitIdle();
        assertThat(test.state()).isEqualTo(ServiceState.STOPPED);
        assertThat(test.driver.instances()).isZero();
        assertThat(test.prober.isAsking(ALIVE)).isFalse();
    }

    @Test
    void restartsForHealth_countForTheCrashLoop() {
        test.close();
        var policy =
                new RestartPolicy(On.FAILURE, Duration.ofSeconds(1), Duration.ofSeconds(2), 3, Duration.ofMinutes(5));
        test = new Supervised(definition().restart(policy).build(), folder);
        startReady();
        for (int i = 1; i <= 2; i++) {
            answer(ALIVE, false, false, false);
            answer(READY, true);
            test.awaitIdle();
            assertThat(test.accepted(Road.HEALTH)).hasSize(i);
            test.awaitStatus(ServiceStatus::isReady);
        }
        answer(ALIVE, false, false, false);
        assertThat(test.accepted(Road.HEALTH)).hasSize(2);
        assertThat(test.status().recovery().crashLoop()).isTrue();
        assertThat(test.status().health()).isEqualTo(Health.UNHEALTHY);
    }

    // --- what could not be asked (rule 30) ---

    @Test
    void healthyService_thatCannotBeAsked_isLeftAlone_andSaysWhySince() {
        startReady();
        var before = test.status().pid();
        var since = test.time.now();
        cannotAsk(ALIVE, 1);
        test.pass(Duration.ofSeconds(5));
        cannotAsk(ALIVE, 20);
        cannotAsk(READY, 20);
        assertThat(test.accepted(Road.HEALTH)).isEmpty();
        assertThat(test.status().pid()).isEqualTo(before);
        assertThat(test.status().isReady()).isTrue();
        assertThat(test.status().reason())
                .matches("alive cannot be asked: " + NO_HANDLES + "; " + "ready cannot be asked: " + NO_HANDLES);
        assertThat(test.status().unasked())
                .containsExactly(
                        new Unasked("alive", NO_HANDLES, since),
                        new Unasked("ready", NO_HANDLES, since.plusSeconds(5)));
        answer(ALIVE, true);
        answer(READY, true);
        assertThat(test.status().unasked()).isEmpty();
        assertThat(test.status().reason()).isEmpty();
    }

    @Test
    void badAnswers_betweenWhichItCouldNotBeAsked_areARowStill() {
        startReady();
        test.queue.hold(Supervised.ID);
        answer(ALIVE, false, false);
        cannotAsk(ALIVE, 5);
        assertThat(test.status().health()).isEqualTo(Health.READY);
        answer(ALIVE, false);
        assertThat(test.status().health()).isEqualTo(Health.UNHEALTHY);
        cannotAsk(ALIVE, 5);
        assertThat(test.status().health()).isEqualTo(Health.UNHEALTHY);
        assertThat(test.status().reason())
                .startsWith("alive probe: connection refused; alive cannot be asked: " + NO_HANDLES);
    }

    @Test
    void goodAnswer_afterBadOnes_endsTheRow_whateverCouldNotBeAsked() {
        startReady();
        answer(ALIVE, false, false);
        cannotAsk(ALIVE, 1);
        answer(ALIVE, true, false, false);
        assertThat(test.status().health()).isEqualTo(Health.READY);
    }

    @Test
    void unreadyService_thatCannotBeAsked_isNotReadyForThat() {
        startReady();
        answer(READY, false, false, false);
        cannotAsk(READY, 5);
        assertThat(test.status().health()).isEqualTo(Health.UNREADY);
        assertThat(test.status().reason())
                .startsWith("ready probe: connection refused; ready cannot be asked: " + NO_HANDLES);
    }

    @Test
    void unknownHost_isNotReady_butNotSick() {
        startReady();
        for (var i = 0; i < 5; i++) {
            test.prober.asking(ALIVE).answers(Kind.NO_HOST, "no such host: db");
        }
        assertThat(test.accepted(Road.HEALTH)).isEmpty();
        assertThat(test.status().isReady()).isTrue();
        assertThat(test.status().reason()).startsWith("alive cannot be asked: no such host: db");
        for (var i = 0; i < 3; i++) {
            test.prober.asking(READY).answers(Kind.NO_HOST, "no such host: db");
        }
        assertThat(test.status().health()).isEqualTo(Health.UNREADY);
        assertThat(test.status().reason()).startsWith("ready probe: no such host: db; alive cannot");
    }

    @Test
    void start_thatCouldNeverBeAsked_failsAtItsTimeout_withThatReason() {
        var start = test.submit(START);
        cannotAsk(READY, 3);
        assertThat(test.doing()).isEqualTo("waiting for port 1: attempt 3, cannot be asked: " + NO_HANDLES);
        test.pass(READY_TIMEOUT);
        assertThat(outcome(start))
                .isEqualTo(new Outcome.Failed("ready could not be asked: " + NO_HANDLES, Code.NOT_READY));
    }

    @Test
    void start_thatCouldBeAskedAtFirst_failsWithThatAnswer_andSaysThatItIsOld() {
        var start = test.submit(START);
        answer(READY, false, false);
        cannotAsk(READY, 3);
        test.pass(READY_TIMEOUT);
        assertThat(outcome(start))
                .isEqualTo(new Outcome.Failed(
                        "not ready after 2 attempts: connection refused; the last 3 tries could" + " not be asked: "
                                + NO_HANDLES,
                        Code.NOT_READY));
    }

    @Test
    void start_thatCouldBeAskedAtLast_failsWithThatAnswer() {
        var start = test.submit(START);
        cannotAsk(READY, 3);
        answer(READY, false);
        test.pass(READY_TIMEOUT);
        assertThat(outcome(start))
                .isEqualTo(new Outcome.Failed("not ready after 4 attempts: connection refused", Code.NOT_READY));
    }

    @Test
    void start_whoseLastTryCouldNotBeAsked_saysSo() {
        var start = test.submit(START);
        answer(READY, false);
        cannotAsk(READY, 1);
        test.pass(READY_TIMEOUT);
        assertThat(outcome(start))
                .isEqualTo(new Outcome.Failed(
                        "not ready after 1 attempt: connection refused; the last try could not be" + " asked: "
                                + NO_HANDLES,
                        Code.NOT_READY));
    }

    @Test
    void start_whoseOnlyTryHangsAllTheTime_failsWithWhatHangs() {
        startIn(Duration.ofSeconds(2));
        var start = test.submit(START);
        var asking = test.prober.asking(READY);
        test.pass(Duration.ofSeconds(2));
        asking.answers(Kind.UNKNOWN, "cannot be started: hangs in /srv/shop");
        assertThat(outcome(start))
                .isEqualTo(new Outcome.Failed(
                        "ready could not be asked: cannot be started: hangs in /srv/shop", Code.NOT_READY));
    }

    @Test
    void start_whoseOnlyTrySaysNothing_failsAllTheSame() {
        startIn(Duration.ofSeconds(2));
        var start = test.submit(START);
        test.prober.asking(READY);
        test.pass(Duration.ofSeconds(2));
        test.pass(Duration.ofSeconds(1));
        assertThat(outcome(start)).isEqualTo(new Outcome.Failed("not ready within 2 s", Code.NOT_READY));
    }

    private void startIn(Duration time) {
        test.close();
        test = new Supervised(definition().ready(probe(READY, time)).build(), folder.resolve("short"));
    }

    @Test
    void start_whoseHostNobodyKnows_isNotReadyYet() {
        var start = test.submit(START);
        test.prober.asking(READY).answers(Kind.NO_HOST, "no such host: db");
        test.pass(READY_TIMEOUT);
        assertThat(outcome(start))
                .isEqualTo(new Outcome.Failed("not ready after 1 attempt: no such host: db", Code.NOT_READY));
    }

    // --- ports ---

    @Test
    void heldPort_namesWhoBlocks() {
        test.close();
        var blocked = new FakeDriver() {
            @Override
            public void start(OperationContext work) throws DriverException {
                throw new PortHeldException(Port.of(8000), "service frontend, pid 7 (python3)", "frontend");
            }
        };
        test = new Supervised(Supervised.definition().build(), folder, blocked);
        test.supervisor.redefine(Supervised.definition().build());
        assertThat(test.run(START)).isInstanceOf(Outcome.Failed.class);
        assertThat(test.awaitStatus(now -> now.state() == ServiceState.FAILED).blocker())
                .isEqualTo("frontend");
    }

    @Test
    void healthyAgain_forLongAfterACrashLoop_isOver() {
        test.close();
        var policy =
                new RestartPolicy(On.FAILURE, Duration.ofSeconds(1), Duration.ofSeconds(2), 1, Duration.ofMinutes(5));
        test = new Supervised(definition().restart(policy).build(), folder);
        startReady();
        answer(ALIVE, false, false, false);
        assertThat(test.status().recovery().crashLoop()).isTrue();
        answer(ALIVE, true);
        assertThat(test.status().recovery().crashLoop())
                .as("it may fail again soon")
                .isTrue();
        test.pass(Duration.ofMinutes(5));
        answer(READY, true);
        answer(ALIVE, true);
        assertThat(test.status().recovery()).isNull();
        assertThat(test.status().reason()).isEmpty();
    }
}
