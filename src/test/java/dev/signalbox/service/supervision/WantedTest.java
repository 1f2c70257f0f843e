package dev.signalbox.service.supervision;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.operation.OperationKind.RESTART;
import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.OperationKind.STOP;
import static dev.signalbox.service.supervision.World.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.BulkPlan.Gate;
import dev.signalbox.operation.BulkPlan.Member;
import dev.signalbox.operation.BulkPlan.Until;
import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Source.Road;
import dev.signalbox.operation.Ticket;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.Intent.Value;
import dev.signalbox.service.Reason;
import dev.signalbox.service.Schedule;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Numbers in comments are those of the table of cases of rules 25 to 29.
@DisplayName("Rules 25 to 29: what was asked for while something else was under way")
final class WantedTest {
    private static final Outcome SUCCEEDED = new Outcome.Succeeded();
    private static final RestartPolicy ALWAYS = new RestartPolicy(
            RestartPolicy.On.ALWAYS, Duration.ofSeconds(1), Duration.ofSeconds(1), 5, Duration.ofMinutes(1));

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    // --- stops ---

    @Test // 16
    void stopDuringAnOwnStart_waitsForIt_bothSucceed_andTheServiceStaysDown() {
        world.with(service("db").restart(ALWAYS)).open("boot");
        world.driver("db").hang();
        var start = world.submit("db", START);
        await().until(() -> world.supervisor("db").status().state() == ServiceState.STARTING);
        var stop = world.submit("db", STOP);
        assertThat(world.desired("db")).isEqualTo(Value.STOPPED);
        world.driver("db").release();
        assertThat(Supervised.soon(start.outcome())).isEqualTo(SUCCEEDED);
        assertThat(Supervised.soon(stop.outcome())).isEqualTo(SUCCEEDED);
        world.awaitReason("db", reason -> reason.code() == Reason.Code.STOPPED);
        world.awaitRest();
        assertThat(world.instances("db")).isZero();
    }

    @Test // 20
    void stopOfOneService_whosePlannedStopWaitsForAnother_isDoneAtOnce_andTheServiceStaysDown() {
        world.with(service("db")).with(service("web", "db")).open("boot");
        world.mustRun("db", START);
        world.mustRun("web", START);
        world.driver("web").hang();
        var plan = world.submit(new BulkPlan(
                List.of(
                        new Member("web", STOP, List.of()),
                        new Member("db", STOP, List.of(new Gate(0, Until.SUCCEEDED)))),
                0,
                false,
                false));
        await().until(() -> world.supervisor("web").status().state() == ServiceState.STOPPING);
        world.mustRun("db", STOP);
        assertThat(world.instances("db")).isZero();
        assertThat(world.instances("web")).isOne();
        world.driver("web").release();
        Supervised.soon(plan.outcomes());
        world.awaitRest();
        assertThat(world.desired("db")).isEqualTo(Value.STOPPED);
        assertThat(world.desired("web")).isEqualTo(Value.STOPPED);
        assertThat(world.instances("db") + world.instances("web")).isZero();
    }

    @Test // 22
    void stopDuringAnAutomaticRestart_takesItsStopOver_andTheServiceStaysDown() {
        world.with(service("db").restart(ALWAYS)).open("boot");
        world.mustRun("db", START);
        world.driver("db").hangNextStop();
        var restart = world.submit("db", RESTART, new Source(Road.RELOAD, ""));
        await().until(() -> world.supervisor("db").status().state() == ServiceState.RESTARTING
                && world.queue.snapshot("db").active().steps().size() > 1);
        var stop = world.submit("db", STOP);
        assertThat(Supervised.soon(restart.outcome()))
                .isEqualTo(new Outcome.Cancelled(
                        new Cancellation.Superseded(stop.operation().id())));
        assertThat(Supervised.soon(stop.outcome())).isEqualTo(SUCCEEDED);
        world.awaitReason("db", reason -> reason.code() == Reason.Code.STOPPED);
        world.time.advance(Duration.ofHours(1));
        world.awaitRest();
        assertThat(world.instances("db")).isZero();
        assertThat(world.accepted("db")).containsExactly("start operator", "restart reload", "stop operator");
    }

    @Test // 43
    void restartCutInItsStopHalf_theServiceEndsWhileNoEngineRuns_theNextOneStartsIt() {
        world.with(service("db")).open("boot");
        world.mustRun("db", START);
        world.driver("db").hangNextStop();
        world.submit("db", RESTART);
        await().until(() -> world.supervisor("db").status().state() == ServiceState.RESTARTING
                && world.queue.snapshot("db").active().steps().size() > 1);
        world.kill();
        world.driver("db").vanish();
        world.open("boot");
        world.awaitUp("db");
        assertThat(world.desired("db")).isEqualTo(Value.RUNNING);
    }

    // --- jobs ---

    @Test // 27
    void scheduledJob_stoppedInItsRun_runsAgainTheNextTime() {
        world.with(service("nightly").oneShot(true).schedule(Schedule.parse("0 * * * *")))
                .open("boot");
        world.time.advance(Duration.ofHours(1));
        await().until(() -> world.instances("nightly") == 1);
        world.mustRun("nightly", STOP);
        assertThat(world.desired("nightly")).isEqualTo(Value.STOPPED);
        assertThat(world.instances("nightly")).isZero();
        world.time.advance(Duration.ofHours(1));
        await().until(() -> world.instances("nightly") == 1);
        world.driver("nightly").crash(new ExitStatus(0));
        world.awaitRest();
        assertThat(world.supervisor("nightly").hasCompleted()).isTrue();
        assertThat(world.accepted("nightly")).containsExactly("start schedule", "stop operator", "start schedule");
    }

    @Test // 30
    void jobThatSucceeds_andLeavesAProcess_letsItsDependentsStart_andShowsWhatLivesOn() {
        world.with(service("daemon").oneShot(true))
                .with(service("web", "daemon").autostart(true));
        world.driver("daemon").leaving(1).endNextStart(new ExitStatus(0));
        world.open("boot");
        world.awaitUp("web");
        assertThat(world.supervisor("daemon").status().reason()).endsWith(", 1 process lives on");
        assertThat(world.supervisor("daemon").mayLive()).isTrue();
        assertThat(world.accepted("daemon")).hasSize(1);
    }

    // --- ends while nobody wants it to run ---

    private Ticket startUnderWayWithAStopBehindIt() {
        world.driver("db").hang();
        world.submit("db", START);
        await().until(() -> world.supervisor("db").status().state() == ServiceState.STARTING);
        world.queue.hold("db");
        var stop = world.submit("db", STOP);
        assertThat(world.desired("db")).isEqualTo(Value.STOPPED);
        return stop;
    }

    private void awaitDown() {
        await().until(() -> world.queue.snapshot("db").active() == null && world.instances("db") == 0);
    }

    private void cancel(Ticket stop) {
        world.queue.cancel(stop.operation().id());
        world.queue.resume("db");
        assertThat(world.desired("db")).isEqualTo(Value.RUNNING);
    }

    @Test
    void startThatFails_whileAStopWaits_isLeftAsItsPolicySays_whenThatStopIsCancelled() {
        world.with(service("db")).open("boot");
        var stop = startUnderWayWithAStopBehindIt();
        world.driver("db").failNextStart("its port is held");
        world.driver("db").release();
        awaitDown();
        world.awaitReason("db", reason -> reason.text().equals("it shall be stopped"));
        assertThat(world.supervisor("db").status().state()).isEqualTo(ServiceState.FAILED);
        cancel(stop);
        world.awaitReason("db", reason -> reason.text().equals("it failed, and its policy leaves it so"));
        world.time.advance(Duration.ofHours(1));
        world.awaitRest();
        assertThat(world.accepted("db")).containsExactly("start operator", "stop operator");
        world.mustRun("db", START);
        world.awaitReason("db", reason -> reason.code() == Reason.Code.RUNS);
        assertThat(world.intents.of("db").verdict()).isNull();
    }

    @Test
    void startThatFails_whileAStopWaits_saysNoNextTry_andIsTriedAgainWhenThatStopIsCancelled() {
        world.with(service("db").restart(ALWAYS)).open("boot");
        var stop = startUnderWayWithAStopBehindIt();
        world.driver("db").failNextStart("its port is held");
        world.driver("db").release();
        awaitDown();
        assertThat(world.supervisor("db").status().state()).isEqualTo(ServiceState.FAILED);
        assertThat(world.supervisor("db").status().recovery()).isNull();
        cancel(stop);
        await().until(() -> {
            world.time.advance(Duration.ofSeconds(1));
            return world.instances("db") == 1;
        });
        world.awaitUp("db");
        assertThat(world.accepted("db")).containsExactly("start operator", "stop operator", "start crash recovery");
    }

    @Test
    void crash_whileAStopWaits_isLeftAsItsPolicySays_whenThatStopIsCancelled() {
        world.with(service("db")).open("boot");
        world.mustRun("db", START);
        world.queue.hold("db");
        var stop = world.submit("db", STOP);
        world.driver("db").crash(new ExitStatus(1));
        cancel(stop);
        world.awaitReason("db", reason -> reason.code() == Reason.Code.LEFT);
        world.time.advance(Duration.ofHours(1));
        world.awaitRest();
        assertThat(world.accepted("db")).containsExactly("start operator", "stop operator");
    }

    @Test
    void crashes_betweenStopsThatAreCancelled_areACrashLoopAllTheSame() {
        world.with(service("db").restart(ALWAYS)).open("boot");
        world.mustRun("db", START);
        for (var crashes = 1; crashes < 5; crashes++) {
            world.queue.hold("db");
            var stop = world.submit("db", STOP);
            world.driver("db").crash(new ExitStatus(1));
            cancel(stop);
            await().until(() -> {
                world.time.advance(Duration.ofSeconds(1));
                return world.instances("db") == 1;
            });
            world.awaitUp("db");
        }
        world.queue.hold("db");
        var stop = world.submit("db", STOP);
        world.driver("db").crash(new ExitStatus(1));
        world.awaitReason("db", reason -> reason.text().equals("it shall be stopped"));
        cancel(stop);
        world.awaitReason("db", reason -> reason.code() == Reason.Code.GAVE_UP);
    }

    @Test
    void startThatFails_afterWhatNeededItWasStopped_isLeftAsItsPolicySays() {
        world.with(service("db")).with(service("web", "db").autostart(true));
        world.driver("db").hang();
        world.open("boot");
        await().until(() -> world.supervisor("db").status().state() == ServiceState.STARTING);
        world.mustRun("web", STOP);
        world.awaitReason("db", reason -> reason.code() == Reason.Code.UNSET);
        world.driver("db").failNextStart("its port is held");
        world.driver("db").release();
        awaitDown();
        world.awaitReason("db", reason -> reason.text().equals("nobody has asked for it"));
        world.mustRun("web", START);
        world.awaitReason("db", reason -> reason.code() == Reason.Code.LEFT);
        world.awaitRest();
        assertThat(world.accepted("db")).containsExactly("start autostart");
    }

    @Test
    void tryThatNobodyWantsAnyMore_isNotAnnouncedForEver() {
        world.with(service("db").restart(ALWAYS)).with(service("web", "db").autostart(true));
        world.driver("db").failNextStart("its port is held");
        world.open("boot");
        await().until(() -> world.supervisor("db").status().state() == ServiceState.BACKOFF);
        world.mustRun("web", STOP);
        world.awaitReason("db", reason -> reason.code() == Reason.Code.UNSET);
        world.time.advance(Duration.ofSeconds(1));
        await().until(() -> world.supervisor("db").status().state() == ServiceState.FAILED);
        assertThat(world.supervisor("db").status().recovery()).isNull();
    }

    @Test
    void startWhoseMarkCannotBeKept_isLeftAsItsPolicySays() {
        world.with(service("db")).open("boot");
        world.mustRun("db", START);
        world.driver("db").crash(new ExitStatus(1));
        world.awaitReason("db", reason -> reason.code() == Reason.Code.LEFT);
        world.store.breakDown(true);
        var start = world.submit("db", START);
        assertThat(Supervised.soon(start.outcome())).isInstanceOf(Outcome.Failed.class);
        world.awaitReason("db", reason -> reason.code() == Reason.Code.LEFT);
        world.awaitRest();
        assertThat(world.accepted("db")).containsExactly("start operator", "start operator");
    }

    @Test
    void crashWhileNoEngineRan_ofWhatStartsWithTheEngine_isLeftAsItsPolicySays() {
        world.with(service("db").autostart(true)).open("boot");
        world.awaitUp("db");
        world.kill();
        world.driver("db").crash(new ExitStatus(1));
        world.open("boot");
        world.awaitReason("db", reason -> reason.code() == Reason.Code.LEFT);
        assertThat(world.accepted("db")).containsExactly("start autostart");
    }

    @Test
    void endThatWasLeft_itsDefinitionIsChangedWhileNoEngineRuns_isStartedByTheNextOne() {
        world.with(service("db")).open("boot");
        world.mustRun("db", START);
        world.driver("db").crash(new ExitStatus(1));
        world.awaitReason("db", reason -> reason.code() == Reason.Code.LEFT);
        world.kill();
        world.with(service("db").ports(List.of(5433))).open("boot");
        world.awaitUp("db");
        assertThat(world.accepted("db")).containsExactly("start operator", "start autostart");
    }

    @Test
    void crashLoop_isToldByTheNextEngine_withoutANextTry() {
        world.with(service("db").autostart(true).restart(ALWAYS)).open("boot");
        world.crashUntilGivenUp("db");
        world.kill();
        world.open("boot");
        world.awaitReason("db", reason -> reason.code() == Reason.Code.GAVE_UP);
        assertThat(world.supervisor("db").status().state()).isEqualTo(ServiceState.FAILED);
        assertThat(world.supervisor("db").status().recovery()).isNull();
    }

    @Test
    void jobThatEndedWell_whileNoEngineRan_isNotRunAgain() {
        world.with(service("migrate").oneShot(true).autostart(true));
        world.open("boot");
        await().until(() -> world.instances("migrate") == 1);
        world.kill();
        world.driver("migrate").crash(new ExitStatus(0));
        world.open("boot");
        world.awaitReason("migrate", reason -> reason.code() == Reason.Code.FULFILLED);
        assertThat(world.accepted("migrate")).containsExactly("start autostart");
    }

    // --- what ends, and what cannot be looked at ---

    @Test // 40
    void crashWhileTheEngineEnds_isLeftToTheNextOne() {
        world.with(service("db").restart(ALWAYS)).open("boot");
        world.mustRun("db", START);
        world.reconciler.closing(true);
        world.driver("db").crash(new ExitStatus(1));
        world.awaitReason("db", reason -> reason.code() == Reason.Code.CLOSING);
        world.time.advance(Duration.ofHours(1));
        assertThat(world.accepted("db")).hasSize(1);
        assertThat(world.instances("db")).isZero();
        world.kill();
        world.open("boot");
        await().until(() -> {
            world.time.advance(Duration.ofSeconds(1));
            return world.instances("db") == 1;
        });
        world.awaitUp("db");
    }

    @Test // 45
    void serviceOfWhichNothingIsKnown_isNotStarted_thoughItShallRun() {
        world.with(service("db").autostart(true).restart(ALWAYS));
        world.driver("db").cannotBeLookedAt("its record cannot be read");
        world.open("boot");
        world.awaitReason("db", reason -> reason.code() == Reason.Code.UNKNOWN);
        world.time.advance(Duration.ofHours(1));
        assertThat(world.supervisor("db").status().reason()).isEqualTo("its record cannot be read");
        assertThat(world.accepted("db")).isEmpty();
        // Nor is it down for what needs it.
        assertThat(world.supervisor("db").mayLive()).isTrue();
        world.mustRun("db", START);
        world.awaitUp("db");
    }

    @Test // 38c
    void serviceThatAnotherEngineHasStarted_isNotStarted_whateverIsWanted() {
        world.with(service("db").autostart(true).restart(ALWAYS));
        world.driver("db").runsElsewhere("2 processes of it run elsewhere", false);
        world.open("boot");
        world.awaitReason("db", reason -> reason.code() == Reason.Code.ELSEWHERE);
        world.time.advance(Duration.ofHours(1));
        assertThat(world.supervisor("db").status().reason()).isEqualTo("2 processes of it run elsewhere");
        assertThat(world.accepted("db")).isEmpty();
        assertThat(world.supervisor("db").mayLive()).isTrue();

        assertThat(world.supervisor("db").takeOver().toCompletableFuture().join())
                .isEqualTo("2 processes of it run elsewhere");
        world.awaitReason("db", reason -> reason.code() == Reason.Code.UNKNOWN);
        assertThat(world.accepted("db")).isEmpty();
    }

    @Test // 48
    void serviceThatNobodyAskedFor_foundRunning_isStartedAgainAfterACrash() {
        world.with(service("db").restart(ALWAYS)).open("boot");
        world.mustRun("db", START);
        world.kill();
        world.store.forget("db");
        world.open("boot");
        world.awaitReason("db", reason -> reason.code() == Reason.Code.RUNS);
        assertThat(world.desired("db")).isEqualTo(Value.UNSET);
        world.driver("db").crash(new ExitStatus(1));
        await().until(() -> world.supervisor("db").status().state() == ServiceState.BACKOFF);
        world.time.advance(Duration.ofSeconds(1));
        world.awaitUp("db");
        assertThat(world.desired("db")).isEqualTo(Value.UNSET);
    }
}
