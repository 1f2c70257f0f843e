package dev.signalbox.cli;

import picocli.CommandLine.Command;

/// `signalbox restart`.
@Command(
        name = "restart",
        mixinStandardHelpOptions = true,
        description = "Stop services and start them again.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            AskingCommand.OK,
            AskingCommand.FAILED,
            AskingCommand.USAGE,
            AskingCommand.NOT_FOUND,
            AskingCommand.TIMED_OUT,
            AskingCommand.CANCELLED,
            AskingCommand.NO_ENGINE
        })
public final class RestartCommand extends OperateCommand {

    RestartCommand() {
        super("restart");
    }
}
