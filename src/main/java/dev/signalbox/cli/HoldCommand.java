package dev.signalbox.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `signalbox hold`: no operation of these services begins.
@Command(
        name = "hold",
        mixinStandardHelpOptions = true,
        description = "Hold queues: what runs goes on, what waits waits.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:It is done.",
            "2:The command was used wrongly.",
            "3:There is no such service.",
            "6:No engine answers."
        })
public final class HoldCommand extends EngineCommand {
    @Parameters(arity = "1..*", paramLabel = "SERVICE", description = "Ids of services.")
    private List<String> ids = List.of();

    @Override
    int run(Engine engine) {
        for (var id : ids) {
            var service = engine.post("/services/" + Engine.encoded(id) + "/hold", "");
            if (isJson()) {
                print(service);
            } else {
                out().println(id + ": held, " + service.path("queue").size() + " waiting");
            }
        }
        out().flush();
        return ExitCode.SUCCEEDED;
    }
}
