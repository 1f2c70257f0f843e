package dev.signalbox.service;

import dev.signalbox.service.ServiceDefinition.ProcessSettings;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/// The keys of a definition that a process keeps from its start on, so that it can be told also by a later run of
/// the program whether it runs by the definition in force (rule 26g). Says nothing of their values.
public final class StartKeys {
    private StartKeys() {}

    /// A print of the value of each key, by the key's name in the workspace file: `command`, `env.LEVEL`.
    public static Map<String, String> of(ServiceDefinition definition) {
        var keys = new LinkedHashMap<String, String>();
        var process = definition.process();
        keys.put("command", definition.command().toString());
        keys.put("cwd", definition.cwd().toString());
        keys.put("ports", definition.ports().stream().sorted().toList().toString());
        keys.put("user", process.account());
        keys.put("nice", String.valueOf(process.nice()));
        keys.put("limits.memory", Long.toString(process.memory()));
        keys.put("limits.open_files", Integer.toString(process.openFiles()));
        // Not where they are as they always were: who started a process before there were such keys did not name them.
        if (process.umask() != ProcessSettings.DEFAULT_UMASK) {
            keys.put("umask", Integer.toOctalString(process.umask()));
        }
        if (process.noNewPrivileges()) {
            keys.put("no_new_privileges", "true");
        }
        keys.put("one_shot", Boolean.toString(definition.oneShot()));
        new TreeMap<>(definition.env()).forEach((name, value) -> keys.put("env." + name, value.value()));
        keys.replaceAll((_, value) -> Fingerprint.of(value));
        return keys;
    }

    /// In which keys a definition differs from the one by which a process was started.
    ///
    /// @param begun what [#of] has told of that one; empty if nobody knows
    public static List<String> differing(Map<String, String> begun, ServiceDefinition now) {
        if (begun.isEmpty() || now.command().equals(ServiceDefinition.UNKNOWN_COMMAND)) {
            return List.of();
        }
        var next = of(now);
        var names = new LinkedHashSet<>(next.keySet());
        names.addAll(new TreeSet<>(begun.keySet())); // variables that there are no more
        return names.stream()
                .filter(name -> !Objects.equals(begun.get(name), next.get(name)))
                .toList();
    }
}
