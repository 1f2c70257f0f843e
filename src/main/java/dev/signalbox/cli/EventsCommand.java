package dev.signalbox.cli;

import java.util.LinkedHashMap;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `signalbox events`: what happens, as it happens.
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description = "Print what happens, as it happens.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:The events have ended.",
            "2:The command was used wrongly.",
            "6:No engine answers, or it ended."
        })
public final class EventsCommand extends EngineCommand {
    @Option(
            names = "--service",
            paramLabel = "SERVICE",
            split = ",",
            description = "Only what is about these services.")
    private List<String> services = List.of();

    @Option(names = "--type", paramLabel = "TYPE", split = ",", description = "Only these types, such as ended.")
    private List<String> types = List.of();

    @Override
    int run(Engine engine) {
        var query = new LinkedHashMap<String, String>();
        query.put("service", String.join(",", services));
        query.put("type", String.join(",", types));
        engine.follow("/events" + Engine.query(query), this::tell);
        return ExitCode.SUCCEEDED;
    }

    private void tell(Node event) {
        if (isJson()) {
            print(event);
            return;
        }
        out().println(String.join(
                        "  ",
                        Words.time(event, "at"),
                        Words.text(event, "type"),
                        Words.text(event, "service"),
                        detail(event))
                .stripTrailing());
        out().flush();
    }

    private static String detail(Node event) {
        var operation = event.path("operation").isObject() ? event.path("operation") : event;
        if (!Words.text(operation, "kind").isEmpty()) {
            var outcome = Words.text(operation, "outcome");
            var step = Words.text(event.path("step"), "text");
            return Words.operation(operation)
                    + (outcome.isEmpty() ? "" : ": " + outcome)
                    + (Words.text(operation, "cause").isEmpty() ? "" : ", " + Words.text(operation, "cause"))
                    + (step.isEmpty() ? "" : ": " + step);
        }
        if (event.path("status").isObject()) {
            return Words.condition(event.path("status"));
        }
        if (!Words.text(event, "state").isEmpty()) {
            return Words.text(event, "state");
        }
        return event.path("waiting").isNumber()
                ? event.path("waiting").number() + " waiting"
                : Words.text(event, "reason");
    }
}
