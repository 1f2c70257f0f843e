package dev.signalbox.operation;

import static dev.signalbox.operation.OperationKind.RESTART;
import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.OperationKind.STOP;
import static dev.signalbox.operation.TestQueue.accepted;
import static dev.signalbox.operation.TestQueue.effectiveOutcome;
import static dev.signalbox.operation.TestQueue.id;
import static dev.signalbox.operation.TestQueue.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Rules 17 to 19: keep, coalesce, and the outcome of what was merged")
class PolicyTest {
    private final TestQueue test = new TestQueue();

    @BeforeEach
    void hold() {
        test.bodies("api", QueueSettings.Policy.COALESCE);
        test.queue.hold("api");
    }

    private List<Long> waiting(String service) {
        return test.queue.snapshot(service).waiting().stream()
                .map(waiting -> waiting.operation().id())
                .toList();
    }

    private Ticket submit(OperationKind kind) {
        return accepted(test.submit("api", kind));
    }

    @Test // rule 17
    void keep_fiveRestarts_areFiveRestarts() {
        Stream.generate(() -> test.restart("web")).limit(5).toList().forEach(TestQueue::outcome);
        assertThat(test.bodies("web").started()).hasSize(5);
    }

    @ParameterizedTest(name = "{0} then {1}: {2}, {3}") // rule 18
    @CsvSource({
        "START, START, waits, merged",
        "START, STOP, superseded, waits",
        "START, RESTART, merged, waits",
        "STOP, START, waits, waits",
        "STOP, STOP, waits, merged",
        "STOP, RESTART, superseded, waits",
        "RESTART, START, waits, merged",
        "RESTART, STOP, superseded, waits",
        "RESTART, RESTART, waits, merged"
    })
    void coalesce_pair_followsTheTable(OperationKind first, OperationKind second, String ofFirst, String ofSecond) {
        var tail = submit(first);
        var next = submit(second);
        assertThat(fate(tail, next)).isEqualTo(ofFirst);
        assertThat(fate(next, tail)).isEqualTo(ofSecond);
    }

    private static String fate(Ticket ticket, Ticket other) {
        if (ticket.state() == Ticket.State.WAITING) {
            return "waits";
        }
        if (outcome(ticket).equals(new Outcome.Coalesced(id(other)))) {
            return "merged";
        }
        return outcome(ticket).equals(new Outcome.Cancelled(new Cancellation.Superseded(id(other))))
                ? "superseded"
                : outcome(ticket).describe();
    }

    @Test // rule 18
    void coalesce_again_untilNothingChanges() {
        submit(STOP);
        submit(START);
        var restart = submit(RESTART); // takes the start in, and then supersedes the stop
        assertThat(waiting("api")).containsExactly(id(restart));
        assertThat(outcome(submit(RESTART))).isEqualTo(new Outcome.Coalesced(id(restart)));
    }

    @Test // rule 18
    void coalesce_activeOperation_isNeverMergedWith() {
        var body = test.bodies("api").next(HeldBody.obedient());
        test.queue.resume("api");
        var active = submit(START);
        body.awaitBegun();
        var same = submit(START);
        assertThat(same.state()).isEqualTo(Ticket.State.WAITING);
        body.letGo();
        assertThat(outcome(same)).isEqualTo(new Outcome.Succeeded());
        assertThat(test.bodies("api").started()).containsExactly(id(active), id(same));
    }

    @Test // rule 18
    void coalesce_otherParameters_areNotMerged() {
        var one = accepted(test.queue.submit("api", START, Source.OPERATOR, Map.of("image", "api:1")));
        var two = accepted(test.queue.submit("api", START, Source.OPERATOR, Map.of("image", "api:2")));
        var twoAgain = accepted(test.queue.submit("api", START, Source.AUTOSTART, Map.of("image", "api:2")));
        assertThat(waiting("api")).containsExactly(id(one), id(two));
        assertThat(outcome(twoAgain)).isEqualTo(new Outcome.Coalesced(id(two)));
    }

    @Test // rule 19
    void effectiveOutcome_ofAMergedOne_isTheSurvivors() {
        test.bodies("api").next(_ -> {
            throw new IllegalStateException("port 80 is taken");
        });
        var first = submit(START);
        var second = submit(START); // into the first
        var survivor = submit(RESTART); // takes the first in
        assertThat(outcome(first)).isEqualTo(new Outcome.Coalesced(id(survivor)));
        assertThat(outcome(second)).isEqualTo(new Outcome.Coalesced(id(first)));
        assertThat(second.effectiveOutcome().toCompletableFuture()).isNotDone();

        test.queue.resume("api");
        var failed = new Outcome.Failed("IllegalStateException: port 80 is taken");
        assertThat(effectiveOutcome(survivor)).isEqualTo(failed);
        assertThat(effectiveOutcome(first)).isEqualTo(failed);
        assertThat(effectiveOutcome(second)).isEqualTo(failed);
    }

    @Test // rule 19
    void cancel_survivor_cancelsTheFollowersEffectiveOutcome() {
        var survivor = submit(START);
        var follower = submit(START);
        test.cancel(survivor);
        assertThat(effectiveOutcome(follower)).isEqualTo(new Outcome.Cancelled(new Cancellation.User()));
    }

    @Test // rule 19
    void supersede_survivor_supersedesTheFollowersEffectiveOutcome() {
        submit(START);
        var follower = submit(START);
        var stop = submit(STOP);
        assertThat(effectiveOutcome(follower)).isEqualTo(new Outcome.Cancelled(new Cancellation.Superseded(id(stop))));
    }

    @Test
    void mergeDuplicates_keptQueue_appliesTheTableOnce() {
        test.bodies("web");
        test.queue.hold("web");
        var tickets = Stream.of(START, START, STOP, STOP, START, RESTART, STOP, START)
                .map(kind -> accepted(test.submit("web", kind)))
                .toList();
        assertThat(test.queue.mergeDuplicates("web")).isEqualTo(6);
        assertThat(waiting("web")).containsExactly(7L, 8L);
        assertThat(tickets.stream().limit(6).map(ticket -> outcome(ticket).describe()))
                .containsExactly(
                        "cancelled: superseded by #3",
                        "merged into #1",
                        "cancelled: superseded by #6",
                        "merged into #3",
                        "merged into #6",
                        "cancelled: superseded by #7");
    }

    @Test // rules 16 and 18
    void coalesce_whatTheConsoleWants_neverReplacesAPersonsStop() {
        var stop = submit(STOP);
        var own = accepted(test.queue.submit("api", RESTART, new Source(Source.Road.HEALTH, "")));
        assertThat(waiting("api")).containsExactly(id(stop), id(own));
        assertThat(Coalescing.TABLE.mergeable(test.queue.snapshot("api").waiting()))
                .isZero();
        assertThat(test.queue.mergeDuplicates("api")).isZero();
        test.queue.resume("api");
        assertThat(outcome(stop)).isEqualTo(new Outcome.Succeeded());
    }
}
