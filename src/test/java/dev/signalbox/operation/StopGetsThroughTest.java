package dev.signalbox.operation;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.operation.BulkPlan.Until.ENDED;
import static dev.signalbox.operation.BulkPlan.Until.SUCCEEDED;
import static dev.signalbox.operation.OperationKind.RESTART;
import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.OperationKind.STOP;
import static dev.signalbox.operation.TestQueue.accepted;
import static dev.signalbox.operation.TestQueue.effectiveOutcome;
import static dev.signalbox.operation.TestQueue.id;
import static dev.signalbox.operation.TestQueue.outcome;
import static dev.signalbox.operation.TestQueue.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.BulkPlan.Gate;
import dev.signalbox.operation.BulkPlan.Member;
import dev.signalbox.operation.QueueSettings.Policy;
import dev.signalbox.operation.Source.Road;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Numbers in comments are those of the table of cases of rules 25 to 29.
@DisplayName("Rule 28: a stop always gets through")
class StopGetsThroughTest {
    private static final Outcome SUCCESS = new Outcome.Succeeded();
    private static final Source HEALTH = new Source(Road.HEALTH, "connection refused");

    private final TestQueue test = new TestQueue();

    private static Member member(String service, OperationKind kind, Integer... after) {
        return new Member(
                service,
                kind,
                List.of(after).stream().map(i -> new Gate(i, SUCCEEDED)).toList());
    }

    private PlanTicket plan(int atOnce, Member... members) {
        return plan(new BulkPlan(List.of(members), atOnce, false, false), Source.OPERATOR);
    }

    private PlanTicket plan(BulkPlan plan, Source source) {
        plan.services().forEach(test::bodies);
        return ((PlanSubmission.Accepted) soon(test.queue.submit(plan, source))).ticket();
    }

    private Ticket submit(String service, OperationKind kind, Source source) {
        test.bodies(service);
        return accepted(test.queue.submit(service, kind, source));
    }

    private HeldBody heldNext(String service) {
        return test.bodies(service).next(HeldBody.obedient());
    }

    private static Outcome superseded(Ticket by) {
        return new Outcome.Cancelled(new Cancellation.Superseded(id(by)));
    }

    // --- 28a: what waits for another service does not keep a stop ---

    @ParameterizedTest // 17
    @EnumSource
    void stop_behindAStartThatWaitsForADependency_supersedesItAndRuns(Policy policy) {
        test.bodies("backend", policy);
        var db = heldNext("db");
        var plan = plan(0, member("db", START), member("backend", START, 0), member("web", START, 1));
        db.awaitBegun();
        var stop = test.stop("backend");
        assertThat(outcome(stop)).isEqualTo(SUCCESS);
        assertThat(outcome(plan.members().get(1))).isEqualTo(superseded(stop));
        assertThat(outcome(plan.members().get(2)))
                .as("what waits for a start that will not be")
                .isEqualTo(new Outcome.Cancelled(
                        new Cancellation.Dependency(id(plan.members().get(1)), "backend")));
        db.letGo();
        assertThat(outcome(plan.members().getFirst())).isEqualTo(SUCCESS);
    }

    @Test // 21
    void stop_behindAStartWithoutAPlaceInItsPlan_supersedesItAndRuns() {
        var db = heldNext("db");
        var plan = plan(1, member("db", START), member("backend", START));
        db.awaitBegun();
        assertThat(test.reason(plan.members().getLast())).isEqualTo(new WaitReason.PlanFull(1));
        var stop = test.stop("backend");
        assertThat(outcome(stop)).isEqualTo(SUCCESS);
        assertThat(outcome(plan.members().getLast())).isEqualTo(superseded(stop));
        db.letGo();
    }

    @Test // 18
    void stopOfARestartPlan_leavesThePlansOwnStart() {
        var plan = plan(0, member("db", STOP), member("db", START, 0));
        assertThat(soon(plan.outcomes())).containsExactly(SUCCESS, SUCCESS);
    }

    @Test
    void stop_betweenTheHalvesOfARestartPlan_isTheEndOfIt() {
        var stopping = heldNext("db");
        var plan = plan(0, member("db", STOP), member("db", START, 0));
        stopping.awaitBegun();
        var stop = test.stop("db");
        assertThat(outcome(plan.members().getLast())).isEqualTo(superseded(stop));
        stopping.letGo();
        assertThat(outcome(plan.members().getFirst())).isEqualTo(SUCCESS);
        assertThat(outcome(stop)).isEqualTo(SUCCESS);
    }

    @Test // 20
    void stop_behindAPlansStopThatWaitsForAnother_passesIt() {
        var web = heldNext("web");
        var plan = plan(0, member("web", STOP), member("db", STOP, 0));
        web.awaitBegun();
        var stop = test.stop("db");
        assertThat(outcome(stop)).isEqualTo(SUCCESS);
        assertThat(plan.members().getLast().state()).isEqualTo(Ticket.State.WAITING);
        web.letGo();
        assertThat(outcome(plan.members().getLast())).isEqualTo(SUCCESS);
    }

    @Test
    void stop_behindARestartBehindAPlansWaitingStop_comesAfterTheRestart() {
        var web = heldNext("web");
        var plan = plan(0, member("web", STOP), member("db", STOP, 0));
        web.awaitBegun();
        var restart = test.restart("db");
        var stop = test.stop("db");
        assertThat(List.of(outcome(restart), outcome(stop))).containsOnly(SUCCESS);
        assertThat(test.bodies("db").started()).containsExactly(id(restart), id(stop));
        web.letGo();
        assertThat(soon(plan.outcomes())).containsOnly(SUCCESS);
    }

    @Test
    void stop_behindAMemberThatMayStart_waitsForIt() {
        var starting = heldNext("db");
        var plan = plan(0, member("db", START));
        starting.awaitBegun();
        var stop = test.stop("db");
        assertThat(stop.state()).isEqualTo(Ticket.State.WAITING);
        starting.letGo();
        assertThat(soon(plan.outcomes())).containsOnly(SUCCESS);
        assertThat(outcome(stop)).isEqualTo(SUCCESS);
    }

    @Test // 19
    void threeStopAllAndThreeStartAll_allEnd() {
        var tickets = Stream.of(STOP, START, STOP, START, STOP, START)
                .map(kind -> plan(0, member("db", kind), member("backend", kind, 0)))
                .toList();
        for (var ticket : tickets) {
            assertThat(soon(ticket.outcomes())).hasSize(2);
        }
        var last = tickets.getLast().members();
        assertThat(List.of(outcome(last.getFirst()), outcome(last.getLast()))).containsOnly(SUCCESS);
    }

    @Test
    void threeStopsAndThreeStartsOfOneService_areSixSuccesses() {
        var tickets = Stream.of(STOP, START, STOP, START, STOP, START)
                .map(kind -> accepted(test.submit("db", kind)))
                .toList();
        assertThat(tickets.stream().map(TestQueue::outcome))
                .containsOnly(SUCCESS)
                .hasSize(6);
    }

    @Test // 16
    void stop_behindAPersonsActiveStart_waits_andSaysForHowLongAtMost() {
        var starting = test.occupy("backend");
        var stop = test.stop("backend");
        var waiting = test.queue.snapshot("backend").waiting().getFirst();
        assertThat(waiting.reason().describe()).isEqualTo("behind start #1");
        assertThat(waiting.startsBy()).isEqualTo(Instant.EPOCH.plus(TestQueue.TIMEOUT));
        starting.letGo();
        assertThat(outcome(stop)).isEqualTo(SUCCESS);
    }

    @Test
    void wait_behindSeveral_isTheSumOfTheirTimes_andUnknownWhereOneIsHeldOrGated() {
        var starting = test.occupy("backend");
        test.restart("backend");
        test.stop("backend");
        var latest = test.queue.snapshot("backend").waiting().getLast();
        assertThat(latest.startsBy())
                .as("a start, and the stop and start of a restart")
                .isEqualTo(Instant.EPOCH.plus(TestQueue.TIMEOUT.multipliedBy(3)));
        test.queue.hold("backend");
        assertThat(test.queue.snapshot("backend").waiting())
                .extracting(QueueSnapshot.Waiting::startsBy)
                .containsOnlyNulls();
        test.queue.resume("backend");
        starting.letGo();
    }

    // --- 28b: what the program does of itself, and jobs ---

    @Test // 24
    void restart_duringAnAutomaticStart_supersedesIt() {
        var starting = heldNext("backend");
        var automatic = submit("backend", START, Source.CRASH_RECOVERY);
        var context = starting.awaitBegun();
        var restart = test.restart("backend");
        assertThat(outcome(automatic)).isEqualTo(superseded(restart));
        assertThat(context.cancellation()).isEqualTo(new Cancellation.Superseded(id(restart)));
        assertThat(outcome(restart)).isEqualTo(SUCCESS);
    }

    @Test // 22
    void stop_duringAnAutomaticRestart_goesOnWithIt() {
        var restarting = heldNext("backend");
        var automatic = submit("backend", RESTART, HEALTH);
        restarting.awaitBegun();
        var stop = test.stop("backend");
        assertThat(outcome(automatic)).isEqualTo(superseded(stop));
        assertThat(outcome(stop)).isEqualTo(SUCCESS);
    }

    @Test
    void stop_inAHeldQueue_supersedesWhatIsAutomaticAtOnce_andWaits() {
        var starting = heldNext("backend");
        var automatic = submit("backend", START, Source.AUTOSTART);
        starting.awaitBegun();
        test.queue.hold("backend");
        var later = submit("backend", RESTART, HEALTH);
        var stop = test.stop("backend");
        assertThat(outcome(automatic)).isEqualTo(superseded(stop));
        assertThat(outcome(later)).isEqualTo(superseded(stop));
        assertThat(test.reason(stop)).isEqualTo(new WaitReason.Held());
        test.queue.resume("backend");
        assertThat(outcome(stop)).isEqualTo(SUCCESS);
    }

    @Test
    void stopOfAPlan_supersedesAnAutomaticStart_whenItsOwnGatesAreOpen() {
        var web = heldNext("web");
        var starting = heldNext("db");
        var automatic = submit("db", START, Source.CRASH_RECOVERY);
        starting.awaitBegun();
        var plan = plan(0, member("web", STOP), member("db", STOP, 0));
        web.awaitBegun();
        assertThat(automatic.state()).isEqualTo(Ticket.State.RUNNING);
        web.letGo();
        assertThat(outcome(automatic)).isEqualTo(superseded(plan.members().getLast()));
        assertThat(soon(plan.outcomes())).containsOnly(SUCCESS);
    }

    @Test
    void stop_overReloadsRestart_isTheLastWord() {
        test.bodies("backend");
        test.queue.hold("backend");
        var reload = submit("backend", RESTART, new Source(Road.RELOAD, ""));
        var stop = test.stop("backend");
        assertThat(outcome(reload)).isEqualTo(superseded(stop));
        test.queue.resume("backend");
        assertThat(outcome(stop)).isEqualTo(SUCCESS);
    }

    @ParameterizedTest // 25 and 26
    @EnumSource(names = {"STOP", "RESTART"})
    void stopOrRestart_ofARunningJob_endsItsRun(OperationKind kind) {
        var bodies = new TestBodies();
        var settings = new QueueSettings(Policy.KEEP, null, TestQueue.TIMEOUT, TestQueue.GRACE, true);
        test.queue.register("migrate", settings, bodies);
        var running = bodies.next(HeldBody.obedient());
        var run = accepted(test.queue.submit("migrate", START, Source.OPERATOR));
        running.awaitBegun();
        var next = accepted(test.queue.submit("migrate", kind, Source.OPERATOR));
        assertThat(outcome(run)).isEqualTo(superseded(next));
        assertThat(outcome(next)).isEqualTo(SUCCESS);
    }

    @Test
    void restart_behindAPersonsActiveStartOfAService_waits() {
        var starting = test.occupy("backend");
        var restart = test.restart("backend");
        assertThat(restart.state()).isEqualTo(Ticket.State.WAITING);
        starting.letGo();
        assertThat(outcome(restart)).isEqualTo(SUCCESS);
    }

    // --- 28b: a person's start takes an automatic one over ---

    @Test
    void start_duringAnAutomaticStart_makesItHis_soThatNothingSupersedesItAsAutomatic() {
        var starting = heldNext("backend");
        var automatic = submit("backend", START, Source.CRASH_RECOVERY);
        var context = starting.awaitBegun();
        assertThat(context.automatic()).isTrue();
        var start = test.start("backend");
        assertThat(outcome(start)).isEqualTo(new Outcome.Coalesced(id(automatic)));
        assertThat(context.automatic()).isFalse();
        assertThat(test.queue.snapshot("backend").active().also()).containsExactly(Source.OPERATOR);
        var stop = test.stop("backend");
        assertThat(stop.state()).isEqualTo(Ticket.State.WAITING);
        starting.letGo();
        assertThat(effectiveOutcome(start)).isEqualTo(SUCCESS);
        assertThat(outcome(stop)).isEqualTo(SUCCESS);
    }

    @Test
    void start_ofAServiceWhoseAutostartWaitsForADependency_runsAtOnce_andThePlanGoesOn() {
        var db = heldNext("db");
        var plan = plan(
                new BulkPlan(
                        List.of(member("db", START), member("backend", START, 0), member("web", START, 1)),
                        0,
                        false,
                        false),
                Source.AUTOSTART);
        db.awaitBegun();
        var start = test.start("backend");
        assertThat(effectiveOutcome(start)).isEqualTo(SUCCESS);
        assertThat(outcome(plan.members().getLast()))
                .as("what waits for the start that is his now")
                .isEqualTo(SUCCESS);
        db.letGo();
    }

    @Test
    void start_behindWhatAnotherPersonAskedForAfterAnAutomaticStart_isItsOwnOperation() {
        test.bodies("backend");
        test.queue.hold("backend");
        submit("backend", START, Source.AUTOSTART);
        var reload = submit("backend", STOP, new Source(Road.RELOAD, ""));
        var start = test.start("backend");
        assertThat(start.state()).isEqualTo(Ticket.State.WAITING);
        test.queue.resume("backend");
        assertThat(List.of(outcome(reload), outcome(start))).containsOnly(SUCCESS);
    }

    @Test // 23, rule 18
    void start_mergedIntoAnAutomaticRestart_makesItAPersons() {
        test.bodies("backend", Policy.COALESCE);
        test.queue.hold("backend");
        var automatic = submit("backend", RESTART, HEALTH);
        var start = test.start("backend");
        assertThat(outcome(start)).isEqualTo(new Outcome.Coalesced(id(automatic)));
        var waiting = test.queue.snapshot("backend").waiting().getFirst();
        assertThat(waiting.also()).containsExactly(Source.OPERATOR);
        assertThat(waiting.automatic()).isFalse();
        var body = test.bodies("backend").next(HeldBody.obedient());
        test.queue.resume("backend");
        assertThat(body.awaitBegun().automatic())
                .as("so its reason is not asked for again")
                .isFalse();
        body.letGo();
        assertThat(effectiveOutcome(start)).isEqualTo(SUCCESS);
    }

    // --- 28d and e: stop all now ---

    private BulkPlan stopAllNow() {
        return new BulkPlan(
                List.of(
                        new Member("web", STOP, List.of()),
                        new Member("backend", STOP, List.of(new Gate(0, ENDED))),
                        new Member("db", STOP, List.of(new Gate(1, ENDED)))),
                0,
                false,
                false,
                true);
    }

    @Test // 10
    void stopAllNow_oneStopFails_theOthersAreStoppedAllTheSame() {
        test.bodies("web").next(_ -> {
            throw new IOException("survives SIGKILL");
        });
        var plan = plan(stopAllNow(), Source.OPERATOR);
        assertThat(soon(plan.outcomes())).containsExactly(new Outcome.Failed("survives SIGKILL"), SUCCESS, SUCCESS);
    }

    @Test // 44
    void stopAllNow_oneServiceIsWedged_theOthersAreStoppedAllTheSame() {
        var stuck = test.occupy("web", HeldBody.stubborn());
        var plan = plan(stopAllNow(), Source.OPERATOR);
        test.time.advance(TestQueue.GRACE);
        await().until(() -> test.queue.snapshot("web").wedged());
        assertThat(outcome(plan.members().get(1))).isEqualTo(SUCCESS);
        assertThat(outcome(plan.members().get(2))).isEqualTo(SUCCESS);
        stuck.letGo();
        assertThat(outcome(plan.members().getFirst())).isEqualTo(SUCCESS);
    }

    @Test
    void stopAllNow_busyAndHeld_cancelsWhatRunsAndWaits_passesHolds_andKeepsItsOrder() {
        Stream.of("web", "backend", "db").forEach(test::bodies);
        var active = test.occupy("db");
        var waiting = test.restart("db");
        test.queue.hold("backend");
        test.queue.holdAll();
        var stopping = test.bodies("web").next(HeldBody.obedient());
        var plan = plan(stopAllNow(), Source.OPERATOR);
        assertThat(outcome(waiting)).isEqualTo(new Outcome.Cancelled(new Cancellation.User()));
        await().until(() -> active.interrupts() == 1);
        stopping.awaitBegun();
        assertThat(plan.members().getLast().state()).isEqualTo(Ticket.State.WAITING);
        stopping.letGo();
        assertThat(soon(plan.outcomes())).containsOnly(SUCCESS);
        assertThat(test.queue.snapshot("backend").held()).as("the hold stays").isTrue();
    }

    @Test
    void closing_cancelsWhatWaits_inItsOwnName() {
        Stream.of("web", "backend", "db").forEach(test::bodies);
        test.queue.hold("db");
        var waiting = test.restart("db");
        var plan = plan(stopAllNow(), Source.CLOSING);
        assertThat(outcome(waiting)).isEqualTo(new Outcome.Cancelled(new Cancellation.Shutdown()));
        assertThat(soon(plan.outcomes())).containsOnly(SUCCESS);
    }

    @Test
    void closing_inAHeldQueue_isHeldByNothing() {
        test.bodies("db");
        test.queue.holdAll();
        var stop = submit("db", STOP, Source.CLOSING);
        assertThat(outcome(stop)).isEqualTo(SUCCESS);
    }

    // --- what a hold, a plan or another request must not do to a stop or to a person's request ---

    private PlanTicket stopNowBehindHeldStop(HeldBody web) {
        Stream.of("web", "backend", "db").forEach(test::bodies);
        test.bodies("web").next(web);
        var plan = plan(stopAllNow(), Source.OPERATOR);
        web.awaitBegun();
        return plan;
    }

    @Test
    void stopAllNow_aPersonStopsOneServiceWhoseQueueIsHeld_isNotHeldUpByThat() {
        var web = HeldBody.obedient();
        var plan = stopNowBehindHeldStop(web);
        test.queue.hold("backend");
        var stop = test.stop("backend");
        assertThat(test.reason(plan.members().get(1)).describe()).isEqualTo("waiting for web: stop #1");
        web.letGo();
        assertThat(soon(plan.outcomes())).containsOnly(SUCCESS);
        test.queue.resume("backend");
        assertThat(outcome(stop)).isEqualTo(SUCCESS);
    }

    @Test
    void stopAllNow_theQueueIsHeldAfterAPersonsStop_isNotHeldUpByThat() {
        var web = HeldBody.obedient();
        var plan = stopNowBehindHeldStop(web);
        var busy = test.bodies("backend").next(HeldBody.obedient());
        test.stop("backend");
        busy.awaitBegun();
        var stop = test.stop("backend");
        test.queue.hold("backend");
        web.letGo();
        busy.letGo();
        assertThat(soon(plan.outcomes())).containsOnly(SUCCESS);
        test.queue.resume("backend");
        assertThat(outcome(stop)).isEqualTo(SUCCESS);
    }

    @Test
    void start_thatTookAPlansOver_outlivesTheFailureOfWhatThePlanNeeded() {
        var db = test.bodies("db").next(HeldBody.stubborn(_ -> {
            throw new IOException("no database");
        }));
        test.bodies("backend");
        test.queue.hold("backend");
        var plan = plan(
                new BulkPlan(
                        List.of(member("db", START), member("backend", START, 0), member("web", START, 1)),
                        0,
                        true,
                        false),
                Source.AUTOSTART);
        db.awaitBegun();
        var start = test.start("backend");
        db.letGo();
        assertThat(outcome(plan.members().getFirst())).isEqualTo(new Outcome.Failed("no database"));
        test.queue.resume("backend");
        assertThat(effectiveOutcome(start)).isEqualTo(SUCCESS);
    }

    @Test
    void stop_ofARunningJob_behindAnotherStartOfIt_endsBoth() {
        var bodies = new TestBodies();
        var settings = new QueueSettings(Policy.KEEP, null, TestQueue.TIMEOUT, TestQueue.GRACE, true);
        test.queue.register("migrate", settings, bodies);
        var running = bodies.next(HeldBody.obedient());
        bodies.next(HeldBody.obedient());
        var first = accepted(test.queue.submit("migrate", START, Source.OPERATOR));
        running.awaitBegun();
        var second = accepted(test.queue.submit("migrate", START, Source.OPERATOR));
        var stop = accepted(test.queue.submit("migrate", STOP, Source.OPERATOR));
        assertThat(List.of(outcome(first), outcome(second))).containsOnly(superseded(stop));
        assertThat(outcome(stop)).isEqualTo(SUCCESS);
    }

    @Test
    void stop_behindAPersonsStart_supersedesTheAutomaticRestartThatRuns() {
        var restarting = heldNext("backend");
        var automatic = submit("backend", RESTART, HEALTH);
        restarting.awaitBegun();
        var start = test.start("backend");
        var stop = test.stop("backend");
        assertThat(outcome(automatic)).isEqualTo(superseded(stop));
        assertThat(List.of(outcome(start), outcome(stop))).containsOnly(SUCCESS);
    }

    @Test
    void stop_beforeAnAutomaticPlanThatMerges_staysAPersonsStop() {
        test.bodies("backend");
        test.queue.hold("backend");
        var stop = test.stop("backend");
        var plan = plan(new BulkPlan(List.of(member("backend", RESTART)), 0, false, true), new Source(Road.RELOAD, ""));
        test.queue.resume("backend");
        assertThat(outcome(stop)).isEqualTo(SUCCESS);
        soon(plan.outcomes());
    }

    @Test
    void stopWhoseGateOpens_supersedesWhatIsAutomatic_andTheSnapshotIsALaterOne() {
        var web = heldNext("web");
        var starting = test.bodies("db").next(HeldBody.stubborn());
        submit("db", START, Source.CRASH_RECOVERY);
        starting.awaitBegun();
        var plan = plan(0, member("web", STOP), member("db", STOP, 0));
        web.awaitBegun();
        var before = test.queue.snapshot("db");
        web.letGo();
        await().until(() -> test.queue.snapshot("db").active().stopRequested());
        assertThat(test.queue.snapshot("db").version()).isGreaterThan(before.version());
        starting.letGo();
        assertThat(soon(plan.outcomes())).containsOnly(SUCCESS);
    }
}
