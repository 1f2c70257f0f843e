package dev.signalbox.service.supervision;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.operation.OperationKind.RESTART;
import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.OperationKind.STOP;
import static dev.signalbox.service.supervision.Supervised.outcome;
import static dev.signalbox.service.supervision.Supervised.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.OperationBody;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueSettings;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Source.Road;
import dev.signalbox.operation.Ticket;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.Probe;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceState;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Numbers in comments are those of the table of cases of rules 25 to 29.
@DisplayName("Rule 28d: what becomes of a service whose operation is called off")
final class CalledOffTest {
    private static final RestartPolicy ALWAYS = new RestartPolicy(
            RestartPolicy.On.ALWAYS, Duration.ofSeconds(1), Duration.ofSeconds(1), 5, Duration.ofMinutes(1));
    private static final Probe NEVER_READY =
            new Probe(new Probe.Check.Tcp(80), Duration.ofMillis(500), Duration.ofHours(1), 3, Duration.ZERO);
    private static final ExitStatus END = new ExitStatus(0);

    @TempDir
    private Path folder;

    private Supervised test;

    @BeforeEach
    void open() {
        test = new Supervised(Supervised.definition().restart(ALWAYS).build(), folder);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test // 11
    void stop_calledOff_saysThatTheServiceMayStillEnd_andItsEndIsNoCrash() {
        test.mustRun(START);
        test.driver.hangNextStop();
        var stop = test.submit(STOP);
        await().until(() -> test.doing().startsWith("waiting for"));
        test.queue.cancel(stop.operation().id());
        assertThat(outcome(stop)).isEqualTo(new Outcome.Cancelled(new Cancellation.User()));
        var status = test.awaitStatus(now -> now.state() == ServiceState.RUNNING);
        assertThat(status.reason()).isEqualTo("asked to end by stop #2, which was called off; it may still end");
        test.driver.crash(END);
        assertThat(test.awaitStatus(now -> now.state() == ServiceState.STOPPED).recovery())
                .isNull();
        test.pass(Duration.ofHours(1));
        assertThat(test.accepted(Road.CRASH_RECOVERY)).isEmpty();
        await().until(() -> test.lateEffects().equals(List.of("it has ended after all")));
    }

    @Test
    void stop_calledOff_theNextOperationBegins_theLateEffectIsNotIts() {
        test.mustRun(START);
        test.driver.hangNextStop();
        var stop = test.submit(STOP);
        await().until(() -> test.doing().startsWith("waiting for"));
        test.queue.cancel(stop.operation().id());
        outcome(stop);
        test.mustRun(STOP);
        assertThat(test.state()).isEqualTo(ServiceState.STOPPED);
        assertThat(test.lateEffects()).isEmpty();
    }

    @Test // 12b
    void restart_calledOffInItsStartHalf_leavesWhatItHasStarted() {
        test.close();
        test = new Supervised(
                Supervised.definition().restart(ALWAYS).ready(NEVER_READY).build(), folder);
        var restart = test.submit(RESTART);
        test.awaitStatus(now -> now.pid() >= 0);
        await().until(() -> test.queue.snapshot(Supervised.ID).active() != null);
        test.queue.cancel(restart.operation().id());
        assertThat(outcome(restart)).isEqualTo(new Outcome.Cancelled(new Cancellation.User()));
        test.awaitIdle();
        assertThat(test.driver.instances()).isOne();
        assertThat(test.awaitStatus(now -> now.state() == ServiceState.RUNNING).pid())
                .isPositive();
    }

    @Test // 5b
    void start_calledOff_leavesNothing() {
        test.close();
        test = new Supervised(
                Supervised.definition().restart(ALWAYS).ready(NEVER_READY).build(), folder);
        var start = test.submit(START);
        test.awaitStatus(now -> now.pid() >= 0);
        test.queue.cancel(start.operation().id());
        outcome(start);
        test.awaitIdle();
        assertThat(test.driver.instances()).isZero();
    }

    @Test
    void automaticStart_supersededByAStop_isLeftToIt() {
        test.close();
        test = new Supervised(
                Supervised.definition().autostart(true).ready(NEVER_READY).build(), folder);
        test.awaitStatus(now -> now.pid() >= 0);
        var start = test.accepted(Road.AUTOSTART).getFirst();
        var stop = test.submit(STOP);
        assertThat(outcome(stop)).isEqualTo(new Outcome.Succeeded());
        assertThat(test.ended().stream().filter(end -> end.operation().equals(start)))
                .extracting(QueueSnapshot.Ended::outcome)
                .containsExactly(new Outcome.Cancelled(
                        new Cancellation.Superseded(stop.operation().id())));
        assertThat(test.ended().getLast().changed())
                .as("the stop has stopped it, not the end of the start")
                .isTrue();
        assertThat(test.driver.instances()).isZero();
    }

    @Test
    void kill_whileAStopHangs_reachesTheDriverAtOnce() {
        test.mustRun(START);
        test.driver.hangDeaf();
        var stop = test.submit(STOP);
        await().until(() -> test.doing().startsWith("waiting for"));
        var kill = test.kill();
        assertThat(outcome(kill)).isEqualTo(new Outcome.Succeeded());
        assertThat(test.driver.kills()).isOne();
        assertThat(test.driver.instances()).isZero();
        assertThat(outcome(stop))
                .isIn(
                        new Outcome.Succeeded(),
                        new Outcome.Cancelled(
                                new Cancellation.Superseded(kill.operation().id())));
    }

    @Test
    void job_stoppedWhileItRuns_isStoppedByThatStop() {
        test.close();
        var settings = QueueSettings.DEFAULT;
        test = new Supervised(
                Supervised.definition().oneShot(true).queue(settings).build(), folder);
        var run = test.submit(START);
        test.awaitStatus(now -> now.pid() >= 0);
        var stop = test.submit(STOP);
        assertThat(outcome(stop)).isEqualTo(new Outcome.Succeeded());
        assertThat(outcome(run))
                .isEqualTo(new Outcome.Cancelled(
                        new Cancellation.Superseded(stop.operation().id())));
        assertThat(test.driver.instances()).isZero();
    }

    @Test
    void restart_closedByForceInItsStartHalf_leavesWhatItHasStarted() {
        test.close();
        test = new Supervised(
                Supervised.definition().restart(ALWAYS).ready(NEVER_READY).build(), folder);
        var restart = test.submit(RESTART);
        test.awaitStatus(now -> now.pid() >= 0);
        await().until(() -> test.driver.calls().size() == 2);
        test.queue.close();
        assertThat(outcome(restart)).isEqualTo(new Outcome.Cancelled(new Cancellation.Shutdown()));
        soon(test.queue.drain());
        assertThat(test.driver.calls()).as("one stop and one start").hasSize(2);
        assertThat(test.driver.instances()).isOne();
    }

    /// Asks for a start at the last moment at which an automatic one may find out that nobody wants it.
    private final class LateStart implements OperationBody {
        private @Nullable Ticket start;

        @Override
        public @Nullable CompletionStage<?> run(OperationContext work) throws Exception {
            return test.supervisor.run((OperationContext) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {OperationContext.class}, (_, method, arguments) -> {
                        var answer = method.invoke(work, arguments);
                        if (start == null && method.getName().equals("automatic")) {
                            start = test.submit(START);
                        }
                        return answer;
                    }));
        }
    }

    @Test
    void start_asAnAutomaticOneFindsThatNobodyWantsIt_startsTheService() {
        test.mustRun(STOP);
        test.queue.unregister(Supervised.ID);
        var late = new LateStart();
        test.queue.register(Supervised.ID, QueueSettings.DEFAULT, late);
        outcome(test.submit(START, Source.CRASH_RECOVERY));
        assertThat(soon(Objects.requireNonNull(late.start).effectiveOutcome())).isEqualTo(new Outcome.Succeeded());
        assertThat(test.driver.instances()).isOne();
    }
}
