package dev.signalbox.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `signalbox resume`: their operations begin again.
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Let held queues go on.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:It is done.",
            "2:The command was used wrongly.",
            "3:There is no such service.",
            "6:No engine answers."
        })
public final class ResumeCommand extends EngineCommand {
    @Parameters(arity = "1..*", paramLabel = "SERVICE", description = "Ids of services.")
    private List<String> ids = List.of();

    @Override
    int run(Engine engine) {
        for (var id : ids) {
            var service = engine.post("/services/" + Engine.encoded(id) + "/resume", "");
            if (isJson()) {
                print(service);
            } else {
                out().println(id + ": not held, " + service.path("queue").size() + " waiting");
            }
        }
        out().flush();
        return ExitCode.SUCCEEDED;
    }
}
