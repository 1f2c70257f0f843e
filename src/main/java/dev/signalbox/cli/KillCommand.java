package dev.signalbox.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `signalbox kill`: ends services by force.
@Command(
        name = "kill",
        mixinStandardHelpOptions = true,
        description = "Send SIGKILL to all processes of services at once, whatever runs, waits or is held there.",
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
public final class KillCommand extends AskingCommand {
    @Parameters(
            arity = "1..*",
            paramLabel = "SERVICE",
            description = "Ids of services. Each is killed by itself, also if another cannot be.")
    private List<String> ids = List.of();

    @Override
    int run(Engine engine) throws InterruptedException {
        var operations = new ArrayList<Node>();
        var code = ExitCode.SUCCEEDED;
        for (var id : new LinkedHashSet<>(ids)) {
            try {
                operations.add(ask(engine, "/services/" + Engine.encoded(id) + "/kill", ""));
            } catch (CommandException e) {
                tell(Services.known(engine, e));
                code = ExitCode.worse(code, e.code());
            }
        }
        return operations.isEmpty() ? code : ExitCode.worse(code, follow(engine, operations));
    }
}
