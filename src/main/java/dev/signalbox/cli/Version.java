package dev.signalbox.cli;

import dev.signalbox.text.Release;
import picocli.CommandLine;

/// Which program this is.
public final class Version {
    public static final String TEXT = "Signalbox " + Release.VERSION;

    private Version() {}

    /// Has a command, and all below it, answer `--version`.
    public static CommandLine in(CommandLine command) {
        command.getCommandSpec().version(TEXT);
        command.getSubcommands().values().forEach(Version::in);
        return command;
    }
}
