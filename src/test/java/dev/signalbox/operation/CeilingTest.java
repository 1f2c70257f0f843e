package dev.signalbox.operation;

import static dev.signalbox.operation.OperationKind.RESTART;
import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.OperationKind.STOP;
import static dev.signalbox.operation.TestQueue.accepted;
import static dev.signalbox.operation.TestQueue.effectiveOutcome;
import static dev.signalbox.operation.TestQueue.id;
import static dev.signalbox.operation.TestQueue.outcome;
import static dev.signalbox.operation.TestQueue.refusal;
import static dev.signalbox.operation.TestQueue.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.operation.BulkPlan.Gate;
import dev.signalbox.operation.BulkPlan.Member;
import dev.signalbox.operation.BulkPlan.Until;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rule 32: how much may wait for a service")
class CeilingTest {
    private static final int CEILING = 3;
    private static final Outcome SUCCESS = new Outcome.Succeeded();
    private static final QueueSettings SETTINGS =
            new QueueSettings(QueueSettings.Policy.KEEP, TestQueue.TIMEOUT, TestQueue.GRACE).withCeiling(CEILING);

    private final TestQueue test = new TestQueue();

    @BeforeEach
    void hold() {
        for (var service : List.of("api", "db")) {
            test.bodies(service);
            test.queue.reconfigure(service, SETTINGS);
            test.queue.hold(service);
        }
    }

    private List<Long> waiting(String service) {
        return test.queue.snapshot(service).waiting().stream()
                .map(waiting -> waiting.operation().id())
                .toList();
    }

    private List<Ticket> fill(OperationKind... kinds) {
        var tickets = new ArrayList<Ticket>();
        for (var kind : kinds) {
            tickets.add(accepted(test.submit("api", kind)));
        }
        return tickets;
    }

    private CompletionStage<PlanSubmission> submit(BulkPlan plan) {
        return test.queue.submit(plan, Source.OPERATOR);
    }

    private PlanTicket plan(Member... members) {
        return ((PlanSubmission.Accepted) soon(submit(planOf(members)))).ticket();
    }

    private static BulkPlan planOf(Member... members) {
        return new BulkPlan(List.of(members), 0, false, false);
    }

    private static Member member(String service, OperationKind kind) {
        return new Member(service, kind, List.of());
    }

    @Test
    void requestBeyondTheCeiling_isRefused_andSaysHowManyWait() {
        fill(START, RESTART, START);
        assertThat(refusal(test.submit("api", RESTART))).startsWith("3 operations wait for api already");
        assertThat(soon(test.submit("api", START)))
                .isInstanceOfSatisfying(
                        Submission.Refused.class,
                        refused -> assertThat(refused.full()).isTrue());
        assertThat(waiting("api")).hasSize(CEILING);
        assertThat(test.journal.records()).hasSize(CEILING);
    }

    @Test
    void requestIsTakenAgain_onceSomethingWasCancelled() {
        var first = fill(START, START, START).getFirst();
        test.cancel(first);
        assertThat(soon(test.submit("api", START))).isInstanceOf(Submission.Accepted.class);
    }

    @Test
    void whatTheJournalHasNotAnsweredYet_counts() {
        test.journal.answerLater();
        var asked = IntStream.range(0, CEILING)
                .mapToObj(_ -> test.submit("api", START))
                .toList();
        assertThat(refusal(test.submit("api", START))).contains("3 operations");
        test.journal.completeAll();
        asked.forEach(TestQueue::accepted);
        assertThat(waiting("api")).hasSize(CEILING);
    }

    @Test
    void automaticRequestBeyondTheCeiling_isRefused() {
        fill(STOP, START, STOP);
        assertThat(refusal(test.queue.submit("api", START, Source.AUTOSTART))).contains("3 operations");
    }

    @Test
    void settingsOfAService_withoutAnother_letAThousandWait() {
        test.bodies("web");
        test.queue.hold("web");
        IntStream.range(0, 1_000).forEach(_ -> test.start("web"));
        assertThat(refusal(test.submit("web", START))).startsWith("1000 operations wait for web");
    }

    @Test
    void stop_isNeverRefused_butBecomesOneWithTheStopThatWaitsLast() {
        var all = fill(START, STOP, START);
        var stop = test.stop("api");
        assertThat(outcome(stop)).isEqualTo(new Outcome.Coalesced(id(all.get(1))));
        assertThat(outcome(all.get(2))).isEqualTo(new Outcome.Cancelled(new Cancellation.Superseded(id(stop))));
        assertThat(waiting("api")).containsExactly(id(all.get(0)), id(all.get(1)));
        test.queue.resume("api");
        assertThat(effectiveOutcome(stop)).isEqualTo(SUCCESS);
    }

    @Test
    void stopWhereNoneWaits_waitsAloneForWhatItSupersedes() {
        var all = fill(START, RESTART, START);
        var stop = test.stop("api");
        all.forEach(ticket ->
                assertThat(outcome(ticket)).isEqualTo(new Outcome.Cancelled(new Cancellation.Superseded(id(stop)))));
        assertThat(waiting("api")).containsExactly(id(stop));
    }

    @Test
    void stopBehindAMemberOfAPlan_waitsAboveTheCeiling_andTheNextOneJoinsIt() {
        fill(START, START);
        plan(member("api", START));
        var stop = test.stop("api");
        assertThat(waiting("api")).hasSize(CEILING + 1).endsWith(id(stop));
        assertThat(outcome(test.stop("api"))).isEqualTo(new Outcome.Coalesced(id(stop)));
        assertThat(refusal(test.submit("api", START))).contains("4 operations");
    }

    @Test
    void stopThatJoinsOneOfAPlan_waitsForNoOtherService() {
        var held = test.occupy("web");
        fill(START, START);
        var member = plan(member("web", STOP), new Member("api", STOP, List.of(new Gate(0, Until.SUCCEEDED))))
                .members()
                .get(1);
        assertThat(outcome(test.stop("api"))).isEqualTo(new Outcome.Coalesced(id(member)));
        test.queue.resume("api");
        assertThat(outcome(member)).isEqualTo(SUCCESS);
        held.letGo();
    }

    @Test
    void stopNow_kill_cancelAndClear_getThrough() {
        var all = fill(START, START, START);
        var now = test.stopNow("api");
        assertThat(outcome(now)).isEqualTo(SUCCESS);
        all.forEach(ticket -> assertThat(outcome(ticket)).isEqualTo(new Outcome.Cancelled(new Cancellation.User())));
        fill(START, START, START);
        assertThat(outcome(accepted(test.queue.kill("api", Source.OPERATOR)))).isEqualTo(SUCCESS);
        fill(START, START, START);
        assertThat(test.queue.clear("api")).isEqualTo(CEILING);
        assertThat(waiting("api")).isEmpty();
    }

    // --- plans ---

    @Test
    void planWithAFullQueue_isRefusedAsAWhole() {
        fill(START, START, START);
        var answer = soon(submit(planOf(member("db", START), member("api", START))));
        assertThat(answer)
                .isInstanceOfSatisfying(
                        PlanSubmission.Refused.class,
                        refused -> assertThat(refused.full()).isTrue());
        assertThat(waiting("db")).isEmpty();
    }

    @Test
    void plannedRestartOfAStopAndAStart_isRefusedAsAWhole() {
        fill(START, START, START);
        var restart = planOf(member("api", STOP), new Member("api", START, List.of(new Gate(0, Until.SUCCEEDED))));
        assertThat(soon(submit(restart))).isInstanceOf(PlanSubmission.Refused.class);
    }

    @Test
    void planOfStops_isNeverRefused_andItsMemberEndsAsTheStopThatItJoined() {
        var all = fill(START, START, STOP);
        var plan = plan(member("api", STOP), new Member("db", STOP, List.of(new Gate(0, Until.SUCCEEDED))));
        assertThat(outcome(plan.members().getFirst())).isEqualTo(new Outcome.Coalesced(id(all.getLast())));
        test.queue.resume("db");
        assertThat(test.reason(plan.members().getLast())).isInstanceOf(WaitReason.Needs.class);
        test.queue.resume("api");
        assertThat(soon(plan.outcomes())).containsExactly(SUCCESS, SUCCESS);
    }

    @Test
    void memberThatJoinedAStopThatIsCancelled_isCancelled_andSoIsWhatWaitsForIt() {
        var all = fill(START, START, STOP);
        var plan = plan(member("api", STOP), new Member("db", STOP, List.of(new Gate(0, Until.SUCCEEDED))));
        test.cancel(all.getLast());
        assertThat(effectiveOutcome(plan.members().getFirst()))
                .isEqualTo(new Outcome.Cancelled(new Cancellation.User()));
        assertThat(outcome(plan.members().getLast()))
                .isEqualTo(new Outcome.Cancelled(
                        new Cancellation.Dependency(id(plan.members().getFirst()), "api")));
    }

    @Test
    void plansOfStops_howeverMany_makeTheLineNoLonger() {
        fill(START, START, START);
        var plans =
                IntStream.range(0, 50).mapToObj(_ -> plan(member("api", STOP))).toList();
        assertThat(waiting("api")).hasSizeLessThanOrEqualTo(CEILING + 1);
        test.queue.resume("api");
        plans.forEach(plan -> assertThat(soon(plan.outcomes())).containsExactly(SUCCESS));
    }

    @Test
    void planThatAsksForTheSameTwice_isNone() {
        assertThatThrownBy(() -> planOf(member("api", STOP), member("db", STOP), member("api", STOP)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the plan has two members for a stop of api. Allowed: one");
    }

    @Test
    void planAfterAnother_asksForNothingAgain() {
        var first = planOf(member("api", STOP), member("db", STOP));
        var next = planOf(member("api", STOP), new Member("api", START, List.of(new Gate(0, Until.SUCCEEDED))));
        var both = first.then(next);
        assertThat(both.members())
                .extracting(member -> member.kind().word() + " " + member.service())
                .containsExactly("stop api", "stop db", "start api");
        assertThat(both.members().getLast().after())
                .containsExactly(new Gate(0, Until.SUCCEEDED), new Gate(1, Until.SUCCEEDED));
    }
}
