package dev.signalbox.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// What people are shown of text that others wrote.
final class PlainTextTest {
    @ParameterizedTest
    @MethodSource("dev.signalbox.text.Hostile#characters")
    void hostileCharacter_isShownAsJsonWouldEscapeIt_andStaysThatCharacterInJson(String character) {
        var shown = PlainText.line("a" + character + "b");

        assertThat(shown).startsWith("a\\").endsWith("b").matches("[ -~]+");
        assertThat(JsonMapper.shared().readValue('"' + shown + '"', String.class))
                .isEqualTo("a" + character + "b");
        assertThat(PlainText.line(shown)).isEqualTo(shown);
    }

    @ParameterizedTest
    @MethodSource("dev.signalbox.text.Hostile#characters")
    void hostileCharacter_inOutput_isShownToo_butATabIsOne(String character) {
        assertThat(PlainText.output("a" + character + "b"))
                .isEqualTo(character.equals("\t") ? "a\tb" : PlainText.line("a" + character + "b"));
        assertThat(PlainText.stripped("a" + character + "é")).isEqualTo(character.equals("\t") ? "a\té" : "aé");
    }

    @Test
    void halfACharacter_isShownAsItsEscape() {
        assertThat(PlainText.line("a\ud83db\ude00c")).isEqualTo("a\\ud83db\\ude00c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "plain \\n ~", "grün – 日本 \ud83d\ude00", "\ud83d\udc69\u200d\ud83d\udcbb", "می\u200cخواهم"})
    void textOfPeople_staysAsItIs(String text) {
        assertThat(PlainText.line(text)).isEqualTo(text);
        assertThat(PlainText.stripped(text)).isEqualTo(text);
    }

    @Test
    void joiner_thatCanOnlyDisguiseAWord_isSeen() {
        assertThat(PlainText.line("we\u200db")).isEqualTo("we\\u200db");
        assertThat(PlainText.line("\u200dweb")).isEqualTo("\\u200dweb");
    }

    @ParameterizedTest
    @CsvSource({
        "'\u001b[1;31mred\u001b[0m', red",
        "'\u009b31mred\u009bm', red",
        "'\u001b]0;title\u0007text', text",
        "'\u001b]0;title\u001b\\text', text",
        "'\u009d0;title\u009ctext', text",
        "'\u0090order\u009ctext', text",
        "'\u001bPorder\u001b\\text', text",
        "'\u001bMtext', text",
    })
    void sequencesOfATerminal_areStrippedWhole(String line, String text) {
        assertThat(PlainText.stripped(line)).isEqualTo(text);
    }

    @Test
    void severalLines_stayLines() {
        assertThat(PlainText.lines("one\r\n\ttwo\u202e")).isEqualTo("one\\r\n\ttwo\\u202e");
    }

    @Test
    void beginning_countsCharacters_andTellsThatThereIsMore() {
        assertThat(PlainText.beginning("abc", 3)).isEqualTo("abc");
        assertThat(PlainText.beginning("abcd", 3)).isEqualTo("abc…");
        assertThat(PlainText.beginning("\ud83d\ude00\ud83d\ude01\ud83d\ude02", 2))
                .isEqualTo("\ud83d\ude00\ud83d\ude01…");
        assertThat(PlainText.beginning("", 0)).isEmpty();
    }
}
