package dev.signalbox.cli;

import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The services of an engine as it tells them, or some of them.
record Services(List<Node> all) implements Iterable<Node> {

    /// @param ids of those that are wanted; all if empty
    /// @throws CommandException if one of them is not there
    static Services of(Engine engine, List<String> ids) {
        var services = new Services(engine.get("/services").stream().toList());
        if (ids.isEmpty()) {
            return services;
        }
        var known = services.ids();
        ids.stream().filter(id -> !known.contains(id)).findFirst().ifPresent(id -> {
            throw new CommandException(ExitCode.NOT_FOUND, "there is no service " + id + "; signalbox ps lists them");
        });
        return new Services(services.all().stream()
                .filter(service -> ids.contains(Words.text(service, "id")))
                .toList());
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
            throw new CommandException(ExitCode.NOT_FOUND, "no service is in a group " + group);
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
