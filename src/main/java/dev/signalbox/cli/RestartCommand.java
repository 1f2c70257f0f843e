package dev.signalbox.cli;

import dev.signalbox.code.Code;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
    @Option(names = "--with-dependents", description = "Restart what needs it too, as one plan.")
    private boolean withDependents;

    RestartCommand() {
        super("restart");
    }

    @Override
    boolean withOthers() {
        return withDependents;
    }

    @Override
    void tellOfOthers(Engine engine, String service, List<String> others) {
        tellOfDependents(service, others, "restarts them too");
    }

    /// Who has edited the file may well think that a restart takes it.
    @Override
    void afterwards(Engine engine) {
        try {
            if (!ReloadCommand.isSame(engine.post("/reload?preview=true", ""))) {
                err().println("the workspace file has changed since it was read; signalbox reload takes it");
            }
        } catch (CommandException e) {
            if (e.isAbout(Code.INVALID_WORKSPACE)) {
                err().println("the workspace file has changed since it was read, and has mistakes now; signalbox reload"
                        + " tells them");
            }
            // Else this caller may not ask.
        }
        err().flush();
    }
}
