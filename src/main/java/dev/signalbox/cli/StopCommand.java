package dev.signalbox.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `signalbox stop`.
@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description = "Stop services.",
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
public final class StopCommand extends OperateCommand {
    @Option(names = "--now", description = "Before anything that waits, and instead of what runs. For one service.")
    private boolean now;

    StopCommand() {
        super("stop");
    }

    @Override
    String path(String id) {
        return now ? "/services/" + Engine.encoded(id) + "/stop-now" : super.path(id);
    }
}
