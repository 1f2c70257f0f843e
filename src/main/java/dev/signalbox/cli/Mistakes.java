package dev.signalbox.cli;

import dev.signalbox.code.Code;
import dev.signalbox.text.Nearest;
import dev.signalbox.text.PlainText;
import dev.signalbox.text.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// How a command tells what it was not expected to be given, or to come upon.
public final class Mistakes {
    private Mistakes() {}

    /// Has a command, and all below it, tell mistakes in few lines, no word of which steers the terminal, and take each
    /// word for what it is: a service may be called `@db`, and is no file with more words.
    public static CommandLine in(CommandLine command) {
        return command.setOut(output())
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((mistake, _) -> tell(mistake))
                .setExecutionExceptionHandler(Mistakes::tell);
    }

    /// Standard output, but one that knows what could not be written, as the usual one hides it.
    private static PrintWriter output() {
        var charset = Charset.forName(System.getProperty("stdout.encoding", "UTF-8"));
        return new PrintWriter(new FileOutputStream(FileDescriptor.out), true, charset);
    }

    /// Runs the program with these words, and tells where its output could not be written.
    ///
    /// @return the exit code
    public static int run(CommandLine program, String... words) {
        var advice = OtherTools.advice(
                List.of(words), program.getCommandSpec().subcommands().keySet());
        if (advice.isPresent() && !program.getSubcommands().isEmpty()) {
            say(program, advice.get(), Code.USAGE);
            return ExitCode.USAGE;
        }
        var code = execute(program, words);
        if (!program.getOut().checkError()) {
            return code;
        }
        say(program, "the output could not be written", Code.NOT_PRINTED);
        return code == ExitCode.SUCCEEDED ? ExitCode.FAILED : code;
    }

    /// Without a free descriptor nothing is loaded any more. The threads of an engine would outlive that error.
    private static int execute(CommandLine program, String... words) {
        try {
            return program.execute(words);
        } catch (LinkageError e) {
            say(program, "a part of the program cannot be loaded: " + e, Code.INTERNAL);
            return ExitCode.FAILED;
        }
    }

    private static void say(CommandLine command, String text, Code code) {
        var err = new Terminal(command.getErr());
        err.println("signalbox: " + text + Words.inBrackets(code.word()));
        err.flush();
    }

    private static int tell(ParameterException mistake) {
        var command = mistake.getCommandLine();
        var err = new Terminal(command.getErr());
        var message = PlainText.lines(String.valueOf(mistake.getMessage()));
        message.lines().forEach(err::println);
        var near = near(mistake);
        err.println((near.isEmpty() ? "" : "Did you mean " + near + "? ")
                + command.getCommandSpec().qualifiedName() + " --help tells how it is used.");
        err.flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /// The option or command that was probably meant; empty if none is near.
    private static String near(ParameterException mistake) {
        if (!(mistake instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return "";
        }
        var spec = mistake.getCommandLine().getCommandSpec();
        var word = unmatched.getUnmatched().getFirst().replaceFirst("=.*", "");
        return Nearest.to(
                word,
                word.startsWith("-")
                        ? spec.optionsMap().keySet()
                        : spec.subcommands().keySet());
    }

    private static int tell(Exception mistake, CommandLine command, ParseResult result) {
        var trace = new StringWriter();
        mistake.printStackTrace(new PrintWriter(trace));
        trace.toString().lines().forEach(new Terminal(command.getErr())::println);
        command.getErr().flush();
        return command.getCommandSpec().exitCodeOnExecutionException();
    }
}
