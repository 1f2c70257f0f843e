package dev.signalbox.operation;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.TestQueue.accepted;
import static dev.signalbox.operation.TestQueue.id;
import static dev.signalbox.operation.TestQueue.isDone;
import static dev.signalbox.operation.TestQueue.outcome;
import static dev.signalbox.operation.TestQueue.refusal;
import static dev.signalbox.operation.TestQueue.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rules 1 and 2: accepted, started and ended, each only once the journal has it")
class SubmissionTest {
    private final TestQueue test = new TestQueue();

    @Test
    void submit_idle_runsAndSucceeds() {
        var ticket = test.start("api");
        assertThat(outcome(ticket)).isEqualTo(new Outcome.Succeeded());
        assertThat(ticket.state()).isEqualTo(Ticket.State.ENDED);
        assertThat(test.journal.story(id(ticket))).containsExactly("Accepted", "Started", "Ended");
    }

    @Test
    void submit_slowJournal_returnsAtOnceAndRunsNothingBeforeAcceptance() {
        test.journal.answerLater();
        var answer = test.submit("api", START);
        assertThat(isDone(answer)).isFalse();
        assertThat(test.queue.snapshot("api").waiting()).isEmpty();

        test.journal.completeNext();
        assertThat(accepted(answer).state()).isEqualTo(Ticket.State.WAITING);
        assertThat(test.bodies("api").started()).isEmpty();
    }

    @Test
    void submit_slowJournal_startsNoBodyBeforeStartedIsDurable() {
        test.journal.answerLater();
        var answer = test.submit("api", START);
        test.journal.completeNext();
        var ticket = accepted(answer);
        assertThat(test.reason(ticket)).isEqualTo(new WaitReason.Recording());
        assertThat(test.bodies("api").started()).isEmpty();

        test.journal.completeNext();
        await().until(() -> test.bodies("api").started().size() == 1);
    }

    @Test
    void outcome_slowJournal_completesOnlyOnceEndedIsDurable() {
        test.journal.answerLater();
        var answer = test.submit("api", START);
        test.journal.completeNext();
        test.journal.completeNext();
        var ticket = accepted(answer);
        await().until(() -> ticket.state() == Ticket.State.ENDED_NOT_RECORDED);
        assertThat(isDone(ticket.outcome())).isFalse();
        assertThat(test.queue.snapshot("api").last()).isNull();

        test.journal.completeNext();
        assertThat(outcome(ticket)).isEqualTo(new Outcome.Succeeded());
        assertThat(test.queue.snapshot("api").last().operation()).isEqualTo(ticket.operation());
    }

    @Test
    void submit_brokenJournal_isRefusedAndLeavesNothing() {
        test.bodies("api");
        test.journal.breakDown();
        assertThat(refusal(test.submit("api", START))).isEqualTo("the journal cannot be written: disk full");
        assertThat(refusal(test.submit("api", START))).isEqualTo("the journal cannot be written: disk full");
        assertThat(test.queue.snapshot("api").waiting()).isEmpty();
        assertThat(isDone(test.queue.drain())).isTrue();
    }

    @Test
    void submit_journalThrowsAnError_isRefused() {
        OperationJournal journal = _ -> {
            throw new StackOverflowError("journal");
        };
        var queue = new OperationQueue(journal, test.time, 1);
        queue.register("api", QueueSettings.DEFAULT, _ -> null);
        assertThat(refusal(queue.submit("api", START, Source.OPERATOR))).contains("journal");
        assertThat(isDone(queue.drain())).isTrue();
    }

    private static Origin key(String name) {
        return new Origin(Source.OPERATOR, "", new RequestKey(name, "what is asked", ""));
    }

    /// Those of accepted operations, by the operations.
    private List<String> keys() {
        return test.journal.records().stream()
                .filter(JournalRecord.Accepted.class::isInstance)
                .map(record -> ((JournalRecord.Accepted) record).key())
                .map(key -> key == null ? "none" : key.name())
                .toList();
    }

    @Test
    void key_ofARequest_isRecordedWithWhatIsAcceptedForIt_onceForAPlan() {
        test.bodies("api");
        test.bodies("db");
        var queue = test.queue;
        accepted(queue.submit("api", START, key("start"), Map.of()));
        accepted(queue.stopNow("api", key("stop now")));
        accepted(queue.kill("api", key("kill")));
        accepted(queue.submit("api", START, Source.OPERATOR));
        var plan = new BulkPlan(
                List.of(new BulkPlan.Member("db", START, List.of()), new BulkPlan.Member("api", START, List.of())),
                0,
                false,
                false);
        soon(queue.submit(plan, key("plan")));

        assertThat(keys()).containsExactly("start", "stop now", "kill", "none", "plan", "none");
    }

    @Test
    void key_ofAStopThatIsNotRecorded_isRecordedWithItWhenThatIsPossible() {
        test.bodies("api");
        test.journal.breakDown();
        var stop = accepted(test.queue.submit("api", OperationKind.STOP, key("stop"), Map.of()));
        assertThat(stop.isRecorded()).isFalse();
        assertThat(keys()).isEmpty();

        test.journal.repair();
        test.time.advance(Duration.ofSeconds(1));
        await().until(stop::isRecorded);
        assertThat(keys()).containsExactly("stop");
    }

    @Test
    void submit_unknownService_isRefused() {
        assertThat(refusal(test.queue.submit("nope", START, Source.OPERATOR))).isEqualTo("there is no service nope");
    }

    @Test
    void submit_nullParameter_throwsAndCountsAsNothing() {
        test.bodies("api");
        var parameters = new HashMap<String, String>();
        parameters.put("image", null);
        assertThatNullPointerException().isThrownBy(() -> test.queue.submit("api", START, Source.OPERATOR, parameters));
        assertThat(isDone(test.queue.drain())).isTrue();
    }

    @Test
    void submit_parameters_reachTheBody() {
        var body = test.bodies("api").next(HeldBody.obedient());
        test.queue.submit("api", START, Source.OPERATOR, Map.of("image", "api:2"));
        assertThat(body.awaitBegun().operation().parameters()).containsEntry("image", "api:2");
    }

    @Test
    void stop_whoseServiceCannotTakeNote_isAnsweredAndRunsAllTheSame() {
        test.queue.register("api", QueueSettings.DEFAULT, new OperationBody() {
            @Override
            public @Nullable CompletionStage<?> run(OperationContext context) {
                return null;
            }

            @Override
            public CompletionStage<?> stopsChanged() {
                throw new AssertionError("no note");
            }
        });
        var thread = Thread.currentThread();
        var before = thread.getUncaughtExceptionHandler();
        var reported = new ArrayList<Throwable>();
        thread.setUncaughtExceptionHandler((_, thrown) -> reported.add(thrown));
        var stop = accepted(test.queue.submit("api", OperationKind.STOP, Source.OPERATOR));
        thread.setUncaughtExceptionHandler(before);
        assertThat(outcome(stop)).isEqualTo(new Outcome.Succeeded());
        assertThat(reported).extracting(Throwable::getMessage).containsExactly("no note");
    }

    @Test
    void outcome_completedFromOutside_staysAsItIs() {
        test.bodies("api").next(HeldBody.obedient());
        var ticket = test.start("api");
        ticket.outcome().toCompletableFuture().complete(new Outcome.Failed("forged"));
        test.cancel(ticket);
        assertThat(outcome(ticket)).isEqualTo(new Outcome.Cancelled(new Cancellation.User()));
    }

    @Test
    void register_twice_isRejected() {
        test.bodies("api");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> test.queue.register("api", QueueSettings.DEFAULT, _ -> null)))
                .hasMessage("there is a queue for api already");
        assertThat(soon(test.submit("api", START))).isInstanceOf(Submission.Accepted.class);
    }
}
