package dev.signalbox.console.palette;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.palette.PaletteIndex.Offer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The order of what is found.
class PaletteIndexTest {

    private static Offer<String> offer(String text, int favour) {
        return new Offer<>(new Phrase(text), favour, text);
    }

    private static List<String> find(String typed, List<Offer<String>> offers, String... impossible) {
        return new PaletteIndex<>(offers)
                .find(new Fuzzy(typed), what -> !List.of(impossible).contains(what)).stream()
                        .map(Offer::what)
                        .toList();
    }

    @Test
    void whatFitsAlike_staysInItsOrder() {
        var offers = Stream.of("Start web", "Restart web", "Stop web")
                .map(text -> offer(text, 0))
                .toList();
        assertThat(find("web", offers)).containsExactly("Start web", "Restart web", "Stop web");
        assertThat(find("", offers)).containsExactly("Start web", "Restart web", "Stop web");
        assertThat(find("re", offers)).containsExactly("Restart web");
    }

    @Test
    void whatTheOperatorIsAtAlready_comesFirst_butNotBeforeANameThatWasTypedToItsEnd() {
        var offers = List.of(offer("Restart db", 0), offer("Restart web", 0), offer("Restart web_worker", 4));
        assertThat(find("re", offers)).first().isEqualTo("Restart web_worker");
        assertThat(find("re web", offers)).containsExactly("Restart web", "Restart web_worker");
    }

    @Test
    void whatCannotBeDoneNow_comesLater_butStays() {
        var offers = List.of(offer("Merge duplicates of web", 0), offer("Copy the command of web", 0));
        assertThat(find("web", offers, "Merge duplicates of web"))
                .containsExactly("Copy the command of web", "Merge duplicates of web");
        assertThat(find("merge web", offers, "Merge duplicates of web")).containsExactly("Merge duplicates of web");
    }

    @Test
    void onlyOfTheBest_isAskedWhetherTheyCanBeDone() {
        var offers = IntStream.range(0, 10_000)
                .mapToObj(i -> offer("Stop svc" + i, 0))
                .toList();
        var asked = new int[1];
        var found = new PaletteIndex<>(offers).find(new Fuzzy("s"), _ -> ++asked[0] > 0);
        assertThat(found).hasSize(10_000);
        assertThat(asked[0]).isLessThan(100);
    }
}
