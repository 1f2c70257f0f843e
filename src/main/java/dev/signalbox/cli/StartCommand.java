package dev.signalbox.cli;

import picocli.CommandLine.Command;

/// `signalbox start`.
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = "Start services.",
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
public final class StartCommand extends OperateCommand {

    StartCommand() {
        super("start");
    }
}
