package dev.signalbox.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/// Asks for an operation on a service, or for a plan over several.
abstract class OperateCommand extends EngineCommand {
    static final String OK = "0:It is queued; with --wait: it succeeded.";
    static final String FAILED = "1:It failed, or the engine refused it.";
    static final String USAGE = "2:The command was used wrongly.";
    static final String NOT_FOUND = "3:There is no such service.";
    static final String TIMED_OUT = "4:It timed out, or had not ended after --timeout.";
    static final String CANCELLED = "5:It was cancelled.";
    static final String NO_ENGINE = "6:No engine answers.";

    private final String kind;

    @Parameters(paramLabel = "SERVICE", description = "Ids of services. Several are queued as a plan, all or none.")
    private List<String> ids = List.of();

    @Option(names = "--group", paramLabel = "GROUP", description = "All services of a group.")
    private List<String> groups = List.of();

    @Option(names = "--all", description = "All services.")
    private boolean all;

    @Option(names = "--plan", description = "Show the plan, and queue nothing.")
    private boolean preview;

    @Mixin
    private final WaitOptions wait = new WaitOptions();

    OperateCommand(String kind) {
        this.kind = kind;
    }

    /// The path that asks for one service's operation.
    String path(String id) {
        return "/" + kind + "/" + Engine.encoded(id);
    }

    @Override
    int run(Engine engine) throws InterruptedException {
        var chosen = chosen(engine);
        if (preview) {
            return preview(engine, chosen);
        }
        var operations = chosen.size() == 1 ? List.of(engine.post(path(chosen.getFirst()), "")) : plan(engine, chosen);
        return wait.isWaiting() ? await(engine, operations) : tell(operations);
    }

    private List<String> chosen(Engine engine) {
        if (ids.isEmpty() && groups.isEmpty() && !all) {
            throw new ParameterException(spec().commandLine(), "no service is named; --all means all of them");
        }
        if (groups.isEmpty() && !all && ids.size() == 1) {
            return ids;
        }
        var services = Services.of(engine, all || !groups.isEmpty() ? List.of() : ids);
        var chosen = new LinkedHashSet<>(ids);
        chosen.addAll(services.inGroups(groups));
        if (all) {
            services.forEach(service -> chosen.add(Words.text(service, "id")));
        }
        return List.copyOf(chosen);
    }

    private static String wish(String kind, List<String> services) {
        return Node.of(Map.of("kind", new Node(kind), "services", Node.ofTexts(services)))
                .toString();
    }

    private List<Node> plan(Engine engine, List<String> services) {
        var plan = engine.post("/plans", wish(kind, services));
        skipped(plan);
        return plan.path("operations").stream().toList();
    }

    private void skipped(Node plan) {
        for (var skipped : plan.path("skipped")) {
            err().println(Words.text(skipped, "service") + ": skipped, " + Words.text(skipped, "reason"));
        }
        err().flush();
    }

    private int preview(Engine engine, List<String> services) {
        var plan = engine.post("/plans?preview=true", wish(kind, services));
        if (isJson()) {
            print(plan);
            return ExitCode.SUCCEEDED;
        }
        var members = plan.path("members");
        var wave = 1;
        for (var indices : plan.path("waves")) {
            var text = indices.stream()
                    .map(index -> members.get((int) index.number()))
                    .map(member -> Words.text(member, "kind") + " " + Words.text(member, "service"))
                    .collect(Collectors.joining(", "));
            out().println(wave++ + ". " + text);
        }
        if (members.isEmpty()) {
            out().println("nothing to do");
        }
        out().flush();
        skipped(plan);
        return ExitCode.SUCCEEDED;
    }

    private int tell(List<Node> operations) {
        for (var operation : operations) {
            if (isJson()) {
                print(operation);
                continue;
            }
            var reason = Words.text(operation, "reason");
            out().println(Words.text(operation, "service") + ": " + Words.operation(operation) + ": "
                    + Words.text(operation, "state") + (reason.isEmpty() ? "" : ", " + reason));
        }
        if (operations.isEmpty() && !isJson()) {
            out().println("nothing to do");
        }
        out().flush();
        return ExitCode.SUCCEEDED;
    }

    private int await(Engine engine, List<Node> operations) throws InterruptedException {
        var ids = new ArrayList<Long>();
        operations.forEach(operation -> ids.add(operation.path("id").number()));
        var progress = isJson() ? err() : out();
        var ended =
                new Waiting(engine, progress, !isJson() && Style.wanted(System.getenv())).await(ids, wait.timeout());
        if (isJson()) {
            ended.forEach(this::print);
        }
        return ended.stream()
                .mapToInt(operation -> ExitCode.of(Words.text(operation, "effective_outcome")))
                .reduce(ExitCode.SUCCEEDED, ExitCode::worse);
    }
}
