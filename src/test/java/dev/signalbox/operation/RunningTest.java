package dev.signalbox.operation;

import static dev.signalbox.operation.TestQueue.id;
import static dev.signalbox.operation.TestQueue.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rules 3 to 7: one live body, in order, on its own thread, whatever it throws")
class RunningTest {
    private final TestQueue test = new TestQueue();

    @Test // rule 3
    void body_running_keepsTheNextWaiting() {
        var body = test.occupy("api");
        var next = test.start("api");
        assertThat(next.state()).isEqualTo(Ticket.State.WAITING);
        assertThat(test.bodies("api").started()).hasSize(1);

        body.letGo();
        assertThat(outcome(next)).isEqualTo(new Outcome.Succeeded());
    }

    @Test // rule 4
    void bodies_many_startInTheOrderOfAcceptance() {
        var body = test.occupy("api");
        var tickets = new ArrayList<Ticket>();
        for (var i = 0; i < 50; i++) {
            tickets.add(test.restart("api"));
        }
        body.letGo();
        tickets.forEach(TestQueue::outcome);
        assertThat(test.bodies("api").started()).isSorted().hasSize(51);
    }

    @Test // rule 5
    void bodies_ofOtherServices_doNotWait() {
        test.occupy("api", HeldBody.stubborn());
        Stream.of("web", "db", "mail")
                .map(test::start)
                .toList()
                .forEach(ticket -> assertThat(outcome(ticket)).isEqualTo(new Outcome.Succeeded()));
    }

    @Test // rule 6
    void thread_ofABody_isVirtualAndNamedAfterServiceOperationAndId() {
        var thread = new CompletableFuture<Thread>();
        test.bodies("api").next(_ -> {
            thread.complete(Thread.currentThread());
            return null;
        });
        var ticket = test.restart("api");
        outcome(ticket);
        assertThat(thread.join().isVirtual()).isTrue();
        assertThat(thread.join().getName()).isEqualTo("api restart #" + id(ticket));
    }

    @Test // rule 6
    void interrupt_ofACancelledBody_reachesNeitherTheNextBodyNorTheQueuesOwnWork() {
        var onTicket = new CompletableFuture<Boolean>();
        var onNextBody = new CompletableFuture<Boolean>();
        // Ends normally with the interrupt pending.
        test.bodies("api").next(context -> {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            return null;
        });
        test.bodies("api").next(_ -> {
            onNextBody.complete(Thread.currentThread().isInterrupted());
            return null;
        });
        var first = test.start("api");
        first.outcome().thenRun(() -> onTicket.complete(Thread.currentThread().isInterrupted()));
        test.start("api");
        test.cancel(first);
        assertThat(outcome(first)).isEqualTo(new Outcome.Succeeded());
        assertThat(onTicket.orTimeout(10, TimeUnit.SECONDS).join()).isFalse();
        assertThat(onNextBody.orTimeout(10, TimeUnit.SECONDS).join()).isFalse();
    }

    @Test // rule 7
    void body_throwingAnything_failsAndTheNextStarts() {
        test.bodies("api").next(_ -> {
            throw new IllegalStateException("port 80 is taken");
        });
        test.bodies("api").next(_ -> {
            throw new java.io.IOException("no such file");
        });
        test.bodies("api").next(_ -> {
            throw new StackOverflowError();
        });
        test.bodies("api").next(_ -> {
            throw new InterruptedException(); // of its own making: nobody asked it to stop
        });
        var tickets = Stream.generate(() -> test.start("api")).limit(5).toList();
        assertThat(tickets.stream().map(TestQueue::outcome))
                .containsExactly(
                        new Outcome.Failed("IllegalStateException: port 80 is taken"),
                        new Outcome.Failed("no such file"),
                        new Outcome.Failed("StackOverflowError"),
                        new Outcome.Failed("interrupted"),
                        new Outcome.Succeeded());
    }

    @Test
    void steps_reported_areInTheSnapshotAndTheRecord() {
        var body = test.bodies("api").next(HeldBody.obedient());
        var ticket = test.start("api");
        var context = body.awaitBegun();
        context.doing("waiting for the port");
        test.time.advance(java.time.Duration.ofMillis(48));
        context.step("listening");
        var step = new Step("listening", java.time.Duration.ofMillis(48), true);
        assertThat(test.queue.snapshot("api").active().steps()).containsExactly(step);

        body.letGo();
        outcome(ticket);
        assertThat(test.queue.snapshot("api").last().steps()).containsExactly(step);
        context.step("too late");
        assertThat(test.queue.snapshot("api").last().steps()).containsExactly(step);
    }

    @Test
    void steps_endless_pushOutTheOldest() {
        var body = test.bodies("api").next(HeldBody.obedient());
        test.start("api");
        var context = body.awaitBegun();
        for (var i = 1; i <= 1000; i++) {
            context.step("step " + i);
        }
        assertThat(test.queue.snapshot("api").active().steps())
                .hasSize(200)
                .last()
                .extracting(Step::text)
                .isEqualTo("step 1000");
    }
}
