package dev.signalbox.operation;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.operation.TestQueue.TIMEOUT;
import static dev.signalbox.operation.TestQueue.id;
import static dev.signalbox.operation.TestQueue.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rules 11 to 13: cancelling what waits, what runs and what has ended")
class CancelTest {
    private static final Outcome CANCELLED = new Outcome.Cancelled(new Cancellation.User());

    private final TestQueue test = new TestQueue();

    @Test // rule 11
    void cancel_waiting_neverRuns() {
        var body = test.occupy("api");
        var second = test.start("api");
        var third = test.start("api");
        assertThat(test.cancel(second)).isEqualTo(CancelResult.CANCELLED);
        assertThat(outcome(second)).isEqualTo(CANCELLED);
        body.letGo();
        outcome(third);
        assertThat(test.bodies("api").started()).doesNotContain(id(second));
        assertThat(test.journal.story(id(second))).containsExactly("Accepted", "Ended");
    }

    @Test // rule 12
    void cancel_activeThatGivesUp_isCancelled() {
        var body = test.bodies("api").next(HeldBody.obedient());
        var ticket = test.start("api");
        body.awaitBegun();
        assertThat(test.cancel(ticket)).isEqualTo(CancelResult.STOP_REQUESTED);
        assertThat(outcome(ticket)).isEqualTo(CANCELLED);
    }

    @Test // rule 12
    void cancel_activeThatReturnsNormally_hasSucceeded() {
        var body = test.bodies("api").next(HeldBody.stubborn());
        var ticket = test.start("api");
        body.awaitBegun();
        test.cancel(ticket);
        await().until(() -> body.interrupts() == 1);
        assertThat(body.awaitBegun().stopRequested()).isTrue();
        body.letGo();
        assertThat(outcome(ticket)).isEqualTo(new Outcome.Succeeded());
    }

    @Test // rule 12
    void cancel_activeThatNeverGivesUp_timesOutAtItsDeadline() {
        var body = test.bodies("api").next(HeldBody.stubborn());
        var ticket = test.start("api");
        body.awaitBegun();
        test.cancel(ticket);
        test.time.advance(TIMEOUT);
        assertThat(outcome(ticket)).isEqualTo(new Outcome.TimedOut(TIMEOUT));
        await().until(() -> body.interrupts() >= 1);
    }

    @Test // rule 13
    void cancel_ended_changesNothingAndSaysSo() {
        var ticket = test.start("api");
        outcome(ticket);
        assertThat(test.cancel(ticket)).isEqualTo(CancelResult.ALREADY_ENDED);
        assertThat(outcome(ticket)).isEqualTo(new Outcome.Succeeded());
        assertThat(test.journal.story(id(ticket))).containsExactly("Accepted", "Started", "Ended");
    }

    @Test // rule 13
    void cancel_timedOutWhoseBodyLives_saysThatItHasEnded() {
        test.occupy("api", HeldBody.stubborn());
        test.time.advance(TIMEOUT);
        assertThat(test.queue.cancel(1)).isEqualTo(CancelResult.ALREADY_ENDED);
    }

    @Test
    void cancel_idOfNobody_isUnknown() {
        test.start("api");
        assertThat(test.queue.cancel(0)).isEqualTo(CancelResult.UNKNOWN);
        assertThat(test.queue.cancel(2)).isEqualTo(CancelResult.UNKNOWN);
    }

    @Test
    void clear_cancelsWhatWaitsAndNothingElse() {
        var body = test.occupy("api");
        var second = test.start("api");
        var third = test.start("api");
        assertThat(test.queue.clear("api")).isEqualTo(2);
        assertThat(outcome(second)).isEqualTo(CANCELLED);
        assertThat(outcome(third)).isEqualTo(CANCELLED);
        assertThat(body.interrupts()).isZero();
        assertThat(test.queue.snapshot("api").active()).isNotNull();
    }
}
