package dev.signalbox.operation;

import static dev.signalbox.operation.BulkPlan.Until.SUCCEEDED;
import static dev.signalbox.operation.BulkPlan.Until.UNDERWAY;
import static dev.signalbox.operation.OperationKind.RESTART;
import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.OperationKind.STOP;
import static dev.signalbox.operation.TestQueue.id;
import static dev.signalbox.operation.TestQueue.outcome;
import static dev.signalbox.operation.TestQueue.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.operation.BulkPlan.Gate;
import dev.signalbox.operation.BulkPlan.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rule 21: a plan is admitted whole, and its members wait for each other")
class PlanTest {
    private static final Outcome SUCCESS = new Outcome.Succeeded();

    private final TestQueue test = new TestQueue();

    private static Member member(String service, OperationKind kind, Integer... after) {
        return new Member(
                service,
                kind,
                List.of(after).stream().map(i -> new Gate(i, SUCCEEDED)).toList());
    }

    private static BulkPlan plan(Member... members) {
        return new BulkPlan(List.of(members), 0, false, false);
    }

    private PlanTicket submit(BulkPlan plan) {
        plan.services().forEach(test::bodies);
        var answer = soon(test.queue.submit(plan, Source.OPERATOR));
        assertThat(answer).isInstanceOf(PlanSubmission.Accepted.class);
        return ((PlanSubmission.Accepted) answer).ticket();
    }

    private String refusal(BulkPlan plan) {
        return ((PlanSubmission.Refused) soon(test.queue.submit(plan, Source.OPERATOR))).reason();
    }

    private static Cancellation.Dependency because(Ticket culprit) {
        return new Cancellation.Dependency(id(culprit), culprit.operation().service());
    }

    private HeldBody heldNext(String service) {
        return test.bodies(service).next(HeldBody.obedient());
    }

    private static OperationBody failing() {
        return _ -> {
            throw new IOException("no luck");
        };
    }

    @Test
    void then_waitsForAllOfTheFirst_andKeepsItsOwnOrder() {
        var first = plan(member("a", OperationKind.STOP), member("b", OperationKind.STOP));
        var next = plan(member("c", OperationKind.START), member("d", OperationKind.START, 0));

        var both = first.then(next);

        assertThat(both.services()).containsExactly("a", "b", "c", "d");
        assertThat(both.waves()).containsExactly(List.of(0, 1), List.of(2), List.of(3));
        assertThat(both.members().get(2).after()).hasSize(2);
        assertThat(both.members().get(3).after()).extracting(Gate::member).containsExactly(2);
        assertThat(plan().then(next)).isEqualTo(next);
    }

    @Test
    void member_waitsForTheSuccessOfAnother_andSaysSo() {
        var db = heldNext("db");
        var ticket = submit(plan(member("db", START), member("api", START, 0)));
        db.awaitBegun();
        var api = ticket.members().getLast();
        assertThat(test.reason(api))
                .isEqualTo(new WaitReason.Needs(ticket.members().getFirst().operation()));
        assertThat(test.reason(api).describe()).isEqualTo("waiting for db: start #1");
        db.letGo();
        assertThat(soon(ticket.outcomes())).containsExactly(SUCCESS, SUCCESS);
    }

    @Test
    void operations_nameTheirPlan() {
        var single = test.start("db");
        var ticket = submit(plan(member("db", START), member("api", START, 0)));
        assertThat(single.operation().plan()).isZero();
        assertThat(ticket.members())
                .allSatisfy(member -> assertThat(member.operation().plan()).isEqualTo(ticket.id()));
        assertThat(ticket.id()).isEqualTo(id(ticket.members().getFirst()));
    }

    @Test
    void failure_cancelsAllBehind_inTheNameOfTheCulprit() {
        test.bodies("db").next(failing());
        var ticket = submit(
                plan(member("db", START), member("api", START, 0), member("web", START, 1), member("other", START)));
        var culprit = ticket.members().getFirst();
        assertThat(soon(ticket.outcomes()))
                .containsExactly(
                        new Outcome.Failed("no luck"),
                        new Outcome.Cancelled(because(culprit)),
                        new Outcome.Cancelled(because(culprit)),
                        SUCCESS);
        assertThat(test.bodies("web").started()).isEmpty();
        assertThat(because(culprit).describe()).isEqualTo("#1 of db did not succeed");
    }

    @Test
    void failure_withStopOnFailure_cancelsWhatHasNotStarted_andNothingElse() {
        var running = heldNext("other");
        var db = test.bodies("db").next(HeldBody.stubborn(failing()));
        var blocker = test.occupy("late");
        var ticket = submit(new BulkPlan(
                List.of(member("other", START), member("db", START), member("late", START), member("web", START, 0)),
                0,
                true,
                false));
        running.awaitBegun();
        db.awaitBegun();
        db.letGo();
        var culprit = ticket.members().get(1);
        var withdrawn = new Outcome.Cancelled(new Cancellation.Plan(ticket.id()));
        assertThat(outcome(ticket.members().get(2))).isEqualTo(withdrawn);
        assertThat(outcome(ticket.members().get(3))).isEqualTo(withdrawn);
        assertThat(withdrawn.describe()).isEqualTo("cancelled: with its plan #2");
        assertThat(id(culprit)).isEqualTo(3);
        running.letGo();
        blocker.letGo();
        assertThat(outcome(ticket.members().getFirst())).isEqualTo(SUCCESS);
    }

    @Test
    void userCancelsAMember_withStopOnFailure_onlyThatBehindItGoes() {
        var db = heldNext("db");
        var ticket = submit(new BulkPlan(
                List.of(member("db", START), member("api", START, 0), member("web", START, 1), member("log", START, 0)),
                0,
                true,
                false));
        db.awaitBegun();
        test.cancel(ticket.members().get(1));
        db.letGo();
        assertThat(soon(ticket.outcomes()))
                .containsExactly(
                        SUCCESS,
                        new Outcome.Cancelled(new Cancellation.User()),
                        new Outcome.Cancelled(because(ticket.members().get(1))),
                        SUCCESS);
    }

    @Test
    void underway_isEnough_whereTheGateSaysSo() {
        var context = new CompletableFuture<OperationContext>();
        var stage = new CompletableFuture<Void>();
        test.bodies("db").next(work -> {
            context.complete(work);
            return stage;
        });
        var ticket = submit(plan(
                member("db", START),
                new Member("log", START, List.of(new Gate(0, UNDERWAY))),
                member("api", START, 0)));
        var running = soon(context);
        assertThat(ticket.members().get(1).state()).isEqualTo(Ticket.State.WAITING);
        running.underway();
        assertThat(outcome(ticket.members().get(1))).isEqualTo(SUCCESS);
        assertThat(ticket.members().get(2).state()).isEqualTo(Ticket.State.WAITING);
        stage.complete(null);
        assertThat(outcome(ticket.members().get(2))).isEqualTo(SUCCESS);
    }

    @Test
    void underway_thenFailed_stillCancelsWhatHadNotStarted() {
        var stage = new CompletableFuture<Void>();
        var context = new CompletableFuture<OperationContext>();
        test.bodies("db").next(work -> {
            context.complete(work);
            return stage;
        });
        test.bodies("log");
        test.queue.hold("log");
        var ticket = submit(plan(member("db", START), new Member("log", START, List.of(new Gate(0, UNDERWAY)))));
        soon(context).underway();
        stage.completeExceptionally(new IOException("no luck"));
        assertThat(outcome(ticket.members().getLast()))
                .isEqualTo(new Outcome.Cancelled(because(ticket.members().getFirst())));
    }

    @Test
    void member_waitsBehindWhatItsServiceHasAlready() {
        var earlier = test.occupy("api");
        var ticket = submit(plan(member("db", START), member("api", START, 0)));
        assertThat(outcome(ticket.members().getFirst())).isEqualTo(SUCCESS);
        assertThat(test.reason(ticket.members().getLast())).isInstanceOf(WaitReason.Behind.class);
        earlier.letGo();
        assertThat(outcome(ticket.members().getLast())).isEqualTo(SUCCESS);
    }

    @Test
    void whatComesAfterAMember_waitsForIt() {
        var db = heldNext("db");
        var ticket = submit(plan(member("db", START), member("api", START, 0)));
        var later = test.restart("api");
        db.awaitBegun();
        assertThat(test.bodies("api").started()).isEmpty();
        db.letGo();
        assertThat(outcome(later)).isEqualTo(SUCCESS);
        assertThat(test.bodies("api").started())
                .containsExactly(id(ticket.members().getLast()), id(later));
    }

    @Test
    void heldService_holdsThePlanUp_untilItIsReleased() {
        test.bodies("db");
        test.queue.hold("db");
        var ticket = submit(plan(member("db", START), member("api", START, 0)));
        assertThat(test.reason(ticket.members().getFirst())).isEqualTo(new WaitReason.Held());
        test.queue.resume("db");
        assertThat(soon(ticket.outcomes())).containsExactly(SUCCESS, SUCCESS);
    }

    @Test
    void atOnce_limitsHowManyRun() {
        var services = List.of("a", "b", "c", "d", "e");
        var bodies = services.stream().map(this::heldNext).toList();
        var ticket = submit(new BulkPlan(
                services.stream().map(service -> member(service, RESTART)).toList(), 2, false, false));
        bodies.get(0).awaitBegun();
        bodies.get(1).awaitBegun();
        assertThat(test.reason(ticket.members().get(2))).isEqualTo(new WaitReason.PlanFull(2));
        assertThat(bodies.stream().filter(HeldBody::hasBegun)).hasSize(2);
        bodies.get(1).letGo();
        bodies.get(2).awaitBegun();
        assertThat(bodies.get(3).hasBegun()).isFalse();
        bodies.forEach(HeldBody::letGo);
        assertThat(soon(ticket.outcomes())).containsOnly(SUCCESS);
    }

    @Test
    void atOnce_cancelledWhileTheJournalWrites_givesItsPlaceBack() {
        List.of("a", "b").forEach(test::bodies);
        var plan = new BulkPlan(List.of(member("a", START), member("b", START)), 1, false, false);
        test.queue.holdAll();
        var ticket = submit(plan);
        test.journal.answerLater();
        test.queue.resumeAll();
        test.cancel(ticket.members().getFirst());
        test.journal.answerAtOnce();
        assertThat(soon(ticket.outcomes())).containsExactly(new Outcome.Cancelled(new Cancellation.User()), SUCCESS);
    }

    @Test
    void unknownService_refusesAll() {
        test.bodies("db");
        assertThat(refusal(plan(member("db", START), member("nobody", START)))).isEqualTo("there is no service nobody");
        assertThat(test.queue.snapshot("db").waiting()).isEmpty();
        assertThat(refusal(plan())).isEqualTo("there is nothing to do in the plan");
    }

    @Test
    void journalFails_refusesAll_andNothingWasQueued() {
        List.of("db", "api").forEach(test::bodies);
        test.journal.breakFor(record -> record.operation().service().equals("api"));
        assertThat(refusal(plan(member("db", START), member("api", START)))).contains("disk full");
        assertThat(test.journal.records()).isEmpty();
        soon(test.queue.drain());
    }

    @Test
    void draining_refusesPlans() {
        List.of("db").forEach(test::bodies);
        test.queue.close();
        assertThat(refusal(plan(member("db", START)))).contains("closing");
        soon(test.queue.drain());
    }

    @Test
    void close_cancelsEveryMember() {
        var db = heldNext("db");
        var ticket = submit(plan(member("db", START), member("api", START, 0)));
        db.awaitBegun();
        test.queue.close();
        assertThat(soon(ticket.outcomes())).containsOnly(new Outcome.Cancelled(new Cancellation.Shutdown()));
        soon(test.queue.drain());
    }

    @Test
    void coalescing_leavesMembersAlone() {
        test.bodies("api", QueueSettings.Policy.COALESCE);
        var first = test.occupy("api");
        var before = test.restart("api");
        var ticket = submit(plan(member("api", RESTART)));
        var after = test.restart("api");
        assertThat(test.queue.mergeDuplicates("api")).isZero();
        assertThat(test.queue.snapshot("api").mergeable()).isZero();
        first.letGo();
        assertThat(List.of(outcome(before), outcome(ticket.members().getFirst()), outcome(after)))
                .containsOnly(SUCCESS);
    }

    @Test
    void mergeQueued_takesTheTailIn() {
        var first = test.occupy("api");
        var start = test.start("api");
        var restart = test.restart("api");
        var other = test.restart("api");
        var ticket = submit(new BulkPlan(List.of(member("api", STOP), member("api", START, 0)), 0, false, true));
        first.letGo();
        assertThat(soon(ticket.outcomes())).containsExactly(SUCCESS, SUCCESS);
        var superseded = new Outcome.Cancelled(
                new Cancellation.Superseded(id(ticket.members().getFirst())));
        assertThat(List.of(outcome(start), outcome(restart), outcome(other))).containsOnly(superseded);
    }

    @Test
    void mergeQueued_ofTheSameKind_givesItsOutcome() {
        var first = test.occupy("api");
        var stop = test.stop("api");
        var ticket = submit(new BulkPlan(List.of(member("api", STOP)), 0, false, true));
        first.letGo();
        assertThat(outcome(stop))
                .isEqualTo(new Outcome.Coalesced(id(ticket.members().getFirst())));
        assertThat(TestQueue.effectiveOutcome(stop)).isEqualTo(SUCCESS);
    }

    @Test
    void move_doesNotBreakTheOrderOfMembers() {
        var first = test.occupy("api");
        var before = test.restart("api");
        var ticket = submit(plan(member("api", STOP), member("api", START, 0)));
        var stop = ticket.members().getFirst();
        var start = ticket.members().getLast();
        assertThat(test.queue.move(id(start), 0)).isTrue();
        assertThat(order("api")).containsExactly(id(before), id(stop), id(start));
        assertThat(test.queue.move(id(stop), 9)).isTrue();
        assertThat(order("api")).containsExactly(id(before), id(stop), id(start));
        assertThat(test.queue.move(id(stop), 0)).isTrue();
        assertThat(order("api")).containsExactly(id(stop), id(before), id(start));
        assertThat(test.queue.move(id(before), 9)).isTrue();
        assertThat(order("api")).containsExactly(id(stop), id(start), id(before));
        first.letGo();
    }

    private List<Long> order(String service) {
        return test.queue.snapshot(service).waiting().stream()
                .map(waiting -> waiting.operation().id())
                .toList();
    }

    @Test
    void failedPart_isAPlanOfWhatDidNotSucceed() {
        test.bodies("api").next(failing());
        var ticket = submit(
                plan(member("db", START), member("api", START, 0), member("web", START, 1), member("x", START, 0, 2)));
        soon(ticket.outcomes());
        var rest = ticket.failedPart();
        assertThat(rest.members())
                .containsExactly(member("api", START), member("web", START, 0), member("x", START, 1));
        assertThat(soon(submit(rest).outcomes())).containsOnly(SUCCESS);
        assertThat(submit(rest).failedPart().members().size()).isLessThanOrEqualTo(3);
    }

    @Test
    void longChain_failsAtOnce_withoutRecursion() {
        var length = 2000;
        test.bodies("0").next(failing());
        var ticket = submit(new BulkPlan(
                IntStream.range(0, length)
                        .mapToObj(i -> i == 0 ? member("0", START) : member(String.valueOf(i), START, i - 1))
                        .toList(),
                0,
                false,
                false));
        var outcomes = soon(ticket.outcomes());
        assertThat(outcomes.subList(1, length))
                .containsOnly(new Outcome.Cancelled(because(ticket.members().getFirst())));
    }

    @Test
    void longChain_succeeds() {
        var length = 2000;
        var ticket = submit(new BulkPlan(
                IntStream.range(0, length)
                        .mapToObj(i -> i == 0 ? member("0", START) : member(String.valueOf(i), START, i - 1))
                        .toList(),
                0,
                false,
                false));
        assertThat(soon(ticket.outcomes())).containsOnly(SUCCESS);
    }

    @Test
    void planGoingRoundInACircle_cannotBeMade() {
        assertThatThrownBy(() -> plan(member("a", START, 1), member("b", START, 0)))
                .hasMessage("member 0 can wait for earlier members only, not for 1");
    }

    @Test
    void waves_areTheEarliestPossible() {
        var plan = plan(
                member("a", START),
                member("b", START),
                member("c", START, 0),
                member("d", START, 2, 1),
                member("e", START));
        assertThat(plan.waves()).containsExactly(List.of(0, 1, 4), List.of(2), List.of(3));
    }

    @Test
    void unregister_cancelsWhatWaits_letsTheActiveEnd_andRefusesMore() {
        var active = test.occupy("api");
        var ticket = submit(plan(member("api", STOP), member("db", STOP, 0)));
        var gone = test.queue.unregister("api");
        assertThat(soon(ticket.outcomes()))
                .containsExactly(
                        new Outcome.Cancelled(new Cancellation.Shutdown()),
                        new Outcome.Cancelled(because(ticket.members().getFirst())));
        assertThat(TestQueue.isDone(gone)).isFalse();
        assertThat(TestQueue.refusal(test.queue.submit("api", START, Source.OPERATOR)))
                .isEqualTo("there is no service api");
        active.letGo();
        soon(gone);
        soon(test.queue.drain());
    }

    @Test
    void reconfigure_holdsFromTheNextOperationOn() {
        var active = test.occupy("api");
        test.queue.reconfigure(
                "api",
                new QueueSettings(QueueSettings.Policy.COALESCE, TestQueue.TIMEOUT.multipliedBy(2), TestQueue.GRACE));
        assertThat(test.queue.snapshot("api").active().timeout()).isEqualTo(TestQueue.TIMEOUT);
        var tickets = new ArrayList<>(List.of(test.restart("api"), test.restart("api")));
        assertThat(outcome(tickets.getLast())).isEqualTo(new Outcome.Coalesced(id(tickets.getFirst())));
        active.letGo();
    }
}
