package dev.signalbox.cli;

import dev.signalbox.text.ShellWord;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/// Asks for an operation on a service, or for a plan over several.
abstract class OperateCommand extends AskingCommand {
    private final String kind;

    @Parameters(paramLabel = "SERVICE", description = "Ids of services. Several are queued as a plan, all or none.")
    private List<String> ids = List.of();

    @Option(names = "--group", paramLabel = "GROUP", description = "All services of a group.")
    private List<String> groups = List.of();

    @Option(names = "--all", description = "All services.")
    private boolean all;

    @Option(names = "--plan", description = "Show the plan, and queue nothing.")
    private boolean preview;

    OperateCommand(String kind) {
        this.kind = kind;
    }

    /// The path that asks for one service's operation.
    String path(String id) {
        return "/" + kind + "/" + Engine.encoded(id);
    }

    /// What asks for a plan over these services.
    ///
    /// @param everything whether they are all that there are
    Wish wish(List<String> services, boolean everything) {
        return new Wish(
                "/plans",
                Map.of(
                        "kind",
                        new Node(kind),
                        "services",
                        Node.ofTexts(services.stream().distinct().toList())));
    }

    /// The plan that one service's operation comes to, with others if they were asked for.
    Wish single(String service) {
        return single(service, Map.of());
    }

    /// @param more that its body says
    final Wish single(String service, Map<String, Node> more) {
        var fields = new LinkedHashMap<>(more);
        fields.put("kind", new Node(kind));
        fields.put("services", Node.ofTexts(List.of(service)));
        fields.put("with_others", new Node(withOthers()));
        return new Wish("/plans", fields);
    }

    /// Says what else is worth knowing to who has asked for it, and does not wait for what the operation tells.
    void afterwards(Engine engine) {
        // Most know all.
    }

    /// Whether one service takes others along: those that it needs, or that need it.
    abstract boolean withOthers();

    /// What there is to say of others that one service's operation does not take along.
    ///
    /// @param others those that it needs and are not ready, or that need it and run; at least one
    abstract void tellOfOthers(Engine engine, String service, List<String> others);

    /// That others need a service, and how they come along.
    ///
    /// @param does what this command does to them then
    final void tellOfDependents(String service, List<String> dependents, String does) {
        err().println(service + ": needed by " + String.join(", ", dependents)
                + (dependents.size() == 1 ? ", which runs on" : ", which run on") + "; signalbox " + kind
                + " --with-dependents " + ShellWord.of(service) + " " + does);
    }

    /// A request for a plan.
    ///
    /// @param fields of its body
    record Wish(String path, Map<String, Node> fields) {
        private String body() {
            return Node.of(fields).toString();
        }
    }

    @Override
    int run(Engine engine) throws InterruptedException {
        var chosen = chosen(engine);
        if (preview) {
            return preview(engine, chosen);
        }
        var asked = chosen.size() == 1 ? one(engine, chosen.getFirst()) : plan(engine, wish(chosen, isAll()));
        if (!isWaiting()) {
            afterwards(engine);
        }
        return follow(engine, asked);
    }

    private List<Node> one(Engine engine, String service) {
        if (withOthers()) {
            return plan(engine, single(service));
        }
        var others = others(engine, service);
        var asked = ask(engine, path(service), "");
        if (!others.isEmpty()) {
            tellOfOthers(engine, service, others);
            err().flush();
        }
        return List.of(asked);
    }

    /// Those that would have come along; none where that is not told, as what is asked for does not depend on it.
    private List<String> others(Engine engine, String service) {
        try {
            var wish = single(service);
            var plan = engine.post(wish.path() + "?preview=true", wish.body());
            return plan.path("others").stream()
                    .map(Node::text)
                    .map(Words::plain)
                    .toList();
        } catch (CommandException e) {
            return List.of();
        }
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

    private boolean isAll() {
        return all && ids.isEmpty();
    }

    private List<Node> plan(Engine engine, Wish wish) {
        var plan = ask(engine, wish.path(), wish.body());
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
        var wish = services.size() == 1 ? single(services.getFirst()) : wish(services, isAll());
        var plan = engine.post(wish.path() + "?preview=true", wish.body());
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
}
