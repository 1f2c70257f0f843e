package dev.signalbox.operation;

import static dev.signalbox.operation.TestQueue.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.time.FakeTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Every sequence of starts, stops and restarts up to a length, through a held queue as it is.
///
/// From both initial states, what is left waiting must lead to what running everything leads to: the service
/// runs or not; if it ran before and runs after, it is another instance exactly if running everything makes
/// it another one.
@DisplayName("Rule 18: the table loses no state and no replacement of an instance")
class CoalescingTableTest {
    private static final int MAX_LENGTH = 8;

    @Test
    void table_allSequences_agreesWithRunningEverything() {
        assertThat(violations(Coalescing.TABLE)).isEmpty();
    }

    @Test
    void latestWins_losesAReplacement() {
        assertThat(violations((_, _) -> Coalescing.Decision.TAIL_SUPERSEDED))
                .contains("[STOP, START] was merged to [START]: the instance is not replaced");
    }

    @Test
    void startIntoTail_losesTheFinalState() {
        assertThat(violations((_, _) -> Coalescing.Decision.NEW_INTO_TAIL))
                .contains("[STOP, START] was merged to [STOP]: running is false");
    }

    @Test
    void keepBoth_letsMoreThanTwoWait() {
        assertThat(violations((_, _) -> Coalescing.Decision.KEEP_BOTH))
                .contains("[STOP, STOP, STOP] was merged to [STOP, STOP, STOP]: more than two wait");
    }

    private static List<String> violations(Coalescing table) {
        var queue = new OperationQueue(
                new InMemoryJournal(1), new FakeTime(), 1, Threads.VIRTUAL, table, ServiceQueue::new);
        queue.register(
                "api", new QueueSettings(QueueSettings.Policy.COALESCE, TestQueue.TIMEOUT, TestQueue.GRACE), _ -> null);
        queue.hold("api");
        var violations = new ArrayList<String>();
        for (var length = 1; length <= MAX_LENGTH; length++) {
            for (var number = 0; number < Math.pow(OperationKind.values().length, length); number++) {
                check(queue, sequence(number, length), violations);
                queue.clear("api");
            }
        }
        return violations;
    }

    private static List<OperationKind> sequence(int number, int length) {
        var kinds = OperationKind.values();
        var sequence = new ArrayList<OperationKind>();
        for (var rest = number; sequence.size() < length; rest /= kinds.length) {
            sequence.add(kinds[rest % kinds.length]);
        }
        return sequence;
    }

    private static void check(OperationQueue queue, List<OperationKind> sequence, List<String> violations) {
        var all = sequence.stream()
                .map(kind ->
                        accepted(queue.submit("api", kind, Source.OPERATOR)).operation())
                .toList();
        var merged = queue.snapshot("api").waiting().stream()
                .map(QueueSnapshot.Waiting::operation)
                .toList();
        var what = sequence + " was merged to "
                + merged.stream().map(Operation::kind).toList() + ": ";
        if (merged.size() > 2) {
            violations.add(what + "more than two wait");
        }
        for (var initial : List.of(SimulatedService.RUNNING, SimulatedService.STOPPED)) {
            var expected = initial.afterAll(all);
            var actual = initial.afterAll(merged);
            if (expected.isRunning() != actual.isRunning()) {
                violations.add(what + "running is " + actual.isRunning());
            } else if (expected.isUntouched() != actual.isUntouched()) {
                violations.add(what + "the instance is " + (actual.isUntouched() ? "not replaced" : "replaced"));
            }
        }
    }
}
