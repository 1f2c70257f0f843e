package dev.signalbox.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TerminalTest {
    private static String printed(String line) {
        var printed = new StringWriter();
        new Terminal(new PrintWriter(printed, true)).println(line);
        return printed.toString();
    }

    @ParameterizedTest
    @MethodSource("dev.signalbox.text.Hostile#characters")
    void hostileCharacter_neverGetsThrough(String character) {
        var printed = printed("a" + character + "b" + character);

        assertThat(printed).endsWith("\n");
        assertThat(printed.lines()).hasSize(1);
        Hostile.assertHarmless(printed);
    }

    @Test
    void coloursOfCommands_doTheirWork_andOtherOrdersNone() {
        assertThat(printed("\u001b[31mfailed\u001b[0m, \u001b[8mhidden\u001b[2J"))
                .isEqualTo("\u001b[31mfailed\u001b[0m, \\u001b[8mhidden\\u001b[2J\n");
    }
}
