package dev.signalbox.cli;

import picocli.CommandLine.Command;

/// `signalbox restart`.
@Command(
        name = "restart",
        mixinStandardHelpOptions = true,
        description = "Stop services and start them again.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            OperateCommand.OK,
            OperateCommand.FAILED,
            OperateCommand.USAGE,
            OperateCommand.NOT_FOUND,
            OperateCommand.TIMED_OUT,
            OperateCommand.CANCELLED,
            OperateCommand.NO_ENGINE
        })
public final class RestartCommand extends OperateCommand {

    RestartCommand() {
        super("restart");
    }
}
