package dev.signalbox.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ColoursTest {
    @ParameterizedTest
    @CsvSource({
        "'\u001b[32mserver \u001b[1mlistening\u001b[0m now', '\u001b[32mserver \u001b[1mlistening\u001b[0m now'",
        "'\u001b[38;5;208mAMBER\u001b[m', '\u001b[38;5;208mAMBER\u001b[m'",
        "'\u009b31mred\u009b0m', '\u001b[31mred\u001b[0m'",
        "'\u001b[4:3mwavy', '\u001b[4:3mwavy\u001b[0m'",
    })
    void colours_areKept_andEndWithTheLine(String line, String shown) {
        assertThat(Colours.of(line)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "'\u001b]0;title\u0007after', after",
        "'\u001b[2J\u001b[Hcleared', cleared",
        "'\u001b[10Aover others', over others",
        "'\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\', link",
        "'\u001b(Bsgr0', sgr0",
        "'\u001b7saved\u001b8', saved",
        "'\u001b[?25lno cursor', no cursor",
        "'\u001b[>4;2mkeys', keys",
        "'\u001bctwo', two",
    })
    void otherOrders_areGoneWhole_withoutARestOfThem(String line, String text) {
        assertThat(Colours.of(line)).isEqualTo(text);
        assertThat(PlainText.bare(line)).isEqualTo(text);
        assertThat(PlainText.stripped(line)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "'text\u001b[31', text",
        "'text\u001b[', text",
        "'text\u001b', text",
        "'text\u001b]0;tit', text",
        "'text\u001b]0;title\u001b', text",
    })
    void halfOfASequence_isGone_whereALineWasCut(String line, String text) {
        assertThat(Colours.of(line)).isEqualTo(text);
        assertThat(PlainText.bare(line)).isEqualTo(text);
        assertThat(PlainText.stripped(line)).isEqualTo(text);
    }

    @Test
    void cutLine_losesHalfASequence_andNothingElse() {
        assertThat(PlainText.withoutHalf("a\u001b[31mred\u001b[3")).isEqualTo("a\u001b[31mred");
        assertThat(PlainText.withoutHalf("a\u001b[31mred\u001b[0m")).isEqualTo("a\u001b[31mred\u001b[0m");
        assertThat(PlainText.withoutHalf("a\u001b]0;title")).isEqualTo("a");
        assertThat(PlainText.withoutHalf("a\u001b]0;title\u0007b")).isEqualTo("a\u001b]0;title\u0007b");
        assertThat(PlainText.withoutHalf("none")).isEqualTo("none");
    }

    @Test
    void textInAWrongEncoding_isNotTakenForAnOrder() {
        assertThat(PlainText.bare("â\u0080\u009dquoted and more")).isEqualTo("â\\u0080\\u009dquoted and more");
    }

    @ParameterizedTest
    @MethodSource("dev.signalbox.text.Hostile#characters")
    void hostileCharacter_neverGetsThrough(String character) {
        Hostile.assertHarmless(Colours.of("a" + character + "b" + character));
        Hostile.assertHarmless(PlainText.bare("a" + character + "b" + character));
    }
}
