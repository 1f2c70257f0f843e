package dev.signalbox.cli;

import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `signalbox queue`: what runs and what waits, and why.
@Command(
        name = "queue",
        mixinStandardHelpOptions = true,
        description = "List the operations that run and wait.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:They are listed.", "3:There is no such service.", "6:No engine answers."})
public final class QueueCommand extends EngineCommand {
    @Parameters(paramLabel = "SERVICE", description = "Ids of services; all if there are none.")
    private List<String> ids = List.of();

    @Override
    int run(Engine engine) {
        var services = Services.of(engine, ids);
        var now = Instant.now();
        var table = new Table(3, "OPERATION", "SERVICE", "KIND", "STATE", "FOR", "BY", "WHY", "REASON");
        for (var service : services) {
            if (service.path("active").isObject()) {
                add(table, service.path("active"), now);
            }
            service.path("queue").forEach(operation -> add(table, operation, now));
        }
        if (isJson()) {
            services.forEach(service -> {
                if (service.path("active").isObject()) {
                    print(service.path("active"));
                }
                service.path("queue").forEach(this::print);
            });
        } else {
            table.print(out(), Style.wanted(System.getenv()));
        }
        return ExitCode.SUCCEEDED;
    }

    private void add(Table table, Node operation, Instant now) {
        if (isJson()) {
            return;
        }
        var running = Words.text(operation, "state").equals("running");
        table.add(
                "#" + operation.path("id").number(),
                Words.text(operation, "service"),
                Words.kind(operation),
                Words.text(operation, "state"),
                Words.orDash(Words.since(operation, running ? "started_at" : "submitted_at", now)),
                Words.who(operation),
                Words.orDash(Words.text(operation, "why")),
                Words.text(operation, "reason"));
    }
}
