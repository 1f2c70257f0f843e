package dev.signalbox.cli;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `signalbox adopt`: takes over what other engines have started.
@Command(
        name = "adopt",
        mixinStandardHelpOptions = true,
        description = "Take over processes of services that another engine has started, over another state folder."
                + " Refused while that engine lives.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:It is done.",
            "1:There are none, their engine lives, or the next engine will not know it.",
            "2:The command was used wrongly.",
            "3:There is no such service.",
            "6:No engine answers."
        })
public final class AdoptCommand extends EngineCommand {
    @Parameters(
            arity = "1..*",
            paramLabel = "SERVICE",
            description = "Ids of services. Each is taken over by itself, also if another cannot be.")
    private List<String> ids = List.of();

    @Override
    int run(Engine engine) {
        var code = ExitCode.SUCCEEDED;
        for (var id : new LinkedHashSet<>(ids)) {
            try {
                var service = engine.post("/services/" + Engine.encoded(id) + "/adopt", "");
                var reason = Words.reason(service, Instant.now());
                print(id, service, "taken over, " + Words.state(service) + (reason.isEmpty() ? "" : ", " + reason));
            } catch (CommandException e) {
                tell(Services.known(engine, e));
                code = ExitCode.worse(code, e.code());
            }
        }
        out().flush();
        return code;
    }
}
