package dev.signalbox.service.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rule 28c: no number of an operation is given twice")
final class IntentsTest {
    private final MemoryStore store = new MemoryStore();

    private Intents open() {
        return new Intents(store, "boot");
    }

    @Test
    void journalThatCannotBeOpened_numbersGoOnAboveThoseThatItMayKnow() {
        var intents = open();
        LongStream.rangeClosed(1, 5_000).forEach(intents::gives);
        Supervised.soon(intents.keepNumber(4_000));

        var next = open();
        assertThat(next.firstNumber(false)).isGreaterThan(5_000);
        assertThat(next.firstNumber(true)).isEqualTo(4_001);
    }

    @Test
    void stateThatKnowsNothing_beginsWithOne() {
        assertThat(open().firstNumber(false)).isEqualTo(1);
        assertThat(open().firstNumber(true)).isEqualTo(1);
    }
}
