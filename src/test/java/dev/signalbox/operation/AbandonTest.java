package dev.signalbox.operation;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.operation.TestQueue.GRACE;
import static dev.signalbox.operation.TestQueue.TIMEOUT;
import static dev.signalbox.operation.TestQueue.isDone;
import static dev.signalbox.operation.TestQueue.outcome;
import static dev.signalbox.operation.TestQueue.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rule 9: an operator abandons a wedged body, the only exception to rule 3")
class AbandonTest {
    private final TestQueue test = new TestQueue();
    private final CompletableFuture<Throwable> revoked = new CompletableFuture<>();
    private final HeldBody stuck = HeldBody.stubborn(context -> {
        try {
            context.requireLive();
        } catch (RuntimeException e) {
            revoked.complete(e);
            throw e;
        }
        return null;
    });

    @BeforeEach
    void occupy() {
        test.occupy("api", stuck);
    }

    @Test
    void abandon_notWedged_doesNothing() {
        var next = test.start("api");
        assertThat(test.queue.abandon("api")).isFalse();
        test.time.advance(TIMEOUT);
        assertThat(test.queue.abandon("api")).isFalse();
        assertThat(next.state()).isEqualTo(Ticket.State.WAITING);
    }

    @Test
    void abandon_wedged_freesTheServiceAndIsJournalled() {
        var next = test.start("api");
        test.time.advance(TIMEOUT.plus(GRACE));
        assertThat(test.queue.abandon("api")).isTrue();
        assertThat(outcome(next)).isEqualTo(new Outcome.Succeeded());
        assertThat(test.journal.story(1)).containsExactly("Accepted", "Started", "Ended", "Abandoned");
        assertThat(test.queue.abandon("api")).isFalse();
    }

    @Test
    void abandon_wedged_revokesTheBodysHandle() {
        test.time.advance(TIMEOUT.plus(GRACE));
        test.queue.abandon("api");
        stuck.letGo();
        assertThat(soon(revoked))
                .isInstanceOf(OperationContext.AbandonedException.class)
                .hasMessage("start #1 was abandoned and may not touch api any more");
    }

    @Test
    void end_ofAnAbandonedBody_isALateEffectAndFreesNobody() {
        test.time.advance(TIMEOUT.plus(GRACE));
        test.queue.abandon("api");
        var body = test.occupy("api");
        var waiting = test.start("api");
        stuck.letGo();
        await().until(() -> test.journal.has(JournalRecord.LateEffect.class, 1));
        assertThat(waiting.state()).isEqualTo(Ticket.State.WAITING);
        body.letGo();
        assertThat(outcome(waiting)).isEqualTo(new Outcome.Succeeded());
    }

    @Test
    void abandon_cancelledButNotTimedOut_endsAsCancelled() {
        test.queue.cancel(1);
        test.time.advance(GRACE);
        assertThat(test.queue.abandon("api")).isTrue();
        var last = test.queue.snapshot("api").last();
        assertThat(last.operation().id()).isEqualTo(1);
        assertThat(last.outcome()).isEqualTo(new Outcome.Cancelled(new Cancellation.User()));
    }

    @Test
    void steps_ofAnAbandonedBody_areNotTheNextOnes() {
        test.time.advance(TIMEOUT.plus(GRACE));
        test.queue.abandon("api");
        test.occupy("api");
        stuck.awaitBegun().step("from beyond");
        assertThat(test.queue.snapshot("api").active().steps()).isEmpty();
    }

    @Test
    void drain_afterAbandon_doesNotWaitForTheBody() {
        test.time.advance(TIMEOUT.plus(GRACE));
        var rest = test.queue.drain();
        assertThat(isDone(rest)).isFalse();
        test.queue.abandon("api");
        soon(rest);
    }
}
