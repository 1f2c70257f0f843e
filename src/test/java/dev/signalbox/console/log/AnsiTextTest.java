package dev.signalbox.console.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Seed;
import dev.signalbox.console.log.AnsiStyle.Palette;
import dev.signalbox.console.log.AnsiStyle.Rgb;
import dev.signalbox.console.log.AnsiText.Span;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnsiTextTest {

    private static final String ESC = "\u001b";

    @Test
    void parse_plainLineIsItself() {
        String raw = "just text";
        AnsiText parsed = AnsiText.parse(raw);
        assertThat(parsed.text()).isSameAs(raw);
        assertThat(parsed.spans()).isEmpty();
    }

    @Test
    void parse_colourAndBoldMakeSpans() {
        AnsiText parsed = AnsiText.parse("a" + ESC + "[31mred" + ESC + "[1mbold" + ESC + "[0mz");
        assertThat(parsed.text()).isEqualTo("aredboldz");
        assertThat(parsed.spans())
                .containsExactly(
                        new Span(1, 4, new AnsiStyle(new Palette(1), false, false)),
                        new Span(4, 8, new AnsiStyle(new Palette(1), true, false)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "94|12",
                "38;5;9|9",
                "38:5:9|9",
                "1;22;34|4",
                "48;5;1;32|2",
                "48;2;1;2;3;32|2",
                "999;33|3",
                "38;7;35|5",
                "0;;36|6"
            })
    void parse_paletteColours(String parameters, int index) {
        assertThat(colorOf(parameters)).isEqualTo(new Palette(index));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "38;5;16|000000",
                "38;5;208|ff8700",
                "38;5;231|ffffff",
                "38;5;232|080808",
                "38;5;255|eeeeee",
                "38;2;1;2;3|010203",
                "38:2:1:2:3|010203",
                "38:2::1:2:3|010203"
            })
    void parse_exactColours(String parameters, String hex) {
        assertThat(colorOf(parameters)).isEqualTo(new Rgb(Integer.parseInt(hex, 16)));
    }

    @ParameterizedTest
    @CsvSource({"38", "38;5", "38;5;256", "38;2;1;2", "38;2;1;2;999", "38;2;99999999999999;0;0", "''", "39", "?25"})
    void parse_brokenColoursAreNone(String parameters) {
        AnsiText parsed = AnsiText.parse(ESC + "[" + parameters + "mx");
        assertThat(parsed.text()).isEqualTo("x");
        assertThat(parsed.spans()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "e[2Kafter|after",
                "e[1;31|''",
                "text e|'text '",
                "text e[|'text '",
                "e[31é rest|·[31é rest",
                "e]0;title\u0007text|text",
                "e]8;;http://xe\\linke]8;;e\\|link",
                "e]0;unfinished title|·]0;unfinished title",
                "e(Btext|text",
                "eMtext|text",
                "e\u0001x|··x",
                "e[38;5mx|x"
            })
    void parse_otherSequences(String line, String text) {
        String raw = line.replace("e[", ESC + "[")
                .replace("e]", ESC + "]")
                .replace("e\\", ESC + "\\")
                .replace("e(B", ESC + "(B")
                .replace("eM", ESC + "M")
                .replace("e\u0001", ESC + "\u0001")
                .replaceFirst("text e$", "text " + ESC);
        assertThat(AnsiText.parse(raw).text()).isEqualTo(text);
    }

    @Test
    void parse_tabsGoToEveryEighthColumn() {
        assertThat(AnsiText.parse("\ta\t日本\tz").text()).isEqualTo("        a       日本    z");
    }

    @Test
    void parse_whatCannotBeSeenIsShown() {
        assertThat(AnsiText.parse("a\0b\rc\u202ed\ud800e\u0085f\u200bg\r").text())
                .isEqualTo("a·b·c·d·e·f·g");
        assertThat(AnsiText.parse("e\u0301 👩\u200d🚀").text()).isEqualTo("e\u0301 👩\u200d🚀");
    }

    @Test
    void parse_anythingIsAccepted() {
        long seed = Seed.of(AnsiTextTest.class);
        Random random = new Random(seed);
        String alphabet = ESC + ESC + "[[]];;:0123458mmK\\\u0007\t\r é日\ud83d\ude80\u0301x";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder raw = new StringBuilder();
            random.ints(random.nextInt(30), 0, alphabet.length()).forEach(at -> raw.append(alphabet.charAt(at)));
            AnsiText parsed = AnsiText.parse(raw.toString());
            int at = 0;
            for (Span span : parsed.spans()) {
                assertThat(span.start()).as(raw.toString()).isGreaterThanOrEqualTo(at);
                assertThat(span.end()).as(raw.toString()).isGreaterThan(span.start());
                at = span.end();
            }
            assertThat(at).isLessThanOrEqualTo(parsed.text().length());
            assertThat(parsed.text().codePoints()).as(raw.toString()).allMatch(CharacterCells::isVisible);
        }
    }

    private static AnsiStyle.Color colorOf(String parameters) {
        return AnsiText.parse(ESC + "[" + parameters + "mx")
                .spans()
                .getFirst()
                .style()
                .color();
    }
}
