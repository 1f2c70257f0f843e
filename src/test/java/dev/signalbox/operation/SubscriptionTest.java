package dev.signalbox.operation;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.operation.TestQueue.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Subscriptions: in order, and nobody waits for a listener")
class SubscriptionTest {
    private final TestQueue test = new TestQueue();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    /// Writes down all that it hears, after `first`.
    private QueueListener listener(Consumer<QueueEvent> first) {
        return new QueueListener() {
            @Override
            public void onEvent(QueueEvent event) {
                first.accept(event);
                heard.add(event.getClass().getSimpleName() + " "
                        + event.operation().id());
            }

            @Override
            public void onChange(String service) {
                heard.add("change " + service);
            }

            @Override
            public void onMissed(long count) {
                heard.add("missed " + count);
            }
        };
    }

    private void awaitHeard(String last) {
        await().dontCatchUncaughtExceptions().until(() -> heard.contains(last));
    }

    @Test
    void events_ofOneOperation_arriveInOrder() {
        test.queue.subscribe(100, listener(_ -> {}));
        var body = test.occupy("api", HeldBody.stubborn());
        body.awaitBegun().step("half way");
        test.time.advance(TestQueue.TIMEOUT);
        test.time.advance(TestQueue.GRACE);
        body.letGo();
        awaitHeard("Freed 1");
        assertThat(heard)
                .containsExactly(
                        "Accepted 1",
                        "Started 1",
                        "Stepped 1",
                        "Ended 1",
                        "StopRequested 1",
                        "Wedged 1",
                        "LateEffect 1",
                        "Freed 1");
    }

    @Test
    void events_ofManyOperations_arriveInTheOrderOfTheirStarts() {
        test.queue.subscribe(10_000, listener(_ -> {}));
        var tickets = IntStream.range(0, 200).mapToObj(_ -> test.restart("api")).toList();
        tickets.forEach(TestQueue::outcome);
        awaitHeard("Freed 200");
        assertThat(heard.stream().filter(text -> text.startsWith("Started")))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 200)
                        .mapToObj(id -> "Started " + id)
                        .toList());
    }

    @Test
    void listener_tooSlow_missesTheOldestIsToldAndSlowsNobody() {
        var gate = new CountDownLatch(1);
        var reached = new CountDownLatch(1);
        test.queue.subscribe(3, listener(_ -> {
            reached.countDown();
            waitFor(gate);
        }));
        var body = test.occupy("api"); // so that no more is told than there is room for before anything is heard
        waitFor(reached);
        body.letGo();
        await().until(() -> test.queue.snapshot("api").active() == null);
        test.queue.hold("api");
        test.queue.resume("api");
        gate.countDown();
        // Of Accepted, Started, Ended, Freed and two changes the first was being heard, and three had room.
        awaitHeard("change api");
        await().until(() -> heard.size() == 5);
        assertThat(heard).containsExactly("Accepted 1", "missed 2", "Freed 1", "change api", "change api");
    }

    @Test
    void listener_broken_hearsWhatFollowsAndHarmsNobody() {
        var other = new CopyOnWriteArrayList<QueueEvent>();
        test.queue.subscribe(100, listener(event -> {
            if (event instanceof QueueEvent.Started) {
                throw new IllegalStateException("broken listener, as planned");
            }
        }));
        test.queue.subscribe(100, other::add);
        assertThat(outcome(test.start("api"))).isEqualTo(new Outcome.Succeeded());
        awaitHeard("Freed 1");
        assertThat(heard).containsExactly("Accepted 1", "Ended 1", "Freed 1");
        await().dontCatchUncaughtExceptions()
                .untilAsserted(() -> assertThat(other).hasSize(4));
    }

    @Test
    void close_subscription_hearsNoMore() {
        var subscription = test.queue.subscribe(100, listener(_ -> {}));
        outcome(test.start("api"));
        awaitHeard("Freed 1");
        subscription.close();
        outcome(test.start("api"));
        assertThat(heard).hasSize(4);
    }

    @Test
    void journal_downAndBack_isAChangeWhereSomethingWaitsForIt() {
        test.bodies("web");
        test.bodies("api");
        test.queue.hold("api");
        test.start("api");
        test.queue.subscribe(100, listener(_ -> {}));
        test.journal.breakDown();
        test.submit("web", OperationKind.START);
        test.time.advance(Duration.ZERO);
        await().untilAsserted(() -> assertThat(heard).contains("change api"));
        test.journal.repair();
        test.time.advance(Duration.ofSeconds(1));
        await().untilAsserted(() -> assertThat(heard).containsOnly("change api").hasSize(2));
    }

    @Test
    void subscribe_noRoom_isRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> test.queue.subscribe(0, _ -> {}))
                .withMessage("capacity must be at least 1, not 0");
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
