package dev.signalbox.cli;

import dev.signalbox.text.PlainText;
import dev.signalbox.text.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// How a command tells what it was not expected to be given, or to come upon.
public final class Mistakes {
    private Mistakes() {}

    /// Has a command, and all below it, tell mistakes so that no word of theirs steers the terminal, and take each word
    /// for what it is: a service may be called `@db`, and is no file with more words.
    public static CommandLine in(CommandLine command) {
        var usual = command.getParameterExceptionHandler();
        return command.setExpandAtFiles(false)
                .setParameterExceptionHandler(quoting(usual))
                .setExecutionExceptionHandler(Mistakes::tell);
    }

    private static IParameterExceptionHandler quoting(IParameterExceptionHandler usual) {
        return (mistake, words) -> {
            var text = PlainText.lines(String.valueOf(mistake.getMessage()));
            return usual.handleParseException(
                    text.equals(mistake.getMessage())
                            ? mistake
                            : new ParameterException(mistake.getCommandLine(), text),
                    words);
        };
    }

    private static int tell(Exception mistake, CommandLine command, ParseResult result) {
        var trace = new StringWriter();
        mistake.printStackTrace(new PrintWriter(trace));
        trace.toString().lines().forEach(new Terminal(command.getErr())::println);
        command.getErr().flush();
        return command.getCommandSpec().exitCodeOnExecutionException();
    }
}
