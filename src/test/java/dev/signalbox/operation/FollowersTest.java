package dev.signalbox.operation;

import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.OperationKind.STOP;
import static dev.signalbox.operation.TestQueue.accepted;
import static dev.signalbox.operation.TestQueue.id;
import static dev.signalbox.operation.TestQueue.outcome;
import static dev.signalbox.operation.TestQueue.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Waiting;
import dev.signalbox.journal.Journal;
import dev.signalbox.journal.Retention;
import dev.signalbox.time.SystemTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// With a true journal, whose answers come on a thread of its own.
@DisplayName("Rule 31: what follows a ticket delays nobody but its own service")
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FollowersTest {
    @TempDir
    private Path folder;

    private final SystemTime time = new SystemTime();
    private final Queue<Throwable> reported = new ConcurrentLinkedQueue<>();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final CountDownLatch forEver = new CountDownLatch(1);
    private Journal journal;
    private OperationQueue queue;

    @BeforeEach
    void open() throws IOException {
        journal = Journal.open(folder.resolve("journal.db"), InstantSource.system(), Retention.DEFAULT);
        Threads threads = (name, task) -> Thread.ofVirtual()
                .name(name)
                .uncaughtExceptionHandler((_, thrown) -> reported.add(thrown))
                .start(task);
        queue = new OperationQueue(journal, time, journal.firstId(), threads, Coalescing.TABLE, ServiceQueue::new);
        List.of("a", "b").forEach(service -> queue.register(service, QueueSettings.DEFAULT, _ -> null));
    }

    @AfterEach
    void close() throws Exception {
        forEver.countDown();
        queue.close();
        soon(queue.drain());
        journal.close();
        time.close();
    }

    private void hang() {
        hanging.countDown();
        await(forEver);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private CompletionStage<Submission> submit(String service, OperationKind kind) {
        return queue.submit(service, kind, Source.OPERATOR);
    }

    /// The ticket of an operation that waits until its queue is resumed.
    private Ticket held(String service) {
        queue.hold(service);
        return accepted(submit(service, START));
    }

    private void assertOthersGoOn() {
        await(hanging);
        assertThat(outcome(accepted(submit("b", START)))).isEqualTo(new Outcome.Succeeded());
        assertThat(queue.snapshot("b").last()).isNotNull();
    }

    @Test
    void followerOfAnOutcomeThatHangs_othersAreAcceptedStartAndEnd() {
        held("a").outcome().thenRun(this::hang);
        queue.resume("a");
        assertOthersGoOn();
    }

    @Test
    void followerOfAMergedOutcomeThatHangs_othersAreAcceptedStartAndEnd() {
        held("a").effectiveOutcome().thenRun(this::hang);
        queue.resume("a");
        assertOthersGoOn();
    }

    @Test
    void followerOfAnAcceptanceThatHangs_othersAreAcceptedStartAndEnd() {
        // The journal answers this one when it has written what came before it.
        IntStream.range(0, 100).forEach(_ -> submit("a", START));
        submit("a", START).thenRun(this::hang);
        assertOthersGoOn();
    }

    @Test
    void followerOfAPlanThatHangs_itsMembersAreDone() {
        IntStream.range(0, 100).forEach(_ -> submit("a", START));
        var plan = new BulkPlan(List.of(new BulkPlan.Member("a", STOP, List.of())), 0, false, false);
        queue.submit(plan, Source.OPERATOR).thenRun(this::hang);
        assertOthersGoOn();
        assertThat(outcome(accepted(submit("a", START)))).isEqualTo(new Outcome.Succeeded());
    }

    @Test
    void followerThatHangs_itsOwnServiceGoesOnToo_asFarAsTheQueueGoes() {
        held("a").outcome().thenRun(this::hang);
        queue.resume("a");
        await(hanging);
        submit("a", STOP);
        Waiting.await().until(() -> {
            var last = queue.snapshot("a").last();
            return last != null && last.operation().kind() == STOP;
        });
        soon(queue.drain());
    }

    @Test
    void followerOfALastOperationThatHangs_drainingComesToRest_andOthersAreLetGoOf() {
        held("a").outcome().thenRun(this::hang);
        queue.resume("a");
        await(hanging);
        soon(queue.unregister("b"));
        soon(queue.drain());
    }

    @Test
    void followerOfALettingGoThatHangs_othersAreAcceptedStartAndEnd() {
        var body = HeldBody.obedient();
        queue.register("c", QueueSettings.DEFAULT, body);
        submit("c", START);
        body.awaitBegun();
        queue.unregister("c").thenRun(this::hang);
        body.letGo();
        assertOthersGoOn();
    }

    @Test
    void followerThatThrows_isReported_andLosesNoneBehindIt() {
        var ticket = held("a");
        var next = accepted(submit("a", STOP));
        var others = new CountDownLatch(3);
        ticket.outcome().thenRun(others::countDown);
        ticket.outcome().thenRun(() -> {
            throw new AssertionError("the follower is broken");
        });
        ticket.outcome().thenAccept(_ -> {
            throw new IllegalArgumentException("so is this one");
        });
        ticket.outcome().thenRun(others::countDown);
        next.outcome().thenRun(others::countDown);
        queue.resume("a");
        await(others);
        Waiting.await().until(() -> reported.size() == 2);
        assertThat(reported)
                .extracting(Throwable::getMessage)
                .containsExactlyInAnyOrder("the follower is broken", "so is this one");
    }

    @Test
    void followersOfOneService_runInTheOrderOfItsTickets_neverTwoAtOnce() {
        queue.hold("a");
        var seen = new ConcurrentLinkedQueue<Long>();
        var expected = new ArrayList<Long>();
        var atOnce = new AtomicInteger();
        var most = new AtomicInteger();
        var last = new CompletableFuture<Void>();
        for (var i = 0; i < 200; i++) {
            var ticket = accepted(submit("a", START));
            expected.add(id(ticket));
            last = ticket.outcome()
                    .thenRun(() -> {
                        most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                        seen.add(id(ticket));
                        Thread.yield();
                        atOnce.decrementAndGet();
                    })
                    .toCompletableFuture();
        }
        queue.resume("a");
        soon(last);
        assertThat(seen).containsExactlyElementsOf(expected);
        assertThat(most).hasValue(1);
    }

    @Test
    void followerThatWaitsForALaterTicketOfItsService_getsItsOutcome() {
        var first = held("a");
        var second = accepted(submit("a", START));
        var outcome = second.outcome();
        var seen = first.outcome().thenApply(_ -> outcome.toCompletableFuture().join());
        queue.resume("a");
        assertThat(soon(seen)).isEqualTo(new Outcome.Succeeded());
    }

    @Test
    void followersOfTwoServicesThatWaitForEachOthersLaterTickets_getTheirOutcomes() {
        var first = List.of(held("a"), held("b"));
        var later = List.of(accepted(submit("b", START)), accepted(submit("a", START)));
        var seen = new ArrayList<CompletionStage<Outcome>>();
        for (var i = 0; i < 2; i++) {
            var outcome = later.get(i).outcome().toCompletableFuture();
            seen.add(first.get(i).outcome().thenApply(_ -> outcome.join()));
        }
        queue.resume("a");
        queue.resume("b");
        seen.forEach(each -> assertThat(soon(each)).isEqualTo(new Outcome.Succeeded()));
    }

    @Test
    void followerThatWaitsForALaterAnswerOfItsService_getsIt() throws Exception {
        var seen = held("a").outcome().thenApply(_ -> {
            try {
                return submit("a", START).toCompletableFuture().get(10, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        queue.resume("a");
        assertThat(soon(seen)).isInstanceOf(Submission.Accepted.class);
    }

    @Test
    void followerThatWaitsForWhatFollowsALaterTicket_isToldThatItNeverComes() {
        var first = held("a");
        var second = accepted(submit("a", START));
        var behind = second.outcome().thenApply(_ -> "behind").toCompletableFuture();
        var ended = new CountDownLatch(1);
        first.outcome().thenRun(behind::join).whenComplete((_, _) -> ended.countDown());
        queue.resume("a");
        await(ended);
        assertThat(soon(behind)).isEqualTo("behind");
        Waiting.await().until(() -> reported.size() == 1);
        assertThat(reported.element())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("must not wait for what follows one");
    }
}
