package dev.signalbox.console.palette;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is found in a phrase, and which of its letters.
class FuzzyTest {

    private static int score(String typed, String phrase) {
        return new Fuzzy(typed).score(new Phrase(phrase));
    }

    /// The phrase with the letters that were typed in capitals.
    private static String marked(String typed, String phrase) {
        var places = new Fuzzy(typed).places(new Phrase(phrase));
        var marked = new StringBuilder(phrase.toLowerCase(java.util.Locale.ROOT));
        places.stream().forEach(at -> marked.setCharAt(at, Character.toUpperCase(marked.charAt(at))));
        return marked.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "re bac, Restart backend, REstart BACkend",
        "bac re, Restart backend, REstart BACkend",
        "kend, Restart backend, restart bacKEND",
        "bckd, Restart backend, restart BaCKenD",
        "rwd, Restart backend with dependents, Restart backend With Dependents",
        "nc, Stop network_coordinator, stop Network_Coordinator",
        "n2, Stop blockchain_node_2, stop blockchain_Node_2",
        "s15, Stop svc15, stop Svc15",
        "RE, restart web, REstart web",
    })
    void lettersThatWereTyped_areFoundAndMarked(String typed, String phrase, String marked) {
        assertThat(score(typed, phrase)).isNotNegative();
        assertThat(marked(typed, phrase)).isEqualTo(marked);
    }

    @ParameterizedTest
    @CsvSource({
        "xyz, Restart backend",
        "re xyz, Restart backend",
        "eatt, Restart backend",
        "bn3, Stop blockchain_node_2"
    })
    void lettersThatAreNotThere_orBeginInTheMiddleOfAWord_areNotFound(String typed, String phrase) {
        assertThat(score(typed, phrase)).isNegative();
    }

    @ParameterizedTest
    @CsvSource({
        // the name as a whole before a longer one
        "web, Restart web, Restart web_worker",
        "restart web, Restart web, Restart web_worker with dependents",
        // the beginning of a word before a part of a name, that before the middle of a word
        "node, Stop node_2, Stop block_node",
        "node, Stop block_node, Stop blocknode",
        // letters together before letters apart
        "stop, Stop db, Show the outline of postgres",
        "log, Show the log of db, Let other gateways be",
    })
    void whatFitsBetter_countsMore(String typed, String better, String worse) {
        assertThat(score(typed, better)).isGreaterThan(score(typed, worse));
        assertThat(score(typed, worse)).isNotNegative();
    }

    @Test
    void nothingTyped_isFoundEverywhere() {
        assertThat(new Fuzzy("  ").isEmpty()).isTrue();
        assertThat(score(" ", "Restart backend")).isZero();
    }

    @Test
    void typingOn_findsNoMoreThanBefore_andWhatIsMarkedIsWhatWasTyped() {
        var seed = Long.getLong("seed", 20_261_130);
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int run = 0; run < 3_000; run++) {
            var phrase = new Phrase(random(random, "abc_1 ", 24));
            var typed = random(random, "abc1", 5);
            if (new Fuzzy(typed).score(phrase) >= 0) {
                var before = typed.substring(0, typed.length() - 1);
                assertThat(new Fuzzy(before).score(phrase))
                        .as(before + " in " + phrase.text)
                        .isNotNegative();
                var letters = new StringBuilder();
                new Fuzzy(typed).places(phrase).stream().forEach(at -> letters.append(phrase.text.charAt(at)));
                assertThat(letters.toString()).as(typed + " in " + phrase.text).isEqualTo(typed);
            }
        }
    }

    private static String random(Random random, String letters, int most) {
        var text = new StringBuilder();
        for (int i = 1 + random.nextInt(most); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
