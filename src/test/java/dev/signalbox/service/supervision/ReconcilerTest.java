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
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Submission;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.Intent.Desired;
import dev.signalbox.service.Intent.Value;
import dev.signalbox.service.Port;
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
@DisplayName("Rule 26: what is wanted is made so, or says why not")
final class ReconcilerTest {
    private static final RestartPolicy ALWAYS = new RestartPolicy(
            RestartPolicy.On.ALWAYS, Duration.ofSeconds(1), Duration.ofSeconds(1), 5, Duration.ofMinutes(1));

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private static Member member(String service, OperationKind kind, Integer... after) {
        return new Member(
                service,
                kind,
                List.of(after).stream().map(i -> new Gate(i, Until.SUCCEEDED)).toList());
    }

    private static BulkPlan plan(Member... members) {
        return new BulkPlan(List.of(members), 0, false, false);
    }

    /// A stack of two that runs.
    private void openDbAndWeb() {
        world.with(service("db")).with(service("web", "db")).open("boot");
        world.mustRun("db", START);
        world.mustRun("web", START);
    }

    // --- autostart and dependencies ---

    @Test // 1
    void stackWithAutostart_theEngineOpens_startsInOrder() {
        world.with(service("db").autostart(true))
                .with(service("backend", "db").autostart(true))
                .with(service("web", "backend").autostart(true))
                .open("boot");
        world.awaitUp("db", "backend", "web");
        assertThat(world.accepted("web")).containsExactly("start autostart");
    }

    @Test // 3
    void dependencyWithoutAutostart_nobodyEverAsked_isStartedForWhatNeedsIt() {
        world.with(service("db")).with(service("web", "db").autostart(true)).open("boot");
        world.awaitUp("db", "web");
        assertThat(world.desired("db")).isEqualTo(Value.UNSET);
    }

    @Test // 2
    void dependencyStoppedByAPerson_whatNeedsItWaits_andSaysForWhat() {
        world.with(service("db").autostart(true))
                .with(service("web", "db").autostart(true))
                .open("boot");
        world.awaitUp("db", "web");
        world.mustRun("web", STOP);
        world.mustRun("db", STOP);
        world.kill();
        world.store.forget("web");
        world.open("next boot");
        world.awaitReason("web", reason -> reason.code() == Reason.Code.DEPENDENCY);
        assertThat(world.supervisor("web").decision().reason())
                .isEqualTo(new Reason(Reason.Code.DEPENDENCY, "for db, stopped by operator", "db"));
        assertThat(world.instances("db") + world.instances("web")).isZero();
    }

    @Test
    void chainThatWaits_eachNamesTheNext() {
        world.with(service("db")).open("boot");
        world.mustRun("db", STOP);
        world.kill();
        world.with(service("backend", "db").autostart(true))
                .with(service("web", "backend").autostart(true))
                .open("boot");
        world.awaitReason("web", reason -> reason.text().equals("for backend, which waits for db"));
        world.awaitReason("backend", reason -> reason.text().equals("for db, stopped by operator"));
    }

    @Test
    void firstStartOfADependencyFails_andRecovers_itsDependentsComeUp() {
        world.with(service("db").autostart(true).restart(ALWAYS))
                .with(service("backend", "db").autostart(true))
                .with(service("web", "backend").autostart(true));
        world.driver("db").failNextStart("its lock is held");
        world.open("boot");
        await().until(() -> world.supervisor("db").status().state() == ServiceState.BACKOFF);
        world.awaitReason("web", reason -> reason.code() == Reason.Code.DEPENDENCY);
        world.time.advance(Duration.ofSeconds(1));
        world.awaitUp("db", "backend", "web");
    }

    @Test
    void autostartRefused_asTheJournalIsLocked_isTriedAgain() {
        world.with(service("db").autostart(true));
        world.journalDown(true);
        world.open("boot");
        world.awaitReason("db", reason -> reason.code() == Reason.Code.JOURNAL);
        assertThat(world.supervisor("db").decision().reason().text())
                .isEqualTo("the journal cannot be written: disk full");
        assertThat(world.accepted("db")).isEmpty();
        world.journalDown(false);
        await().until(() -> {
            world.time.advance(Duration.ofSeconds(5));
            return world.instances("db") == 1;
        });
    }

    @Test
    void dependencyCrashesAndRecovers_dependentThatFailedMeanwhile_isTriedByItsOwnPolicy() {
        world.with(service("db").autostart(true).restart(ALWAYS))
                .with(service("web", "db").autostart(true).restart(ALWAYS))
                .open("boot");
        world.awaitUp("db", "web");
        world.driver("db").crash(new ExitStatus(1));
        world.driver("web").crash(new ExitStatus(1));
        await().until(() -> {
            world.time.advance(Duration.ofSeconds(1));
            return world.instances("db") == 1 && world.instances("web") == 1;
        });
        world.awaitUp("db", "web");
    }

    // --- what persons want, and take back ---

    @Test // 4
    void ownWaitingStart_isCancelled_whatWasWantedBeforeIsWantedAgain() {
        world.with(service("db")).open("boot");
        world.queue.hold("db");
        var start = world.submit("db", START);
        assertThat(world.desired("db")).isEqualTo(Value.RUNNING);
        world.queue.cancel(start.operation().id());
        assertThat(world.desired("db")).isEqualTo(Value.UNSET);
    }

    @Test // 5
    void automaticStart_isCancelled_theServiceShallBeStopped() {
        world.with(service("db").autostart(true));
        world.driver("db").hang();
        world.open("boot");
        await().until(() -> world.supervisor("db").status().state() == ServiceState.STARTING);
        world.queue.cancel(world.queue.snapshot("db").active().operation().id());
        await().until(() -> world.desired("db") == Value.STOPPED);
        world.awaitRest();
        assertThat(world.accepted("db")).hasSize(1);
    }

    @Test // 5b
    void ownActiveStart_isCancelled_theServiceShallBeStopped() {
        world.with(service("db")).open("boot");
        world.driver("db").hang();
        var start = world.submit("db", START);
        await().until(() -> world.supervisor("db").status().state() == ServiceState.STARTING);
        world.queue.cancel(start.operation().id());
        await().until(() -> world.desired("db") == Value.STOPPED);
        world.awaitRest();
        assertThat(world.instances("db")).isZero();
    }

    @Test // 8
    void waitingStop_inAHeldQueue_isCancelled_theServiceShallRunAgain() {
        world.with(service("db").restart(ALWAYS)).open("boot");
        world.mustRun("db", START);
        world.queue.hold("db");
        var stop = world.submit("db", STOP);
        assertThat(world.desired("db")).isEqualTo(Value.STOPPED);
        assertThat(world.store.texts().get("db")).contains("desired stopped");
        world.queue.cancel(stop.operation().id());
        assertThat(world.desired("db")).isEqualTo(Value.RUNNING);
        await().until(() -> world.store.texts().get("db").contains("desired running"));
        world.queue.resume("db");
        world.driver("db").crash(new ExitStatus(1));
        world.time.advance(Duration.ofSeconds(1));
        world.awaitUp("db");
    }

    @Test // 9
    void stopThatFails_theServiceIsNotStartedAfterwards() {
        world.with(service("db").restart(ALWAYS).autostart(true)).open("boot");
        world.awaitUp("db");
        world.driver("db").failNextStop("survives SIGKILL");
        Supervised.soon(world.submit("db", STOP).outcome());
        world.driver("db").crash(new ExitStatus(137));
        world.time.advance(Duration.ofHours(1));
        world.awaitReason("db", reason -> reason.code() == Reason.Code.STOPPED);
        assertThat(world.instances("db")).isZero();
    }

    @Test // 12
    void restart_calledOffInItsStopHalf_andTheServiceEndsLater_itIsStartedAgain() {
        world.with(service("db")).open("boot");
        world.mustRun("db", START);
        world.driver("db").hangNextStop();
        var restart = world.submit("db", RESTART);
        await().until(() -> world.supervisor("db").status().state() == ServiceState.RESTARTING
                && world.queue.snapshot("db").active().steps().size() > 1);
        world.queue.cancel(restart.operation().id());
        Supervised.soon(restart.outcome());
        world.driver("db").crash(new ExitStatus(0));
        world.awaitUp("db");
        assertThat(world.desired("db")).isEqualTo(Value.RUNNING);
    }

    @Test // 13
    void startOfARestartPlan_isCancelledByAPerson_theServiceStaysDown() {
        openDbAndWeb();
        world.driver("db").hang();
        var plan = world.submit(
                plan(member("web", STOP), member("db", STOP, 0), member("db", START, 1), member("web", START, 0, 2)));
        await().until(() -> world.supervisor("db").status().state() == ServiceState.STOPPING);
        world.queue.cancel(plan.members().get(3).operation().id());
        world.driver("db").release();
        Supervised.soon(plan.outcomes());
        world.awaitRest();
        assertThat(world.desired("web")).isEqualTo(Value.STOPPED);
        assertThat(world.instances("web")).isZero();
        assertThat(world.instances("db")).isOne();
    }

    @Test // 14
    void restartPlan_isCalledOffAsAWhole_whatItHasStoppedIsStartedAgain() {
        openDbAndWeb();
        world.driver("db").hang();
        var plan = world.submit(
                plan(member("web", STOP), member("db", STOP, 0), member("db", START, 1), member("web", START, 0, 2)));
        await().until(() -> world.supervisor("db").status().state() == ServiceState.STOPPING);
        assertThat(world.queue.cancelPlan(plan.id())).isEqualTo(2);
        world.driver("db").release();
        world.awaitUp("db", "web");
        assertThat(world.desired("web")).isEqualTo(Value.RUNNING);
        assertThat(world.queue.cancelPlan(plan.id())).isZero();
    }

    @Test // 15
    void restartPlan_oneStopFails_whatWasStoppedIsStartedAgain() {
        world.with(service("db"))
                .with(service("web", "db"))
                .with(service("api", "db"))
                .open("boot");
        world.mustRun("db", START);
        world.mustRun("web", START);
        world.mustRun("api", START);
        world.driver("web").failNextStop("survives SIGKILL");
        var plan = world.submit(plan(
                member("web", STOP),
                member("api", STOP),
                member("db", STOP, 0, 1),
                member("db", START, 2),
                member("web", START, 0, 3),
                member("api", START, 1, 3)));
        Supervised.soon(plan.outcomes());
        world.awaitUp("api", "db", "web");
        assertThat(world.desired("api")).isEqualTo(Value.RUNNING);
        assertThat(world.desired("web")).isEqualTo(Value.RUNNING);
    }

    @Test // 53
    void stopMovedBehindAStart_isTheLastWord() {
        world.with(service("db")).open("boot");
        world.queue.hold("db");
        var stop = world.submit("db", STOP);
        world.submit("db", START);
        assertThat(world.desired("db")).isEqualTo(Value.RUNNING);
        world.queue.move(stop.operation().id(), 1);
        assertThat(world.desired("db")).isEqualTo(Value.STOPPED);
    }

    @Test // 6 and 7
    void endThatThePolicyLeaves_isAVerdict_untilAPersonStartsItAgain() {
        world.with(service("db").autostart(true)).open("boot");
        world.awaitUp("db");
        world.driver("db").crash(new ExitStatus(0));
        world.awaitReason("db", reason -> reason.code() == Reason.Code.LEFT);
        assertThat(world.supervisor("db").decision().reason().text()).isEqualTo("it ended by itself");
        world.mustRun("db", START);
        world.awaitReason("db", reason -> reason.code() == Reason.Code.RUNS);
    }

    // --- an engine after another ---

    @Test // 35 and 22 of the review
    void restartPlan_theEngineIsKilledBetweenItsHalves_theNextOneStartsWhatWasStopped() {
        world.with(service("db")).open("boot");
        world.mustRun("db", START);
        var starting = world.driver("db");
        world.queue.hold("db");
        world.submit(plan(member("db", STOP), member("db", START, 0)));
        starting.takes(Duration.ofHours(1), Duration.ZERO);
        world.queue.resume("db");
        await().until(() -> world.instances("db") == 0);
        world.kill();
        starting.takes(Duration.ZERO, Duration.ZERO);
        world.open("boot");
        world.awaitUp("db");
    }

    @Test // 37
    void crashWhileNoEngineRan_inTheSameBoot_thePolicyDecides() {
        world.with(service("db").restart(ALWAYS)).open("boot");
        world.mustRun("db", START);
        world.kill();
        world.driver("db").crash(new ExitStatus(1));
        world.open("boot");
        await().until(() -> world.supervisor("db").status().state() == ServiceState.BACKOFF);
        world.time.advance(Duration.ofSeconds(1));
        world.awaitUp("db");
    }

    @Test // 38
    void acceptedStop_theEngineIsKilledBeforeItBegins_holdsForTheNextOne() {
        world.with(service("db").autostart(true).restart(ALWAYS)).open("boot");
        world.awaitUp("db");
        world.queue.hold("db");
        world.submit("db", STOP);
        world.kill();
        world.open("boot");
        assertThat(world.desired("db")).isEqualTo(Value.STOPPED);
        world.driver("db").crash(new ExitStatus(1));
        world.time.advance(Duration.ofHours(1));
        world.awaitReason("db", reason -> reason.code() == Reason.Code.STOPPED);
        assertThat(world.instances("db")).isZero();
    }

    @Test // 38
    void stopCutOffByAKill_isTold_andTheServiceCanBeKeptRunning_alsoByTheNextEngine() {
        world.with(service("db")).open("boot");
        world.mustRun("db", START);
        world.queue.hold("db");
        world.submit("db", STOP);
        world.kill();
        world.open("boot");
        world.awaitReason("db", reason -> reason.code() == Reason.Code.UNSTOPPED);
        assertThat(world.supervisor("db").decision().reason().text())
                .isEqualTo("should be stopped: stop #2 was cut off by the end of the engine");

        Supervised.soon(world.supervisor("db").keepRunning("operator"));

        world.awaitReason("db", reason -> reason.code() == Reason.Code.RUNS);
        world.kill();
        world.open("boot");
        world.awaitReason("db", reason -> reason.code() == Reason.Code.RUNS);
        assertThat(world.supervisor("db").intent().desired())
                .extracting(Desired::value, Desired::by)
                .containsExactly(Value.RUNNING, "operator");
        assertThat(world.accepted("db")).containsExactly("start operator", "stop operator");
    }

    @Test // 38
    void stopCutOffByAKill_isAskedForAgain_andEndsIt() {
        world.with(service("db")).open("boot");
        world.mustRun("db", START);
        world.queue.hold("db");
        world.submit("db", STOP);
        world.kill();
        world.open("boot");
        world.awaitReason("db", reason -> reason.code() == Reason.Code.UNSTOPPED);
        world.mustRun("db", STOP);
        world.awaitReason("db", reason -> reason.code() == Reason.Code.STOPPED);
        // What does not run cannot be kept running.
        Supervised.soon(world.supervisor("db").keepRunning("operator"));
        assertThat(world.desired("db")).isEqualTo(Value.STOPPED);
        assertThat(world.instances("db")).isZero();
    }

    @Test
    void jobThatItsScheduleHasStarted_afterItWasStopped_isNotToldToBeStopped() {
        world.with(service("nightly").oneShot(true).schedule(Schedule.parse("0 4 * * *")))
                .open("boot");
        world.mustRun("nightly", STOP);
        world.driver("nightly").hang();
        world.submit("nightly", START, new Source(Source.Road.SCHEDULE, ""));
        world.driver("nightly").release();
        await().until(() -> world.instances("nightly") == 1);
        world.kill();
        world.open("boot");
        world.awaitReason("nightly", reason -> reason.code() == Reason.Code.STOPPED);
        assertThat(world.instances("nightly")).isEqualTo(1);
    }

    @Test // 9
    void stopThatFails_isToldWithItsCause() {
        world.with(service("db")).open("boot");
        world.mustRun("db", START);
        world.driver("db").failNextStop("pid 4 survives");
        Supervised.soon(world.submit("db", STOP).effectiveOutcome());
        world.awaitReason("db", reason -> reason.code() == Reason.Code.UNSTOPPED);
        assertThat(world.supervisor("db").decision().reason().text())
                .isEqualTo("should be stopped: stop #2 has failed: pid 4 survives");
        world.mustRun("db", START);
        world.awaitReason("db", reason -> reason.code() == Reason.Code.RUNS);
    }

    @Test // 10
    void stopThatFallsWithItsPlan_isTold() {
        openDbAndWeb();
        world.driver("web").failNextStop("pid 4 survives");
        world.submit(plan(member("web", STOP), member("db", STOP, 0)));
        world.awaitReason("db", reason -> reason.code() == Reason.Code.UNSTOPPED);
        assertThat(world.supervisor("db").decision().reason().text())
                .isEqualTo("should be stopped: stop #4 did not begin");
    }

    @Test // 11
    void stopThatIsCalledOff_theServiceRunsOn_isTold() {
        world.with(service("db")).open("boot");
        world.mustRun("db", START);
        world.driver("db").hangNextStop();
        var stop = world.submit("db", STOP);
        await().until(() -> world.queue.snapshot("db").active() != null);
        world.queue.cancel(stop.operation().id());
        world.awaitReason("db", reason -> reason.code() == Reason.Code.UNSTOPPED);
        assertThat(world.supervisor("db").decision().reason().text()).isEqualTo("should be stopped");
        assertThat(world.supervisor("db").status().reason()).startsWith("asked to end by stop #2");
    }

    @Test // 36
    void acceptedStart_theEngineIsKilledBeforeItBegins_leavesNoMark() {
        world.with(service("db")).open("boot");
        world.queue.hold("db");
        world.submit("db", START);
        world.kill();
        world.open("boot");
        assertThat(world.desired("db")).isEqualTo(Value.UNSET);
        world.awaitReason("db", reason -> reason.code() == Reason.Code.UNSET);
    }

    @Test // 38b
    void newBoot_withoutAutostart_isShown_andNotStarted() {
        world.with(service("db")).open("boot");
        world.mustRun("db", START);
        world.kill();
        world.driver("db").vanish();
        world.open("next boot");
        await().until(() -> world.desired("db") == Value.UNSET);
        assertThat(world.supervisor("db").intent().desired().by())
                .isEqualTo("was wanted by operator until the boot; autostart is off");
        world.awaitRest();
        assertThat(world.instances("db")).isZero();
    }

    @Test // 39
    void crashLoop_isRememberedByTheNextEngine_untilANewBoot() {
        world.with(service("db").autostart(true).restart(ALWAYS)).open("boot");
        world.awaitUp("db");
        world.crashUntilGivenUp("db");
        world.kill();
        world.open("boot");
        world.awaitReason("db", reason -> reason.code() == Reason.Code.GAVE_UP);
        world.kill();
        world.driver("db").vanish();
        world.open("next boot");
        world.awaitUp("db");
    }

    @Test
    void stopsOfClosing_areNobodysWish_andTheNextEngineStartsWhatStartsWithIt() throws Exception {
        world.with(service("db").autostart(true)).with(service("tool")).open("boot");
        world.awaitUp("db");
        world.mustRun("tool", START);
        world.reconciler.closing(true);
        Supervised.soon(world.submit("db", STOP, Source.CLOSING).outcome());
        Supervised.soon(world.submit("tool", STOP, Source.CLOSING).outcome());
        assertThat(world.instances("db") + world.instances("tool")).isZero();
        world.intents.engineStoppedAll();
        world.kill();
        world.open("boot");
        world.awaitUp("db");
        assertThat(world.desired("tool")).isEqualTo(Value.UNSET);
        assertThat(world.instances("tool")).isZero();
    }

    @Test // 41
    void closing_isCalledOff_whatItHadStoppedIsStartedAgain() {
        world.with(service("db")).open("boot");
        world.mustRun("db", START);
        world.reconciler.closing(true);
        Supervised.soon(world.submit("db", STOP, Source.CLOSING).outcome());
        world.awaitReason("db", reason -> reason.code() == Reason.Code.CLOSING);
        assertThat(world.instances("db")).isZero();
        world.reconciler.closing(false);
        world.awaitUp("db");
    }

    // --- jobs ---

    @Test // 28 and 29
    void jobThatWasDone_isNotRunAgain_byTheNextEngineInThisBoot_orAfterACrashOfWhatNeedsIt() {
        world.with(service("migrate").oneShot(true))
                .with(service("web", "migrate").autostart(true).restart(ALWAYS));
        world.driver("migrate").endNextStart(new ExitStatus(0));
        world.open("boot");
        world.awaitUp("web");
        assertThat(world.accepted("migrate")).hasSize(1);
        world.driver("web").crash(new ExitStatus(1));
        world.time.advance(Duration.ofSeconds(1));
        world.awaitUp("web");
        world.kill();
        world.open("boot");
        world.awaitReason("migrate", reason -> reason.code() == Reason.Code.FULFILLED);
        world.awaitRest();
        assertThat(world.accepted("migrate")).hasSize(1);
        world.kill();
        world.driver("web").vanish();
        world.driver("migrate").vanish();
        world.driver("migrate").endNextStart(new ExitStatus(0));
        world.open("next boot");
        world.awaitUp("web");
        assertThat(world.accepted("migrate")).hasSize(2);
    }

    @Test // 5b
    void ownStartThatIsCancelled_andComesToItsEndAllTheSame_leavesNothingRunning() {
        world.with(service("db")).open("boot");
        world.driver("db").hangDeaf();
        var start = world.submit("db", START);
        await().until(() -> world.queue.snapshot("db").active() != null);
        world.queue.cancel(start.operation().id());
        world.driver("db").release();
        Supervised.soon(start.outcome());
        world.awaitReason("db", reason -> reason.code() == Reason.Code.STOPPED);
        assertThat(world.instances("db")).isZero();
        assertThat(world.desired("db")).isEqualTo(Value.STOPPED);
    }

    // --- closing ---

    @Test
    void heldStop_theEngineLetsGo_isStillWantedInTheNextOne() {
        world.with(service("db").autostart(true)).open("boot");
        world.awaitUp("db");
        world.queue.hold("db");
        var stop = world.submit("db", STOP);
        world.queue.letGo();
        assertThat(Supervised.soon(stop.outcome())).isEqualTo(new Outcome.Cancelled(new Cancellation.Shutdown()));
        world.kill();
        world.open("boot");
        assertThat(world.desired("db")).isEqualTo(Value.STOPPED);
    }

    @Test
    void restartPlanCutInTwo_whileItsQueueIsHeld_theEngineLetsGo_isStartedByTheNextOne() {
        world.with(service("db").autostart(true)).open("boot");
        world.awaitUp("db");
        var plan = world.submit(plan(member("db", STOP), member("db", START, 0)));
        Supervised.soon(plan.members().getFirst().outcome());
        world.queue.hold("db");
        world.queue.letGo();
        world.kill();
        world.open("boot");
        world.awaitUp("db");
    }

    // --- without the journal ---

    @Test // 33
    void stopWithoutTheJournal_theEngineIsKilled_isRememberedByTheNextOne_andItsNumberIsNotGivenAgain() {
        world.with(service("db").autostart(true)).open("boot");
        world.awaitUp("db");
        world.journalDown(true);
        var stop = world.submit("db", STOP);
        Supervised.soon(stop.outcome());
        assertThat(stop.isRecorded()).isFalse();
        world.kill();
        world.journalDown(false);
        world.open("boot");
        assertThat(world.desired("db")).isEqualTo(Value.STOPPED);
        world.awaitReason("db", reason -> reason.code() == Reason.Code.STOPPED);
        world.awaitRest();
        assertThat(world.accepted("db")).containsExactly("start autostart");
        assertThat(world.submit("db", START).operation().id())
                .isGreaterThan(stop.operation().id());
    }

    @Test // 32
    void stopWhileTheDiskHangs_isWantedAtOnce() {
        world.with(service("db").autostart(true)).open("boot");
        world.awaitUp("db");
        world.journalHangs();
        var answer = world.queue.submit("db", STOP, Source.OPERATOR);
        world.time.advance(Duration.ofSeconds(2));
        var stop = ((Submission.Accepted) Supervised.soon(answer)).ticket();
        assertThat(world.desired("db")).isEqualTo(Value.STOPPED);
        Supervised.soon(stop.outcome());
        assertThat(stop.isRecorded()).isFalse();
    }

    // --- what keeps it ---

    @Test // 46: the hold itself is kept by those who hold
    void heldQueue_nothingIsPutIntoIt_andItSaysSo() {
        world.with(service("db")).open("boot");
        world.mustRun("db", START);
        world.queue.hold("db");
        world.driver("db").crash(new ExitStatus(1));
        world.awaitReason("db", reason -> reason.code() == Reason.Code.LEFT);
        assertThat(world.accepted("db")).hasSize(1);
    }

    @Test // 54
    void portOfAServiceThatIsBeingStopped_isWaitedFor() {
        world.with(service("old").ports(List.of(8000)))
                .with(service("fresh").ports(List.of(8000)).autostart(true));
        world.driver("fresh").failNextStart("port 8000 is held by old");
        world.open("boot");
        world.awaitReason("fresh", reason -> reason.code() == Reason.Code.LEFT);
        world.mustRun("old", START);
        world.driver("old").hangNextStop();
        world.queue.hold("fresh");
        world.submit("old", STOP);
        await().until(() -> world.supervisor("old").status().state() == ServiceState.STOPPING);
        assertThat(world.supervisor("old").isLeaving(List.of(Port.of(8000)))).isTrue();
        assertThat(world.supervisor("old").isLeaving(List.of(Port.of(8001)))).isFalse();
    }
}
