package dev.signalbox.operation;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.TestQueue.TIMEOUT;
import static dev.signalbox.operation.TestQueue.accepted;
import static dev.signalbox.operation.TestQueue.isDone;
import static dev.signalbox.operation.TestQueue.outcome;
import static dev.signalbox.operation.TestQueue.refusal;
import static dev.signalbox.operation.TestQueue.soon;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rule 22: draining and closing")
class DrainTest {
    private static final Outcome SHUTDOWN = new Outcome.Cancelled(new Cancellation.Shutdown());

    private final TestQueue test = new TestQueue();

    @Test
    void drain_idle_isAtRest() {
        test.bodies("api");
        assertThat(isDone(test.queue.drain())).isTrue();
    }

    @Test
    void drain_busy_finishesTheRestAndRefusesMore() {
        var body = test.occupy("api");
        var waiting = test.start("api");
        var rest = test.queue.drain();
        assertThat(refusal(test.submit("api", START))).isEqualTo("the queue is closing and takes no new operations");
        assertThat(isDone(rest)).isFalse();
        body.letGo();
        soon(rest);
        assertThat(waiting.state()).isEqualTo(Ticket.State.ENDED);
        assertThat(outcome(waiting)).isEqualTo(new Outcome.Succeeded());
    }

    @Test
    void drain_timedOutBodyThatLives_isNotAtRest() {
        var body = test.occupy("api", HeldBody.stubborn());
        var rest = test.queue.drain();
        test.time.advance(TIMEOUT);
        assertThat(isDone(rest)).isFalse();
        body.letGo();
        soon(rest);
    }

    @Test
    void drain_outcomeNotRecorded_isNotAtRest() {
        var body = test.occupy("api");
        test.journal.answerLater();
        var rest = test.queue.drain();
        body.letGo();
        await().until(() -> test.journal.pending() == 1);
        assertThat(isDone(rest)).isFalse();
        test.journal.completeAll();
        soon(rest);
    }

    @Test
    void drain_lateEffectNotRecorded_isNotAtRest() {
        var body = test.occupy("api", HeldBody.stubborn());
        test.time.advance(TIMEOUT);
        test.journal.answerLater();
        var rest = test.queue.drain();
        body.letGo();
        await().until(() -> test.journal.pending() == 1);
        assertThat(isDone(rest)).isFalse();
        test.journal.completeAll();
        soon(rest);
    }

    @Test
    void drain_held_waitsForTheResume() {
        test.bodies("api");
        test.queue.hold("api");
        test.start("api");
        var rest = test.queue.drain();
        assertThat(isDone(rest)).isFalse();
        test.queue.resume("api");
        soon(rest);
    }

    @Test
    void close_cancelsWhatWaitsAndInterruptsWhatIsActive() {
        var body = test.bodies("api").next(HeldBody.obedient());
        var active = test.start("api");
        body.awaitBegun();
        var waiting = test.start("api");
        test.queue.close();
        assertThat(outcome(waiting)).isEqualTo(SHUTDOWN);
        assertThat(outcome(active)).isEqualTo(SHUTDOWN);
        assertThat(body.interrupts()).isEqualTo(1);
        soon(test.queue.drain());
        assertThat(refusal(test.submit("api", START))).contains("closing");
    }

    @Test
    void close_held_endsAllTheSame() {
        test.queue.holdAll();
        var ticket = test.start("api");
        test.queue.close();
        assertThat(outcome(ticket)).isEqualTo(SHUTDOWN);
        soon(test.queue.drain());
    }

    @Test // rule 24
    void close_whileAnAcceptanceIsRecorded_endsThatTicket() {
        test.journal.answerLater();
        var answer = test.submit("api", START);
        test.queue.close();
        test.journal.answerAtOnce();
        assertThat(outcome(accepted(answer))).isEqualTo(SHUTDOWN);
        assertThat(test.bodies("api").started()).isEmpty();
        soon(test.queue.drain());
    }

    @Test
    void close_whileAStartIsRecorded_runsNothing() {
        test.journal.answerLater();
        var answer = test.submit("api", START);
        test.journal.completeNext();
        test.queue.close();
        test.journal.answerAtOnce();
        assertThat(outcome(accepted(answer))).isEqualTo(SHUTDOWN);
        assertThat(test.bodies("api").started()).isEmpty();
    }
}
