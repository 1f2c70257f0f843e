package dev.signalbox.workspace;

import dev.signalbox.operation.QueueSettings;
import dev.signalbox.service.Probe;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Dependency;
import dev.signalbox.service.ServiceDefinition.Dependency.Condition;
import dev.signalbox.service.ServiceDefinition.LogSettings;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import dev.signalbox.service.Signals;
import dev.signalbox.workspace.YamlNode.Mapping;
import dev.signalbox.workspace.YamlNode.Scalar;
import dev.signalbox.workspace.YamlNode.Scalar.Kind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one service after the other.
final class ServiceReader {
    static final List<String> KEYS = List.of(
            "command",
            "shell",
            "cwd",
            "port",
            "ports",
            "autostart",
            "env",
            "group",
            "depends_on",
            "ready",
            "alive",
            "stop",
            "restart",
            "log",
            "queue",
            "timeout");

    /// How long a process may take to vanish after SIGKILL.
    private static final Duration KILL_GRACE = Duration.ofSeconds(2);

    private final Defaults defaults;
    private final CommandReader commands;
    private final ProbeReader probes;
    private final Ports ports;
    private final Dependencies dependencies;
    private final Problems problems;

    ServiceReader(Defaults defaults, CommandReader commands, Dependencies dependencies, Problems problems) {
        this.defaults = defaults;
        this.commands = commands;
        this.probes = new ProbeReader(commands);
        this.ports = new Ports(problems);
        this.dependencies = dependencies;
        this.problems = problems;
    }

    /// What holds for services that say nothing else.
    record Defaults(QueueSettings queue, boolean autostart) {
        static final List<String> KEYS = List.of("timeout", "queue", "autostart");

        static Defaults read(@Nullable Fields fields) {
            return fields == null
                    ? new Defaults(QueueSettings.DEFAULT, false)
                    : new Defaults(ServiceReader.queue(fields, QueueSettings.DEFAULT), fields.flag("autostart", false));
        }
    }

    ServiceDefinition read(String id, Fields fields) {
        var group = fields.text("group");
        var stop = stop(fields.map("stop", List.of("signal", "timeout")));
        var ready = probes.ready(fields);
        var queue = queue(fields, defaults.queue);
        checkBudget(fields, stop, ready, queue);
        return ServiceDefinition.builder(id, commands.command(fields), commands.cwd(fields))
                .group(group == null ? "" : group)
                .ports(ports.read(id, fields))
                .autostart(fields.flag("autostart", defaults.autostart))
                .env(commands.env(fields))
                .dependsOn(dependsOn(id, fields))
                .ready(ready)
                .alive(probes.alive(fields))
                .stop(stop)
                .restart(restart(fields.map("restart", List.of("on", "backoff", "give_up_after"))))
                .log(log(fields.map("log", List.of("max_size", "keep"))))
                .queue(queue)
                .build();
    }

    private static StopSettings stop(@Nullable Fields fields) {
        if (fields == null) {
            return StopSettings.DEFAULT;
        }
        var signal = fields.word("signal", List.copyOf(Signals.STOPPING));
        return new StopSettings(
                signal == null ? StopSettings.DEFAULT.signal() : signal,
                fields.duration("timeout", StopSettings.DEFAULT.timeout()));
    }

    private static RestartPolicy restart(@Nullable Fields fields) {
        var standard = RestartPolicy.DEFAULT;
        if (fields == null) {
            return standard;
        }
        var on = fields.choice("on", RestartPolicy.On.class, standard.on());
        var backoff = fields.parsed("backoff", "from the shortest to the longest, such as 1s..60s", Quantities::span);
        var giveUp = fields.parsed("give_up_after", "a number of ends in a time, such as 5 in 1m", Quantities::rate);
        return new RestartPolicy(
                on,
                backoff == null ? standard.backoffMin() : backoff.min(),
                backoff == null ? standard.backoffMax() : backoff.max(),
                giveUp == null ? standard.giveUpAfter() : giveUp.times(),
                giveUp == null ? standard.giveUpWithin() : giveUp.within());
    }

    private static LogSettings log(@Nullable Fields fields) {
        if (fields == null) {
            return LogSettings.DEFAULT;
        }
        var size = fields.parsed("max_size", Quantities.SIZES, Quantities::size);
        return new LogSettings(
                size == null ? LogSettings.DEFAULT.maxSize() : size,
                fields.integer("keep", 0, 1000, LogSettings.DEFAULT.keep()));
    }

    private static QueueSettings queue(Fields fields, QueueSettings fallback) {
        return new QueueSettings(
                fields.choice("queue", QueueSettings.Policy.class, fallback.policy()),
                fields.duration("timeout", fallback.timeout()),
                fallback.grace());
    }

    /// A restart that uses all of its stop's and its start's time must end before its own deadline.
    private static void checkBudget(Fields fields, StopSettings stop, @Nullable Probe ready, QueueSettings queue) {
        var needed = stop.timeout().plus(KILL_GRACE).plus(ready == null ? Duration.ZERO : ready.timeout());
        if (needed.compareTo(queue.timeout()) > 0) {
            var sum = "stop.timeout " + Quantities.show(stop.timeout()) + " + " + Quantities.show(KILL_GRACE)
                    + " until killed"
                    + (ready == null ? "" : " + ready.timeout " + Quantities.show(ready.timeout()));
            var found = "timeout of " + fields.where() + " is " + Quantities.show(queue.timeout())
                    + ", but a restart may take " + Quantities.show(needed) + " (" + sum + ")";
            var culprit = fields.has("timeout") ? "timeout" : fields.has("ready") ? "ready" : "stop";
            fields.mistakeAt(culprit, found, Quantities.show(needed) + " or more, or shorter parts");
        }
    }

    /// A list of services that must be ready, or a map that also says in which condition.
    private List<Dependency> dependsOn(String id, Fields fields) {
        var found = new LinkedHashMap<String, Dependency>();
        if (fields.node("depends_on") instanceof Mapping map) {
            for (var entry : map.entries()) {
                var to = entry.key().text();
                var where = "dependency " + Quoted.plain(to) + " of service " + id;
                var settings = Fields.of(entry.value(), where, problems, List.of("condition"));
                var condition = settings == null
                        ? Condition.READY
                        : settings.choice("condition", Condition.class, Condition.READY);
                dependencies.add(entry.key().at(), id, to);
                found.put(to, new Dependency(to, condition));
            }
            return List.copyOf(found.values());
        }
        for (var item : fields.list("depends_on", "a list of services, or a map of services and conditions")) {
            if (!(item instanceof Scalar(var at, var to, var kind)) || kind == Kind.NOTHING) {
                problems.add(item.at(), "a dependency of service " + id + " is " + item.described(), "a service's id");
            } else if (found.putIfAbsent(to, new Dependency(to, Condition.READY)) == null) {
                dependencies.add(at, id, to);
            } else {
                problems.add(at, "service " + id + " names dependency " + Quoted.plain(to) + " twice", "");
            }
        }
        return List.copyOf(found.values());
    }
}
