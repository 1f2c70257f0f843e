package dev.signalbox.cli;

import picocli.CommandLine.Command;

/// `signalbox start`.
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = "Start services.",
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
public final class StartCommand extends OperateCommand {

    StartCommand() {
        super("start");
    }
}
