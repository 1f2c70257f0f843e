package dev.signalbox.operation;

import static dev.signalbox.operation.TestQueue.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;

@DisplayName("Rule 24: a submission that races with closing gets a ticket that ends, or is refused")
@Tag("interleaving")
class CloseRaceTest {
    private static final int SUBMITTERS = 4;
    private static final int EACH = 25;

    @RepeatedTest(50)
    void submit_whileClosing_neverGetsSilence() throws InterruptedException {
        var test = new TestQueue();
        test.bodies("api");
        var answers = new ConcurrentLinkedQueue<CompletionStage<Submission>>();
        var underWay = new CountDownLatch(SUBMITTERS * EACH / 3);
        var threads = new Thread[SUBMITTERS];
        for (var i = 0; i < SUBMITTERS; i++) {
            threads[i] = Thread.startVirtualThread(() -> {
                for (var n = 0; n < EACH; n++) {
                    answers.add(test.queue.submit("api", OperationKind.RESTART, Source.OPERATOR));
                    underWay.countDown();
                    Thread.yield();
                }
            });
        }
        underWay.await();
        test.queue.close();
        for (var thread : threads) {
            thread.join();
        }
        soon(test.queue.drain());
        assertThat(answers).hasSize(SUBMITTERS * EACH).allSatisfy(answer -> {
            if (soon(answer) instanceof Submission.Accepted(var ticket)) {
                assertThat(ticket.outcome().toCompletableFuture()).isDone();
            }
        });
    }
}
