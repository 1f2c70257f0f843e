package dev.signalbox.console.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Seed;
import dev.signalbox.console.log.LogSearch.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogSearchTest {

    private final LogBuffer buffer = new LogBuffer();
    private final LogSearch search = new LogSearch(buffer);

    private void add(String... lines) {
        for (String line : lines) {
            buffer.add(Samples.line(line));
        }
    }

    private void searchFor(String text) {
        search.setText(text);
        lookAtAll();
    }

    private void lookAtAll() {
        while (!search.isDone()) {
            search.lookOn();
        }
    }

    @Test
    void everyPlace_isCountedAndGoneTo_whateverTheCase() {
        add("Error: no error here", "fine", "ERRORS");
        searchFor("error");

        assertThat(search.count()).isEqualTo(3);
        Match first = search.near(0);
        assertThat(first).isEqualTo(new Match(0, 0, 0));
        assertThat(search.below(new Match(0, 0, 0))).isEqualTo(new Match(0, 1, 10));
        assertThat(search.below(new Match(0, 1, 10))).isEqualTo(new Match(2, 0, 0));
        assertThat(search.below(new Match(2, 0, 0))).isEqualTo(first);
        assertThat(search.above(new Match(0, 0, 0))).isEqualTo(new Match(2, 0, 0));
        assertThat(search.above(new Match(2, 0, 0))).isEqualTo(new Match(0, 1, 10));
        assertThat(search.place(new Match(0, 1, 10))).isEqualTo(2);
    }

    @Test
    void coloursAreNotInTheWay() {
        add("\u001b[31mcon\u001b[0mnection");
        searchFor("connection");
        assertThat(search.near(0)).isEqualTo(new Match(0, 0, 0));
    }

    @Test
    void nearest_isBelow_orElseTheLastOneAbove() {
        add("x", "hit", "hit hit", "y", "z");
        searchFor("hit");
        assertThat(search.near(0)).isEqualTo(new Match(1, 0, 0));
        assertThat(search.near(2)).isEqualTo(new Match(2, 0, 0));
        assertThat(search.near(3)).isEqualTo(new Match(2, 1, 4));
    }

    @Test
    void whatIsNowhere_orEmpty_isNotFound() {
        add("one", "two");
        for (String text : List.of("three", "")) {
            searchFor(text);
            assertThat(search.count()).isZero();
            assertThat(search.near(0)).isNull();
            assertThat(search.below(new Match(0, 0, 0))).isNull();
            assertThat(search.above(new Match(0, 0, 0))).isNull();
        }
    }

    @Test
    void linesThatCome_areSearchedToo_andThoseThatGo_areNoLongerCounted() {
        add("hit", "hit");
        searchFor("hit");
        Match second = new Match(1, 0, 0);
        for (int i = 0; i < LogBuffer.CAPACITY - 2; i++) {
            add(i % 1_000 == 0 ? "hit" : "miss");
        }
        assertThat(search.isDone()).isFalse();
        lookAtAll();
        assertThat(search.count()).isEqualTo(7);
        assertThat(search.place(second)).isEqualTo(2);

        add("miss");
        lookAtAll();
        assertThat(search.count()).isEqualTo(6);
        assertThat(search.place(second)).isEqualTo(1);
        assertThat(search.place(new Match(0, 0, 0))).isZero();
        assertThat(search.below(new Match(0, 0, 0))).isEqualTo(second);

        buffer.clear();
        assertThat(search.isDone()).isTrue();
        assertThat(search.count()).isZero();
        assertThat(search.near(0)).isNull();
    }

    @Test
    void anyNumberOfLongLines_isLookedAtAStretchAtATime() {
        String line = "a".repeat(20_000);
        for (int i = 0; i < 200; i++) {
            add(line);
        }
        search.setText("aa");
        int stretches = 0;
        while (!search.isDone()) {
            search.lookOn();
            stretches++;
        }
        assertThat(stretches).isEqualTo(4);
        assertThat(search.count()).isEqualTo(200 * 10_000);
        assertThat(search.above(new Match(0, 0, 0))).isEqualTo(new Match(199, 9_999, 19_998));
    }

    /// Of a log that is faster than the search, lines go unseen; it does not fall behind for ever.
    @Test
    void linesThatGoBeforeTheyAreLookedAt_arePassedOver() {
        String line = "hit " + "a".repeat(20_000);
        search.setText("hit");
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < LogBuffer.CAPACITY; i++) {
                add(line);
            }
            search.lookOn();
            assertThat(search.hasReached(buffer.first() + 1)).isTrue();
            assertThat(search.count()).isBetween(1, 50);
        }
    }

    @Test
    void anyWalk_visitsWhatIsThere_inOrder() {
        long seed = Seed.of(LogSearchTest.class);
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            int lines = random.nextInt(30);
            for (int i = 0; i < lines; i++) {
                add("abAB ".repeat(random.nextInt(4)) + (char) ('a' + random.nextInt(4)));
            }
            if (random.nextInt(5) == 0) {
                buffer.clear();
            }
            String text = List.of("a", "ab", "B", "ba", "b a", "d").get(random.nextInt(6));
            searchFor(text);
            List<Match> expected = expected(text);
            assertThat(search.count()).as("-Dseed=%d", seed).isEqualTo(expected.size());
            if (expected.isEmpty()) {
                assertThat(search.near(buffer.first())).as("-Dseed=%d", seed).isNull();
                continue;
            }
            for (int i = 0; i < expected.size(); i++) {
                Match match = expected.get(i);
                Match next = expected.get((i + 1) % expected.size());
                assertThat(search.below(match)).as("-Dseed=%d", seed).isEqualTo(next);
                assertThat(search.above(next)).as("-Dseed=%d", seed).isEqualTo(match);
                assertThat(search.place(match)).as("-Dseed=%d", seed).isEqualTo(i + 1);
            }
        }
    }

    private List<Match> expected(String text) {
        List<Match> all = new ArrayList<>();
        for (long line = buffer.first(); line < buffer.end(); line++) {
            String in = buffer.get(line).text().toLowerCase(Locale.ROOT);
            String wanted = text.toLowerCase(Locale.ROOT);
            int ordinal = 0;
            for (int at = in.indexOf(wanted); at >= 0; at = in.indexOf(wanted, at + wanted.length())) {
                all.add(new Match(line, ordinal++, at));
            }
        }
        return all;
    }
}
