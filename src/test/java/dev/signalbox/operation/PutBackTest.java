package dev.signalbox.operation;

import static dev.signalbox.operation.TestQueue.id;
import static dev.signalbox.operation.TestQueue.outcome;
import static dev.signalbox.operation.TestQueue.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What was dropped from a line comes back to its place, once, and what cannot come back is said.
class PutBackTest {
    private final TestQueue test = new TestQueue();

    private PutBack putBack(List<Long> operations, List<Long> line) {
        return soon(ask(operations, line));
    }

    private CompletionStage<PutBack> ask(List<Long> operations, List<Long> line) {
        return test.queue.putBack("web", operations, line, Origin.of(Source.OPERATOR));
    }

    private List<Long> line() {
        return test.queue.snapshot("web").waiting().stream()
                .map(waiting -> waiting.operation().id())
                .toList();
    }

    /// What stands in the line, each as the one that it puts back.
    private List<Long> meant() {
        return test.queue.snapshot("web").waiting().stream()
                .map(QueueSnapshot.Waiting::operation)
                .map(operation -> operation.again() == 0 ? operation.id() : operation.again())
                .toList();
    }

    private List<Long> fill(int count) {
        test.occupy("web");
        var ids = new ArrayList<Long>();
        for (int i = 0; i < count; i++) {
            ids.add(id(i % 2 == 0 ? test.restart("web") : test.stop("web")));
        }
        return ids;
    }

    @Test
    void aClearedQueueComesBackInItsOrder_asNewRequestsThatNameTheOldOnes() {
        var before = fill(3);
        test.queue.clear("web");

        var done = putBack(before, before);

        assertThat(done.refused()).isEmpty();
        assertThat(done.again())
                .extracting(ticket -> ticket.operation().again())
                .isEqualTo(before);
        assertThat(done.again())
                .extracting(ticket -> ticket.operation().kind())
                .containsExactly(OperationKind.RESTART, OperationKind.STOP, OperationKind.RESTART);
        assertThat(line()).doesNotContainAnyElementsOf(before);
        assertThat(meant()).isEqualTo(before);
    }

    @Test
    void oneThatWasCancelledComesBackBetweenItsNeighbours_andBeforeWhatWasAskedForSince() {
        var before = fill(3);
        test.queue.cancel(before.get(1));
        var later = id(test.restart("web"));

        putBack(List.of(before.get(1)), before);

        assertThat(meant()).containsExactly(before.get(0), before.get(1), before.get(2), later);
    }

    @Test
    void ofAllCancelledOneByOne_eachComesBackBesideThoseThatAreBackAlready() {
        var before = fill(3);
        before.forEach(test.queue::cancel);
        var later = id(test.restart("web"));

        putBack(List.of(before.get(2)), before);
        putBack(List.of(before.get(0)), before);
        putBack(List.of(before.get(1)), before);

        assertThat(meant()).containsExactly(before.get(0), before.get(1), before.get(2), later);
    }

    @Test
    void whatWasMergedComesBackToo_besideWhatItWasMergedInto() {
        test.occupy("web");
        var before = Stream.generate(() -> id(test.restart("web"))).limit(3).toList();
        assertThat(test.queue.mergeDuplicates("web")).isEqualTo(2);

        var done = putBack(before, before);

        assertThat(meant()).isEqualTo(before);
        assertThat(done.moved()).containsExactly(before.getFirst());
    }

    @Test
    void whatWasMovedGoesBackToItsPlace_asTheSameRequest() {
        var before = fill(3);
        test.queue.move(before.get(2), 0);

        var done = putBack(List.of(before.get(2)), before);

        assertThat(line()).isEqualTo(before);
        assertThat(done.moved()).containsExactly(before.get(2));
        assertThat(done.again()).isEmpty();
    }

    @Test
    void whatHasBegunOrEndedMeanwhileIsSaid_andTheOthersComeBack() {
        var body = test.occupy("web");
        var first = test.restart("web");
        var second = test.restart("web");
        var before = List.of(id(first), id(second));
        test.queue.cancel(id(second));
        var running = HeldBody.obedient();
        test.bodies("web").next(running);
        body.letGo();
        running.awaitBegun();

        var done = putBack(before, before);

        assertThat(done.refused()).containsExactly("restart #" + id(first) + " has begun");
        assertThat(done.again())
                .singleElement()
                .satisfies(ticket -> assertThat(ticket.operation().again()).isEqualTo(id(second)));
        running.letGo();
        assertThat(outcome(first)).isEqualTo(new Outcome.Succeeded());
        assertThat(putBack(List.of(id(first)), before).refused())
                .containsExactly("#" + id(first) + " has ended, or has not left the line of web within the last 60 s");
    }

    @Test
    void nothingIsPutBackTwice_howeverManyAskAtOnce() throws InterruptedException {
        var before = fill(20);
        test.queue.clear("web");
        var begin = new CountDownLatch(1);
        var answers = Collections.synchronizedList(new ArrayList<PutBack>());
        var threads = Stream.generate(() -> Thread.ofPlatform().start(() -> {
                    try {
                        begin.await();
                        answers.add(putBack(before, before));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .limit(4)
                .toList();
        begin.countDown();
        for (var thread : threads) {
            thread.join();
        }

        assertThat(meant()).isEqualTo(before);
        assertThat(answers.stream().mapToInt(answer -> answer.again().size()).sum())
                .isEqualTo(20);
        assertThat(answers.stream().flatMap(answer -> answer.refused().stream()))
                .hasSize(60)
                .allMatch(reason -> reason.contains(" was put back already, as #"));
    }

    @Test
    void aboveTheCeilingTheRestIsRefused() {
        test.queue.register("small", QueueSettings.DEFAULT.withCeiling(2), test.bodies("other"));
        test.queue.hold("small");
        var ids = Stream.generate(() ->
                        id(TestQueue.accepted(test.queue.submit("small", OperationKind.RESTART, Source.OPERATOR))))
                .limit(2)
                .toList();
        test.queue.clear("small");
        TestQueue.accepted(test.queue.submit("small", OperationKind.RESTART, Source.OPERATOR));

        var done = soon(test.queue.putBack("small", ids, ids, Origin.of(Source.OPERATOR)));

        assertThat(done.again()).hasSize(1);
        assertThat(done.refused())
                .singleElement()
                .satisfies(reason -> assertThat(reason)
                        .startsWith("restart #" + ids.get(1) + " could not: ")
                        .contains("which is as many as may"));
    }

    @Test
    void afterAMinuteItIsKnownNoMore() {
        var before = fill(1);
        test.queue.clear("web");
        test.time.advance(Duration.ofSeconds(60));

        assertThat(putBack(before, before).again()).isEmpty();
    }

    @Test
    void whereTheJournalCannotBeWritten_nothingComesBack_andItCanBeAskedForOnceMore() {
        var before = fill(2);
        test.queue.clear("web");
        test.journal.breakDown();

        var done = putBack(before, before);

        assertThat(done.again()).isEmpty();
        assertThat(done.refused())
                .singleElement()
                .satisfies(reason -> assertThat(reason).startsWith("the journal cannot be written"));
        test.journal.repair();
        test.time.advance(Duration.ofSeconds(2));
        assertThat(putBack(before, before).again()).hasSize(2);
    }

    @Test
    void aMemberOfAPlanIsNotPutBackByItself() {
        test.occupy("web");
        test.bodies("db");
        var plan = new BulkPlan(List.of(new BulkPlan.Member("web", OperationKind.RESTART, List.of())), 0, false, false);
        var planned = ((PlanSubmission.Accepted) soon(test.queue.submit(plan, Source.OPERATOR))).ticket();
        test.queue.clear("web");

        var done = putBack(List.of(planned.id()), List.of(planned.id()));

        assertThat(done.refused())
                .containsExactly("restart #" + planned.id() + " is part of plan #" + planned.id()
                        + ", which is run again as a whole");
    }

    @Test
    void theQueueComesToRestWithWhatWasPutBack() {
        var body = test.occupy("web");
        var dropped = test.restart("web");
        test.queue.clear("web");
        var again = putBack(List.of(id(dropped)), List.of()).again().getFirst();

        body.letGo();

        assertThat(outcome(again)).isEqualTo(new Outcome.Succeeded());
        soon(test.queue.drain());
    }
}
