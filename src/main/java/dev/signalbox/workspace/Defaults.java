package dev.signalbox.workspace;

import dev.signalbox.workspace.Fields.Elsewhere;
import dev.signalbox.workspace.YamlNode.Entry;
import dev.signalbox.workspace.YamlNode.Mapping;
import dev.signalbox.workspace.YamlNode.Scalar;
import dev.signalbox.workspace.YamlNode.Scalar.Kind;
import dev.signalbox.workspace.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What holds for services that say nothing else. Maps are put together key by key, lists and single values of the
/// service replace the ones here, and an empty value (`~`) of the service takes back what is said here. Each node
/// keeps its place, so that a mistake is told where it stands.
final class Defaults {
    /// What a service is, so that it says it itself. The next one of a file whose programs all go into the background
    /// may stay in front, and two with the same pid file would each take the other's process for its own.
    private static final Set<String> OWN =
            Set.of("command", "shell", "port", "ports", "depends_on", "one_shot", "schedule", "forking", "pid_file");

    /// The list of a service would replace that of all, and show what is secret there. Those at the top of the file
    /// are added to.
    private static final String SECRETS = "secrets";

    /// All else.
    static final List<String> KEYS = ServiceReader.KEYS.stream()
            .filter(key -> !OWN.contains(key) && !key.equals(SECRETS))
            .toList();

    /// What is about services that stay up.
    private static final Set<String> NOT_FOR_JOBS =
            Set.of("ready", "alive", "settle", "restart", "timeout", "start_timeout", "stop_timeout");

    private final @Nullable Fields fields;
    private final Map<String, Entry> entries;
    private final long size;
    /// How many values were put in so far.
    private long repeated;

    private Defaults(@Nullable Fields fields, Map<String, Entry> entries) {
        this.fields = fields;
        this.entries = entries;
        this.size = entries.values().stream()
                .mapToLong(entry -> size(entry.value()))
                .sum();
    }

    private static long size(YamlNode node) {
        return switch (node) {
            case Scalar _ -> 1;
            case Sequence list ->
                1 + list.items().stream().mapToLong(Defaults::size).sum();
            case Mapping map ->
                1
                        + map.entries().stream()
                                .mapToLong(entry -> size(entry.value()))
                                .sum();
        };
    }

    /// Those of a workspace, which may have none.
    static Defaults of(Fields workspace) {
        var fields = workspace.map("defaults", KEYS, Defaults::elsewhere);
        var known = new LinkedHashMap<>(byKey(workspace.node("defaults")));
        known.keySet().retainAll(KEYS);
        return new Defaults(fields, known);
    }

    /// Where a key stands that has no default.
    private static Optional<Elsewhere> elsewhere(String key) {
        if (key.equals(SECRETS)) {
            return Optional.of(new Elsewhere(
                    "which a list of a service would replace",
                    "secrets at the top of the file, to which services add theirs"));
        }
        return OWN.contains(key)
                ? Optional.of(new Elsewhere("which is of one service", key + " in each service that has it"))
                : Optional.empty();
    }

    /// Notes what of them is wrong, whether or not a service comes to it. Not of what depends on the service's user,
    /// or may be in no place that is used.
    void check(SettingsReader settings) {
        if (fields == null) {
            return;
        }
        fields.line("group");
        fields.flag("autostart", false);
        settings.stop(fields);
        settings.hooks(fields);
        ProbeReader.checkPaces(fields);
        SettingsReader.restart(fields);
        SettingsReader.settle(fields);
        SettingsReader.log(fields);
        SettingsReader.process(fields);
        SettingsReader.policy(fields);
        SettingsReader.confirm(fields);
        List.of("timeout", "start_timeout", "stop_timeout").forEach(key -> SettingsReader.timeout(fields, key));
    }

    /// A service with what it does not say itself.
    YamlNode in(YamlNode service) {
        if (fields == null || !(service instanceof Mapping map)) {
            return service;
        }
        repeated += size;
        if (repeated > YamlTree.MOST_REPEATED) {
            var found = fields.where() + " put in more than " + YamlTree.MOST_REPEATED + " values, service by service";
            fields.mistakeAt("", found, "fewer of them, or fewer services");
            return service;
        }
        var own = byKey(map);
        var fit = new LinkedHashMap<>(entries);
        fit.keySet().removeIf(key -> isUnfit(key, own));
        return together(map, fit, entries);
    }

    /// Whether what is said here cannot stand beside what the service says.
    private static boolean isUnfit(String key, Map<String, Entry> own) {
        if (NOT_FOR_JOBS.contains(key) && isTrue(own.get("one_shot"))) {
            return true;
        }
        return switch (key) {
            // How often is asked, if anything is.
            case "ready", "alive" -> !says(own, key);
            case "settle" -> says(own, "ready");
            case "start_timeout", "stop_timeout" -> says(own, "timeout");
            default -> false;
        };
    }

    private static boolean isTrue(@Nullable Entry entry) {
        return entry != null
                && entry.value() instanceof Scalar(var _, var text, var kind, var _)
                && kind == Kind.TRUTH
                && Boolean.parseBoolean(text);
    }

    private static boolean says(Map<String, Entry> own, String key) {
        var entry = own.get(key);
        return entry != null && !entry.value().isNothing();
    }

    /// @param takenBack what an empty value takes back
    private static Mapping together(Mapping own, Map<String, Entry> more, Map<String, Entry> takenBack) {
        var said = new HashSet<>(own.takenBack());
        var all = new ArrayList<Entry>();
        for (var entry : own.entries()) {
            var key = entry.key().text();
            said.add(key);
            if (!entry.value().isNothing() || !takenBack.containsKey(key)) {
                all.add(new Entry(entry.key(), together(key, entry.value(), more.get(key))));
            }
        }
        more.forEach((key, entry) -> {
            if (!said.contains(key)) {
                all.add(entry);
            }
        });
        return new Mapping(own.at(), all);
    }

    private static YamlNode together(String key, YamlNode own, @Nullable Entry other) {
        if (other == null || !(own instanceof Mapping map) || !(other.value() instanceof Mapping)) {
            return own;
        }
        var more = new LinkedHashMap<>(byKey(other.value()));
        var takenBack = Map.copyOf(more);
        if (key.equals("stop") && (says(byKey(map), "signal") || says(byKey(map), "command"))) {
            more.keySet().removeAll(Set.of("signal", "command")); // a stop has one of them
        }
        return together(map, more, takenBack);
    }

    private static Map<String, Entry> byKey(@Nullable YamlNode node) {
        var entries = new LinkedHashMap<String, Entry>();
        if (node instanceof Mapping map) {
            map.entries().forEach(entry -> entries.put(entry.key().text(), entry));
        }
        return entries;
    }
}
