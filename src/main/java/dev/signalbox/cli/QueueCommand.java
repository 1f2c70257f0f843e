package dev.signalbox.cli;

import dev.signalbox.text.ShellWord;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `signalbox queue`: what runs and what waits, and why.
@Command(
        name = "queue",
        mixinStandardHelpOptions = true,
        description = "List the operations that run and wait; of services that are not named the first 100 that wait.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:They are listed.", "3:There is no such service.", "6:No engine answers."})
public final class QueueCommand extends EngineCommand {
    @Parameters(paramLabel = "SERVICE", description = "Ids of services; all if there are none.")
    private List<String> ids = List.of();

    @Override
    int run(Engine engine) {
        var services = Services.of(engine, ids).all().stream()
                .map(service -> isWanted(service) ? whole(engine, service) : service)
                .toList();
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
            services.forEach(this::tellOfMore);
        }
        return ExitCode.SUCCEEDED;
    }

    /// Whether all that waits for it is to be listed, of which a list of services tells the beginning.
    private boolean isWanted(Node service) {
        return (isJson() || !ids.isEmpty()) && more(service) > 0;
    }

    private static Node whole(Engine engine, Node service) {
        return engine.get("/services/" + Engine.encoded(Words.text(service, "id")));
    }

    private static int more(Node service) {
        return Services.waiting(service) - service.path("queue").size();
    }

    private void tellOfMore(Node service) {
        if (more(service) > 0) {
            var id = Words.text(service, "id");
            out().println("and " + more(service) + " more wait for " + id + "; signalbox queue " + ShellWord.of(id)
                    + " lists them");
            out().flush();
        }
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
