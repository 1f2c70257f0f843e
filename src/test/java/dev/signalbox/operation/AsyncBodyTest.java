package dev.signalbox.operation;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.operation.TestQueue.TIMEOUT;
import static dev.signalbox.operation.TestQueue.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rules 3, 9, 10 and 12 for a body that returns a stage")
class AsyncBodyTest {
    private final TestQueue test = new TestQueue();
    private final CompletableFuture<String> stage = new CompletableFuture<>();
    private final CompletableFuture<OperationContext> returned = new CompletableFuture<>();
    private Ticket ticket;

    @BeforeEach
    void submit() {
        test.bodies("api").next(context -> {
            returned.complete(context);
            return stage;
        });
        ticket = test.start("api");
        returned.join();
    }

    @Test
    void stage_open_keepsTheServiceTaken() {
        var next = test.start("api");
        assertThat(test.reason(next)).isEqualTo(new WaitReason.Behind(ticket.operation()));
        stage.complete("up");
        assertThat(outcome(ticket)).isEqualTo(new Outcome.Succeeded());
        assertThat(outcome(next)).isEqualTo(new Outcome.Succeeded());
    }

    @Test
    void stage_failed_failsTheOperation() {
        stage.completeExceptionally(new CompletionException(new java.io.IOException("no route to host")));
        assertThat(outcome(ticket)).isEqualTo(new Outcome.Failed("no route to host"));
    }

    @Test
    void deadline_passed_timesOutButNeverFreesTheServiceNorCompletesTheStage() {
        var next = test.start("api");
        test.time.advance(TIMEOUT);
        assertThat(outcome(ticket)).isEqualTo(new Outcome.TimedOut(TIMEOUT));
        assertThat(returned.join().stopRequested()).isTrue();
        assertThat(stage).isNotDone();
        assertThat(next.state()).isEqualTo(Ticket.State.WAITING);
        assertThat(test.bodies("api").started()).hasSize(1);

        stage.complete("up, but late");
        assertThat(outcome(next)).isEqualTo(new Outcome.Succeeded());
        assertThat(outcome(ticket)).isEqualTo(new Outcome.TimedOut(TIMEOUT));
        assertThat(test.journal.story(1)).endsWith("Ended", "LateEffect");
    }

    @Test
    void cancel_running_asksItToStop() {
        assertThat(test.cancel(ticket)).isEqualTo(CancelResult.STOP_REQUESTED);
        assertThat(test.cancel(ticket)).isEqualTo(CancelResult.STOP_REQUESTED);
        assertThat(returned.join().stopRequested()).isTrue();
        assertThat(ticket.state()).isEqualTo(Ticket.State.RUNNING);
        stage.cancel(false);
        assertThat(outcome(ticket)).isEqualTo(new Outcome.Cancelled(new Cancellation.User()));
    }

    @Test
    void stage_thatCannotBeWatched_failsTheOperation() {
        stage.complete("up");
        test.bodies("api").next(_ -> new UnwatchableStage());
        var broken = test.start("api");
        assertThat(outcome(broken)).isEqualTo(new Outcome.Failed("UnsupportedOperationException"));
        await().until(() -> test.queue.snapshot("api").active() == null);
    }

    private static final class UnwatchableStage extends CompletableFuture<String> {
        @Override
        public CompletableFuture<String> whenComplete(
                java.util.function.BiConsumer<? super String, ? super Throwable> action) {
            throw new UnsupportedOperationException();
        }
    }
}
