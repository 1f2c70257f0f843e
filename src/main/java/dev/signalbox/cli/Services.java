package dev.signalbox.cli;

import dev.signalbox.code.Code;
import dev.signalbox.text.Nearest;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The services of an engine as it tells them, or some of them.
record Services(List<Node> all) implements Iterable<Node> {
    /// How an engine says that it has none of that id, where its API can be asked for them.
    private static final Pattern UNKNOWN = Pattern.compile(
            "^there is no service \"(.*?)\"(?:; /services lists them|\\. Allowed: the ids that /services)");

    /// @param ids of those that are wanted; all if empty
    /// @throws CommandException if one of them is not there
    static Services of(Engine engine, List<String> ids) {
        var services = new Services(engine.get("/services").stream().toList());
        if (ids.isEmpty()) {
            return services;
        }
        var known = services.ids();
        ids.stream().filter(id -> !known.contains(id)).findFirst().ifPresent(id -> {
            throw unknown(id, known);
        });
        return new Services(services.all().stream()
                .filter(service -> ids.contains(Words.text(service, "id")))
                .toList());
    }

    /// The same refusal in words for who has this command at hand: those of the engine name what its API has.
    static CommandException known(Engine engine, CommandException refused) {
        var named = UNKNOWN.matcher(refused.told());
        return named.find()
                ? unknown(
                        named.group(1),
                        new Services(engine.get("/services").stream().toList()).ids())
                : refused;
    }

    private static CommandException unknown(String id, Set<String> known) {
        return unknown("service", id, known, "signalbox ps lists them");
    }

    private static CommandException unknown(String what, String name, Set<String> known, String where) {
        var near = Nearest.to(name, known);
        return new CommandException(
                ExitCode.NOT_FOUND,
                Code.NO_SERVICE.word(),
                "there is no " + what + " \"" + Words.plain(name) + "\""
                        + (near.isEmpty() ? "; " : "; did you mean \"" + near + "\"? ") + where);
    }

    /// How many operations wait for a service, of which a list tells the first ones.
    static int waiting(Node service) {
        var told = service.path("waiting");
        return told.isNumber() ? (int) told.number() : service.path("queue").size();
    }

    Set<String> ids() {
        return all.stream().map(service -> Words.text(service, "id")).collect(Collectors.toUnmodifiableSet());
    }

    /// The ids of those in one of these groups, as they are listed.
    List<String> inGroups(List<String> groups) {
        var known = all.stream().map(service -> Words.text(service, "group")).collect(Collectors.toSet());
        groups.stream().filter(group -> !known.contains(group)).findFirst().ifPresent(group -> {
            throw unknown("group", group, known, "signalbox ps --json tells of which each is");
        });
        return all.stream()
                .filter(service -> groups.contains(Words.text(service, "group")))
                .map(service -> Words.text(service, "id"))
                .toList();
    }

    Node json() {
        return Node.of(all);
    }

    @Override
    public Iterator<Node> iterator() {
        return all.iterator();
    }
}
