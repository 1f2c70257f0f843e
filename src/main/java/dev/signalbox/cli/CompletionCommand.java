package dev.signalbox.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `signalbox completion`: lets the shell complete commands and options.
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Print a script that completes commands: source <(signalbox completion) for bash and zsh.")
public final class CompletionCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        var out = spec.commandLine().getOut();
        out.print(AutoComplete.bash("signalbox", spec.root().commandLine()));
        out.flush();
    }
}
