package dev.signalbox.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
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

    @Test
    void linesThatAreDrawnAgain_standWhereTheyStood_andDoNotWrap() {
        var printed = new StringWriter();
        var terminal = new Terminal(new PrintWriter(printed, true));

        terminal.redraw(List.of("web: waiting", "db: running"));
        terminal.redraw(List.of("web: \u001b[2Jrunning", "db: succeeded"));

        assertThat(printed.toString())
                .isEqualTo("\u001b[?7l\u001b[Kweb: waiting\n\u001b[Kdb: running\n\u001b[?7h"
                        + "\u001b[2A\u001b[?7l\u001b[Kweb: \\u001b[2Jrunning\n\u001b[Kdb: succeeded\n\u001b[?7h");
    }
}
