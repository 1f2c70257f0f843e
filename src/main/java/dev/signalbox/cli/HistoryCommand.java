package dev.signalbox.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `signalbox history`: the operations that the journal holds.
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = "List operations, newest first.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:They are listed.",
            "2:The command was used wrongly.",
            "3:There is no such service, and nothing of one of before.",
            "6:No engine answers."
        })
public final class HistoryCommand extends EngineCommand {
    @Parameters(paramLabel = "SERVICE", description = "Only of these services.")
    private List<String> services = List.of();

    @Option(names = "--kind", paramLabel = "KIND", split = ",", description = "Only start, stop or restart.")
    private List<String> kinds = List.of();

    @Option(
            names = "--outcome",
            paramLabel = "OUTCOME",
            split = ",",
            description = "Only succeeded, failed, timed_out, cancelled, coalesced, waiting or running.")
    private List<String> outcomes = List.of();

    @Option(names = "--actor", paramLabel = "NAME", description = "Only what this one asked for.", defaultValue = "")
    @SuppressWarnings("NullAway.Init")
    private String actor;

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description =
                    "Only with each of these words in the service, kind, outcome, who asked, cause or why; #12 is operation 12.",
            defaultValue = "")
    @SuppressWarnings("NullAway.Init")
    private String text;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "How many at most, up to 500; ${DEFAULT-VALUE} if not given.",
            defaultValue = "20")
    private int limit;

    @Option(
            names = "--events",
            description = "List what happened instead: to services, to the engine, and to its tokens.")
    private boolean events;

    @Override
    int run(Engine engine) {
        requireKnown(engine);
        return events ? listEvents(engine) : listOperations(engine);
    }

    /// One that was removed has its history still.
    private void requireKnown(Engine engine) {
        if (services.isEmpty()) {
            return;
        }
        var gone = new ArrayList<>(services);
        gone.removeAll(Services.of(engine, List.of()).ids());
        gone.removeIf(id -> !engine.get("/operations" + Engine.query(Map.of("service", id, "limit", "1")))
                .isEmpty());
        Services.of(engine, gone);
    }

    private int listEvents(Engine engine) {
        if (services.size() > 1 || !kinds.isEmpty() || !outcomes.isEmpty() || !actor.isEmpty() || !text.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "--events goes with one service at most, and -n");
        }
        var query = new LinkedHashMap<String, String>();
        query.put("service", String.join(",", services));
        query.put("limit", Integer.toString(limit));
        var happened = engine.get("/journal/events" + Engine.query(query));
        if (isJson()) {
            print(happened);
            return ExitCode.SUCCEEDED;
        }
        var table = new Table(1, "AT", "KIND", "SERVICE", "WHAT");
        for (var event : happened) {
            var what = Words.text(event, "text");
            table.add(
                    Words.time(event, "at"),
                    Words.text(event, "kind"),
                    Words.text(event, "service"),
                    what.isEmpty() ? Words.text(event, "value") : what);
        }
        table.print(out(), Style.wanted(System.getenv()));
        return ExitCode.SUCCEEDED;
    }

    private int listOperations(Engine engine) {
        var query = new LinkedHashMap<String, String>();
        query.put("service", String.join(",", services));
        query.put("kind", String.join(",", kinds));
        query.put("outcome", String.join(",", outcomes));
        query.put("actor", actor);
        query.put("text", text);
        query.put("limit", Integer.toString(limit));
        var operations = engine.get("/operations" + Engine.query(query));
        if (isJson()) {
            print(operations);
            return ExitCode.SUCCEEDED;
        }
        var table = new Table(
                3, "OPERATION", "SERVICE", "KIND", "OUTCOME", "SUBMITTED", "WAITED", "RAN", "BY", "WHY", "CAUSE");
        for (var operation : operations) {
            var outcome = Words.text(operation, "outcome");
            table.add(
                    "#" + operation.path("id").number(),
                    Words.text(operation, "service"),
                    Words.kind(operation),
                    outcome.isEmpty() ? Words.text(operation, "state") : outcome,
                    Words.time(operation, "submitted_at"),
                    Words.orDash(Words.duration(operation, "waited_ms")),
                    Words.orDash(Words.duration(operation, "ran_ms")),
                    Words.who(operation),
                    Words.orDash(Words.text(operation, "why")),
                    Words.cause(operation, outcome).replaceFirst("^:? ", ""));
        }
        table.print(out(), Style.wanted(System.getenv()));
        return ExitCode.SUCCEEDED;
    }
}
