package dev.signalbox.operation;

import static dev.signalbox.operation.OperationKind.RESTART;
import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.OperationKind.STOP;
import static dev.signalbox.operation.TestQueue.accepted;
import static dev.signalbox.operation.TestQueue.id;
import static dev.signalbox.operation.TestQueue.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Why something is asked for, in the words of who asks.
class WhyTest {
    private final TestQueue test = new TestQueue();

    private static Origin because(String why) {
        return Origin.of(Source.OPERATOR).because(why);
    }

    /// As the journal has them.
    private List<String> recorded() {
        return test.journal.records().stream()
                .filter(JournalRecord.Accepted.class::isInstance)
                .map(record -> ((JournalRecord.Accepted) record).operation().why())
                .toList();
    }

    @Test
    void operation_ofEachRoad_isRecordedWithWhy() {
        test.bodies("api");
        test.bodies("db");
        var queue = test.queue;
        accepted(queue.submit("api", START, because("one"), Map.of()));
        accepted(queue.stopNow("api", because("two")));
        accepted(queue.kill("api", because("three")));
        accepted(queue.submit("api", START, Source.OPERATOR));
        var plan = new BulkPlan(
                List.of(new BulkPlan.Member("db", START, List.of()), new BulkPlan.Member("api", START, List.of())),
                0,
                false,
                false);
        TestQueue.soon(queue.submit(plan, because("five")));

        assertThat(recorded()).containsExactly("one", "two", "three", "", "five", "five");
    }

    @Test
    void merged_eachKeepsItsOwn_alsoInItsEnd() {
        test.bodies("api", QueueSettings.Policy.COALESCE);
        test.queue.hold("api");
        var first = accepted(test.queue.submit("api", RESTART, because("new certificate"), Map.of()));
        var second = accepted(test.queue.submit("api", RESTART, because("new release"), Map.of()));

        assertThat(outcome(second)).isEqualTo(new Outcome.Coalesced(id(first)));
        assertThat(recorded()).containsExactly("new certificate", "new release");
        assertThat(second.operation().why()).isEqualTo("new release");
        assertThat(test.queue.snapshot("api").waiting().getFirst().operation().why())
                .isEqualTo("new certificate");
    }

    @Test
    void superseded_keepsItsOwn() {
        test.bodies("api", QueueSettings.Policy.COALESCE);
        test.queue.hold("api");
        var start = accepted(test.queue.submit("api", START, because("try it"), Map.of()));
        var stop = accepted(test.queue.submit("api", STOP, because("not today"), Map.of()));

        assertThat(outcome(start)).isEqualTo(new Outcome.Cancelled(new Cancellation.Superseded(id(stop))));
        assertThat(recorded()).containsExactly("try it", "not today");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\nlines", "bell\u0007", "turned \u202e round", "half \ud83d", "escape \u001b[31m"})
    void unseenCharacters_areAProblem_andCleanedToBlanks(String text) {
        assertThat(Why.problem(text)).contains("has characters that cannot be seen. Allowed: one line of text");
        assertThatThrownBy(() -> because(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("why has characters");
        assertThat(Why.problem(Why.cleaned(text))).isEmpty();
    }

    @Test
    void cleaned_keepsWhatCanBeSeen() {
        assertThat(Why.cleaned("  Ünïcödé 🚀 is\tfine\r\n")).isEqualTo("Ünïcödé 🚀 is fine");
        assertThat(Why.cleaned(" \n ")).isEmpty();
    }

    @Test
    void limit_countsCharacters_notWhatTheyAreMadeOf() {
        var most = "🚀".repeat(Why.MOST);

        assertThat(Why.problem(most)).isEmpty();
        assertThat(Why.problem(most + "x")).contains("has 201 characters. Allowed: at most 200");
        assertThat(Why.cleaned(most + "x")).isEqualTo(most);
    }
}
