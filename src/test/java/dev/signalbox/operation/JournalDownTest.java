package dev.signalbox.operation;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.TestQueue.accepted;
import static dev.signalbox.operation.TestQueue.id;
import static dev.signalbox.operation.TestQueue.isDone;
import static dev.signalbox.operation.TestQueue.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rule 2: while the journal is down, what ended stays ended, not recorded, and no body starts")
class JournalDownTest {
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final TestQueue test = new TestQueue();

    @Test
    void end_journalDown_isKeptUntilItComesBack() {
        var body = test.occupy("api");
        var next = test.start("api");
        test.journal.breakDown();
        body.letGo();
        await().until(() -> test.reason(next).equals(new WaitReason.JournalDown("disk full")));
        assertThat(next.state()).isEqualTo(Ticket.State.WAITING);

        test.time.advance(RETRY);
        assertThat(test.bodies("api").started()).hasSize(1);

        test.journal.repair();
        test.time.advance(RETRY);
        assertThat(outcome(next)).isEqualTo(new Outcome.Succeeded());
        assertThat(test.journal.story(1)).containsExactly("Accepted", "Started", "Ended");
    }

    @Test
    void ticket_journalDown_isEndedNotRecorded() {
        test.bodies("api");
        test.queue.hold("api");
        var ticket = test.start("api");
        test.journal.breakDown();
        assertThat(test.cancel(ticket)).isEqualTo(CancelResult.CANCELLED);
        assertThat(ticket.state()).isEqualTo(Ticket.State.ENDED_NOT_RECORDED);
        assertThat(test.cancel(ticket)).isEqualTo(CancelResult.ALREADY_ENDED);
        assertThat(isDone(ticket.outcome())).isFalse();

        test.journal.repair();
        test.time.advance(RETRY);
        assertThat(outcome(ticket)).isEqualTo(new Outcome.Cancelled(new Cancellation.User()));
    }

    @Test
    void start_refusedByJournal_waitsAndStartsLater() {
        test.bodies("api");
        test.journal.breakFor(JournalRecord.Started.class::isInstance);
        var ticket = test.start("api");
        assertThat(test.reason(ticket)).isEqualTo(new WaitReason.JournalDown("disk full"));

        test.journal.repair();
        test.time.advance(RETRY);
        assertThat(outcome(ticket)).isEqualTo(new Outcome.Succeeded());
        assertThat(test.bodies("api").started()).containsExactly(id(ticket));
    }

    @Test
    void start_journalBackBeforeItsFailureArrives_isNotForgotten() {
        // Tries the journal again at once: it is back before the failed start has been told of its failure.
        var impatient = new TimeSource() {
            @Override
            public long nanoTime() {
                return test.time.nanoTime();
            }

            @Override
            public Instant now() {
                return test.time.now();
            }

            @Override
            public Timer schedule(Duration delay, Runnable task) {
                if (delay.compareTo(RETRY) <= 0) {
                    task.run();
                }
                return () -> {};
            }
        };
        var queue = new OperationQueue(test.journal, impatient, 1);
        queue.register("api", QueueSettings.DEFAULT, _ -> null);
        test.journal.answerLater();
        var answer = queue.submit("api", START, Source.OPERATOR);
        test.journal.completeNext();
        assertThat(test.journal.failNext()).isTrue();
        test.journal.answerAtOnce();
        assertThat(outcome(accepted(answer))).isEqualTo(new Outcome.Succeeded());
    }

    @Test
    void cancel_whileStartIsRecorded_endsAndFreesTheService() {
        test.journal.answerLater();
        var answer = test.submit("api", START);
        test.journal.completeNext();
        var ticket = accepted(answer);
        assertThat(test.cancel(ticket)).isEqualTo(CancelResult.CANCELLED);
        test.journal.failPending();
        test.journal.answerAtOnce();
        test.time.advance(RETRY);
        assertThat(outcome(ticket)).isEqualTo(new Outcome.Cancelled(new Cancellation.User()));
        assertThat(outcome(test.start("api"))).isEqualTo(new Outcome.Succeeded());
        assertThat(test.bodies("api").started()).doesNotContain(id(ticket));
    }

    @Test
    void kept_recordUnderWayWhenJournalFails_keepsItsPlace() {
        test.bodies("web");
        var body = test.occupy("api", HeldBody.stubborn());
        test.journal.answerLater();
        test.time.advance(TestQueue.TIMEOUT); // the record of the timeout is under way now
        test.journal.breakFor(record -> record.operation().service().equals("web"));
        test.submit("web", START); // fails at once: the journal is down
        body.letGo();
        await().until(() -> test.queue.snapshot("api").active() == null); // the late effect is kept
        test.journal.failPending();
        test.journal.repair();
        test.journal.answerAtOnce();
        test.time.advance(RETRY);
        assertThat(test.journal.story(1)).containsExactly("Accepted", "Started", "Ended", "LateEffect");
    }
}
