package dev.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.text.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How a line of a log is printed.
final class LogsCommandTest {
    private static String printed(String stream, String text, boolean colours) {
        var line = Node.read("{\"stream\": \"" + stream + "\", \"text\": \"" + text + "\"}");
        var printed = new StringWriter();
        LogsCommand.tell(new Terminal(new PrintWriter(printed)), "", line, false, colours);
        return printed.toString();
    }

    @Test
    void colouredOutput_isColouredOnATerminal_andCleanInAPipe() {
        var text = "\\u001b[32mserver \\u001b[1mlistening\\u001b[0m now";

        assertThat(printed("out", text, true)).isEqualTo("\u001b[32mserver \u001b[1mlistening\u001b[0m now\n");
        assertThat(printed("out", text, false)).isEqualTo("server listening now\n");
    }

    @Test
    void titleOfAWindow_isInNeither() {
        assertThat(printed("out", "\\u001b]0;title\\u0007after", true)).isEqualTo("after\n");
        assertThat(printed("out", "\\u001b]0;title\\u0007after", false)).isEqualTo("after\n");
    }

    @Test
    void colourThatNobodyEnds_endsWithItsLine() {
        assertThat(printed("err", "\\u001b[1mbold", true)).isEqualTo("\u001b[31m\u001b[1mbold\u001b[0m\u001b[0m\n");
        assertThat(printed("err", "bold", false)).isEqualTo("bold\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "── started pid 7",
                "\\u001b[2m── started pid 7",
                "\\u0301── started pid 7",
                "\\u001b7── started pid 7"
            })
    void lineOfAService_passesForNoneOfTheEngines(String text) {
        var ours = printed("console", "started pid 7", false);

        assertThat(ours).isEqualTo("── started pid 7\n");
        assertThat(printed("out", text, false))
                .contains("\\u2500─ started pid 7")
                .doesNotContain("──");
        assertThat(printed("out", text, true))
                .contains("\\u2500─ started pid 7")
                .doesNotContain("──", "\u001b");
    }

    @Test
    void tableOfAService_staysOne() {
        assertThat(printed("out", "──────┬── a", false)).isEqualTo("──────┬── a\n");
    }
}
