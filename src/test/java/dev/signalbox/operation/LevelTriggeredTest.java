package dev.signalbox.operation;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.operation.BulkPlan.Until.SUCCEEDED;
import static dev.signalbox.operation.OperationKind.RESTART;
import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.TestQueue.accepted;
import static dev.signalbox.operation.TestQueue.outcome;
import static dev.signalbox.operation.TestQueue.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.BulkPlan.Gate;
import dev.signalbox.operation.BulkPlan.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rule 27: at the end of every change the head of the line is looked at")
class LevelTriggeredTest {
    private static final Outcome SUCCESS = new Outcome.Succeeded();

    private final TestQueue test = new TestQueue();

    private static Member start(String service, Integer... after) {
        return new Member(
                service,
                START,
                List.of(after).stream().map(i -> new Gate(i, SUCCEEDED)).toList());
    }

    private PlanTicket submit(int atOnce, Member... members) {
        var plan = new BulkPlan(List.of(members), atOnce, false, false);
        plan.services().forEach(test::bodies);
        return ((PlanSubmission.Accepted) soon(test.queue.submit(plan, Source.OPERATOR))).ticket();
    }

    @Test
    void restartBehindAPlansWaitingMember_theMemberIsCancelled_runs() {
        var db = test.bodies("db").next(HeldBody.obedient());
        var plan = submit(0, start("db"), start("backend", 0));
        db.awaitBegun();
        var restart = test.restart("backend");
        test.cancel(plan.members().getLast());
        assertThat(outcome(restart)).isEqualTo(SUCCESS);
        assertThat(plan.members().getFirst().state()).isEqualTo(Ticket.State.RUNNING);
        db.letGo();
    }

    @Test
    void restartBehindAMemberWithoutAPlace_theMemberIsCancelled_runs() {
        var db = test.bodies("db").next(HeldBody.obedient());
        var plan = submit(1, start("db"), start("backend"));
        db.awaitBegun();
        var restart = test.restart("backend");
        test.cancel(plan.members().getLast());
        assertThat(outcome(restart)).isEqualTo(SUCCESS);
        db.letGo();
    }

    @Test
    void memberMovedBehindASingleOperation_letsItRun() {
        var db = test.bodies("db").next(HeldBody.obedient());
        var plan = submit(0, start("db"), start("backend", 0));
        db.awaitBegun();
        var restart = test.restart("backend");
        assertThat(test.queue.move(TestQueue.id(plan.members().getLast()), 1)).isTrue();
        assertThat(outcome(restart)).isEqualTo(SUCCESS);
        db.letGo();
        assertThat(soon(plan.outcomes())).containsOnly(SUCCESS);
    }

    @Test
    void clearAroundAGatedMember_letsWhatComesNextRun() {
        var db = test.bodies("db").next(HeldBody.obedient());
        submit(0, start("db"), start("backend", 0));
        db.awaitBegun();
        assertThat(test.queue.clear("backend")).isOne();
        assertThat(outcome(test.restart("backend"))).isEqualTo(SUCCESS);
        db.letGo();
    }

    @Test
    void wedgedServiceAbandoned_letsAPlanOfAnotherServiceGoOn() {
        var stuck = test.occupy("db", HeldBody.stubborn());
        var plan = submit(0, start("db"), start("backend", 0));
        test.time.advance(TestQueue.TIMEOUT);
        test.time.advance(TestQueue.GRACE);
        await().until(() -> test.queue.snapshot("db").wedged());
        assertThat(test.queue.abandon("db")).isTrue();
        assertThat(soon(plan.outcomes())).containsOnly(SUCCESS);
        stuck.letGo();
    }

    @Test
    void startThatIsBeingRecorded_theQueueIsHeld_waits() {
        var bodies = test.bodies("api");
        test.journal.answerLater();
        var submission = test.queue.submit("api", START, Source.OPERATOR);
        test.journal.completeNext();
        var ticket = accepted(submission);
        test.queue.hold("api");
        test.journal.completeAll();
        assertThat(test.reason(ticket)).isEqualTo(new WaitReason.Held());
        assertThat(bodies.started()).isEmpty();
        test.journal.answerAtOnce();
        test.queue.resume("api");
        assertThat(outcome(ticket)).isEqualTo(SUCCESS);
    }

    @Test
    void register_whileTheFormerQueueOfTheServiceHasABody_waitsForIt() {
        var body = test.occupy("api", HeldBody.stubborn());
        var gone = test.queue.unregister("api");
        var second = new TestBodies();
        test.queue.register("api", QueueSettings.DEFAULT, second);
        var ticket = accepted(test.queue.submit("api", START, Source.OPERATOR));
        assertThat(ticket.state()).isEqualTo(Ticket.State.WAITING);
        assertThat(TestQueue.isDone(gone)).isFalse();
        body.letGo();
        assertThat(outcome(ticket)).isEqualTo(SUCCESS);
        assertThat(second.started()).hasSize(1);
    }

    @Test
    void rollingPlan_tellsNoChangeThatSaysNothing() {
        var services = IntStream.range(0, 40).mapToObj(i -> "service-" + i).toList();
        var changes = new CopyOnWriteArrayList<String>();
        var plan = new BulkPlan(
                services.stream()
                        .map(service -> new Member(service, RESTART, List.of()))
                        .toList(),
                1,
                false,
                false);
        plan.services().forEach(test::bodies);
        var ended = new ArrayList<Outcome>();
        try (var _ = test.queue.subscribe(10_000, new QueueListener() {
            @Override
            public void onEvent(QueueEvent event) {}

            @Override
            public void onChange(String service) {
                changes.add(service);
            }
        })) {
            ended.addAll(soon(((PlanSubmission.Accepted) soon(test.queue.submit(plan, Source.OPERATOR)))
                    .ticket()
                    .outcomes()));
        }
        assertThat(ended).containsOnly(SUCCESS).hasSize(40);
        assertThat(changes).hasSizeLessThanOrEqualTo(40);
    }

    @Test
    void unregister_whileAStartIsBeingRecordedAndTheQueueIsHeld_comesToItsEnd() {
        test.bodies("api");
        test.journal.answerLater();
        var submission = test.queue.submit("api", START, Source.OPERATOR);
        test.journal.completeNext();
        var ticket = accepted(submission);
        test.queue.hold("api");
        var gone = test.queue.unregister("api");
        test.journal.answerAtOnce();
        test.journal.completeAll();
        assertThat(outcome(ticket)).isEqualTo(new Outcome.Cancelled(new Cancellation.Shutdown()));
        soon(gone);
        soon(test.queue.drain());
    }

    @Test
    void register_afterTwoFormerQueuesOfTheService_waitsForTheBodyOfTheFirst() {
        var body = test.occupy("api", HeldBody.stubborn());
        test.queue.unregister("api");
        test.queue.register("api", QueueSettings.DEFAULT, new TestBodies());
        var second = test.queue.unregister("api");
        var third = new TestBodies();
        test.queue.register("api", QueueSettings.DEFAULT, third);
        var ticket = accepted(test.queue.submit("api", START, Source.OPERATOR));
        assertThat(third.started()).as("one body lives still").isEmpty();
        assertThat(ticket.state()).isEqualTo(Ticket.State.WAITING);
        assertThat(TestQueue.isDone(second)).isFalse();
        body.letGo();
        assertThat(outcome(ticket)).isEqualTo(SUCCESS);
        soon(second);
    }

    @Test
    void close_afterTwoFormerQueuesOfTheService_asksTheBodyOfTheFirstToStop() {
        test.occupy("api");
        test.queue.unregister("api");
        test.queue.register("api", QueueSettings.DEFAULT, new TestBodies());
        test.queue.unregister("api");
        test.queue.close();
        soon(test.queue.drain());
    }
}
