package dev.signalbox.cli;

import dev.signalbox.code.Code;
import dev.signalbox.text.Nearest;
import dev.signalbox.text.PlainText;
import dev.signalbox.text.Terminal;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `signalbox explain`: what the codes mean that stand in brackets, and in JSON.
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Tell what a code in brackets means, what it usually comes of, and what to do; without one, list"
                + " them all. Needs no engine.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:It is told.", "2:The command was used wrongly.", "3:There is no such code."})
public final class ExplainCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "CODE", description = "The code: gave_up.")
    private @Nullable String word;

    @Override
    public Integer call() {
        var out = new Terminal(spec.commandLine().getOut());
        if (word == null) {
            list(out);
            return ExitCode.SUCCEEDED;
        }
        var code = Code.of(word);
        if (code.isEmpty()) {
            unknown(word);
            return ExitCode.NOT_FOUND;
        }
        explain(code.get(), out);
        return ExitCode.SUCCEEDED;
    }

    private static void explain(Code code, Terminal out) {
        out.println(code.word() + ": " + code.meaning() + ".");
        out.println("It usually comes of this: " + code.causes());
        out.println("What to do: " + code.cure());
        out.flush();
    }

    private static void list(Terminal out) {
        var width = Arrays.stream(Code.values())
                .mapToInt(code -> code.word().length())
                .max()
                .orElse(0);
        for (var area : Code.Area.values()) {
            out.println(area.title() + ":");
            for (var code : Code.of(area)) {
                out.println("  " + code.word() + " ".repeat(width - code.word().length() + 2) + code.meaning());
            }
        }
        out.flush();
    }

    private void unknown(String asked) {
        var near =
                Nearest.to(asked, Arrays.stream(Code.values()).map(Code::word).toList());
        var err = new Terminal(spec.commandLine().getErr());
        err.println("signalbox: there is no code \"" + PlainText.line(asked) + "\""
                + (near.isEmpty() ? "; " : "; did you mean \"" + near + "\"? ") + "signalbox explain lists them");
        err.flush();
    }
}
