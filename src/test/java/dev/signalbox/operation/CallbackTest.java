package dev.signalbox.operation;

import static dev.signalbox.operation.OperationKind.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Whatever depends on the queue runs outside its lock")
class CallbackTest {
    private final TestQueue test = new TestQueue();
    private final CompletableFuture<Boolean> unlocked = new CompletableFuture<>();

    /// Holds on until another thread has had the lock of the service's queue, or has not for too long.
    private void look() {
        unlocked.completeAsync(() -> test.queue.snapshot("api").service().equals("api"));
        unlocked.completeOnTimeout(false, 10, TimeUnit.SECONDS).join();
    }

    private void assertUnlocked() {
        assertThat(unlocked.join()).isTrue();
    }

    @Test
    void answer_ofASubmission() {
        test.bodies("api");
        test.journal.answerLater();
        var dependent = test.submit("api", START).thenRun(this::look);
        test.journal.completeNext();
        TestQueue.soon(dependent);
        assertUnlocked();
    }

    @Test
    void outcome_ofATicket() {
        var body = test.bodies("api").next(HeldBody.obedient());
        var ticket = test.start("api");
        var dependent = ticket.outcome().thenRun(this::look);
        body.letGo();
        TestQueue.soon(dependent);
        assertUnlocked();
    }

    @Test
    void rest_ofADrain() {
        var body = test.occupy("api");
        var dependent = test.queue.drain().thenRun(this::look);
        body.letGo();
        TestQueue.soon(dependent);
        assertUnlocked();
    }

    @Test
    void rest_afterATimedOutBody() {
        var body = test.occupy("api", HeldBody.stubborn());
        test.time.advance(TestQueue.TIMEOUT);
        var dependent = test.queue.drain().thenRun(this::look);
        body.letGo();
        TestQueue.soon(dependent);
        assertUnlocked();
    }

    @Test
    void abandonAction_ofABody() {
        var body = test.occupy("api", HeldBody.stubborn());
        body.awaitBegun().onAbandoned(this::look);
        test.queue.cancel(1);
        test.time.advance(TestQueue.GRACE);
        assertThat(test.queue.abandon("api")).isTrue();
        assertUnlocked();
        body.letGo();
    }
}
