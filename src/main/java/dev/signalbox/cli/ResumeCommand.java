package dev.signalbox.cli;

import picocli.CommandLine.Command;

/// `signalbox resume`: their operations begin again.
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Let held queues go on.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:It is done.",
            "1:It is done, but the next engine will not know it.",
            "2:The command was used wrongly.",
            "3:There is no such service.",
            "6:No engine answers."
        })
public final class ResumeCommand extends HoldingCommand {
    ResumeCommand() {
        super("resume");
    }

    @Override
    String state(Node service) {
        return service.path("held").isTrue() ? "still " + Words.hold(service) : "not held";
    }
}
