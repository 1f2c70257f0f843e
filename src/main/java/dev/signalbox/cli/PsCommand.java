package dev.signalbox.cli;

import dev.signalbox.text.Terminal;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `signalbox ps`: the services, their states and what goes on.
@Command(
        name = "ps",
        mixinStandardHelpOptions = true,
        description = "List the services, or those named.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:They are listed.", "3:There is no such service.", "6:No engine answers."})
public final class PsCommand extends EngineCommand {
    @Parameters(paramLabel = "SERVICE", description = "Ids of services; all if there are none.")
    private List<String> ids = List.of();

    /// With the code that can be asked about, where there is something to tell; and of an operation what it does.
    private static String reason(Node service, Instant now) {
        var reason = Words.reason(service, now);
        if (!reason.isEmpty()) {
            return reason + Words.inBrackets(Words.code(service));
        }
        var steps = service.path("active").path("steps");
        return steps.isEmpty() ? "" : Words.text(steps.get(steps.size() - 1), "text");
    }

    @Override
    int run(Engine engine) {
        var services = Services.of(engine, ids);
        if (isJson()) {
            print(services.json());
            return ExitCode.SUCCEEDED;
        }
        print(services, out());
        return ExitCode.SUCCEEDED;
    }

    /// Prints the table of services.
    static void print(Services services, Terminal out) {
        var table = new Table(1, "SERVICE", "STATE", "PID", "UP", "CPU", "MEM", "WAITING", "ACTIVE", "REASON");
        var now = Instant.now();
        for (var service : services) {
            var active = service.path("active");
            table.add(
                    Words.text(service, "id"),
                    Words.state(service),
                    service.path("pid").isNumber() ? service.path("pid").text() : "-",
                    Words.orDash(service.path("pid").isNumber() ? Words.since(service, "since", now) : ""),
                    Words.orDash(Words.cpu(service.path("usage"))),
                    Words.orDash(Words.memory(service.path("usage"))),
                    Integer.toString(Services.waiting(service))
                            + (service.path("held").isTrue() ? " held" : ""),
                    active.isObject() ? Words.operation(active) : "-",
                    reason(service, now));
        }
        table.print(out, Style.wanted(System.getenv()));
    }
}
