package dev.signalbox.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `signalbox recover`: what the last end of an engine cut off, what comes of it, and submitting it again.
@Command(
        name = "recover",
        mixinStandardHelpOptions = true,
        description = "List what the last end of an engine cut off, and what the engine has done or will do about it.",
        footer = "No operation is done again unless it is submitted; what is wanted to run is started.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:It is listed, or queued; with --wait: it succeeded.",
            AskingCommand.FAILED,
            AskingCommand.USAGE,
            "3:No such operation was cut off.",
            AskingCommand.TIMED_OUT,
            AskingCommand.CANCELLED,
            AskingCommand.NO_ENGINE
        })
public final class RecoverCommand extends AskingCommand {
    @Option(
            names = "--submit",
            description = "Submit operations again: those named, or all that are offered. What the engine does by"
                    + " itself is not offered.")
    private boolean submit;

    @Option(names = "--dismiss", description = "List it no more, as long as this engine runs.")
    private boolean dismiss;

    @Parameters(paramLabel = "OPERATION", description = "With --submit: numbers of operations, with or without #.")
    private List<String> ids = List.of();

    @Override
    int run(Engine engine) throws InterruptedException {
        if (submit && dismiss) {
            throw wrong("one of --submit and --dismiss");
        }
        if (!submit && !ids.isEmpty()) {
            throw wrong("operations with --submit only");
        }
        if (!submit && saysWhy()) {
            throw wrong("--why with --submit only");
        }
        if (submit) {
            return submit(engine);
        }
        return list(dismiss ? engine.delete("/interruption") : engine.get("/interruption"));
    }

    private int list(Node interruption) {
        if (isJson()) {
            print(interruption);
            return ExitCode.SUCCEEDED;
        }
        var cut = interruption.path("operations");
        var at = Words.time(interruption, "at");
        if (cut.isEmpty()) {
            out().println(
                            at.isEmpty()
                                    ? "nothing to recover"
                                    : "nothing was cut off when the engine before ended at " + at + " without closing");
            out().flush();
            return ExitCode.SUCCEEDED;
        }
        out().println("cut off when the engine before ended at " + at + " without closing:");
        var table = new Table(4, "OPERATION", "SERVICE", "KIND", "BY", "OUTCOME", "OFFERED", "WHAT COMES OF IT");
        for (var entry : cut) {
            var operation = entry.path("operation");
            table.add(
                    "#" + operation.path("id").number(),
                    Words.text(operation, "service"),
                    Words.kind(operation),
                    Words.who(operation),
                    Words.text(operation, "outcome"),
                    entry.path("offered").isTrue() ? "yes" : "-",
                    Words.text(entry, "sequel"));
        }
        table.print(out(), Style.wanted(System.getenv()));
        return ExitCode.SUCCEEDED;
    }

    private int submit(Engine engine) throws InterruptedException {
        var wish = ids.isEmpty() ? Map.<String, Node>of() : Map.of("operations", Node.of(numbers()));
        var answer = ask(engine, "/interruption/submit", Node.of(wish).toString());
        var refused = answer.path("refused");
        refused.forEach(reason -> tell(new CommandException(ExitCode.FAILED, Words.plain(reason.text()))));
        var queued = answer.path("operations").stream().toList();
        var code = refused.isEmpty() ? ExitCode.SUCCEEDED : ExitCode.FAILED;
        return ExitCode.worse(code, follow(engine, queued));
    }

    private List<Node> numbers() {
        var numbers = new ArrayList<Node>();
        for (var id : ids) {
            var number = id.startsWith("#") ? id.substring(1) : id;
            if (!number.matches("\\d{1,18}")) {
                throw wrong("numbers of operations, not " + Words.plain(id));
            }
            numbers.add(new Node(Long.parseLong(number)));
        }
        return numbers;
    }
}
