package dev.signalbox.cli;

import dev.signalbox.text.Nearest;
import dev.signalbox.text.PlainText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `signalbox help [COMMAND]`. The one of picocli passes over options that it does not know, and takes what follows one
/// for the command.
@Command(
        name = "help",
        mixinStandardHelpOptions = true,
        description = "Tell how a command is used; without one, what commands there are. Needs no engine.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:It is told.", "2:The command was used wrongly, or there is no such command."})
public final class HelpCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "The command: restart.")
    private @Nullable String word;

    @Override
    public void run() {
        var program = spec.parent().commandLine();
        var command = word == null ? program : program.getSubcommands().get(word);
        if (command == null) {
            throw new ParameterException(program, unknown(String.valueOf(word)));
        }
        command.usage(spec.commandLine().getOut());
    }

    private String unknown(String command) {
        var near = Nearest.to(command, spec.parent().subcommands().keySet());
        return "There is no command " + PlainText.line(command)
                + (near.isEmpty() ? "; signalbox help lists them." : "; did you mean " + near + "?");
    }
}
