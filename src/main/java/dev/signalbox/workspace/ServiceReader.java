package dev.signalbox.workspace;

import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueSettings;
import dev.signalbox.service.ExecSizes;
import dev.signalbox.service.Probe;
import dev.signalbox.service.Probe.Check;
import dev.signalbox.service.Schedule;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinition.Hook;
import dev.signalbox.service.ServiceDefinition.Hooks;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import dev.signalbox.service.ServiceDefinition.Trouble;
import dev.signalbox.text.PlainText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
            "confirm",
            "env",
            "env_file",
            "group",
            "depends_on",
            "ready",
            "alive",
            "settle",
            "stop",
            "restart",
            "log",
            "queue",
            "timeout",
            "start_timeout",
            "stop_timeout",
            "one_shot",
            "schedule",
            "pre_start",
            "post_stop",
            "user",
            "umask",
            "no_new_privileges",
            "nice",
            "limits");

    private final Defaults defaults;
    private final CommandReader commands;
    private final ProbeReader probes;
    private final SettingsReader settings;
    private final Ports ports;
    private final Dependencies dependencies;
    private final Problems troubles;
    private final ExecSizes sizes = ExecSizes.here();

    /// @param troubles those of a single service
    ServiceReader(
            Defaults defaults,
            CommandReader commands,
            Dependencies dependencies,
            Problems problems,
            Problems troubles) {
        this.defaults = defaults;
        this.commands = commands;
        this.probes = new ProbeReader(commands, problems);
        this.settings = new SettingsReader(commands);
        this.ports = new Ports(problems);
        this.dependencies = dependencies;
        this.troubles = troubles;
    }

    /// What holds for services that say nothing else.
    ///
    /// @param timeout of operations, but not of jobs; `null` if it is not said
    record Defaults(
            QueueSettings.Policy queue, @Nullable Duration timeout, boolean autostart, Set<OperationKind> confirm) {
        static final List<String> KEYS = List.of("timeout", "queue", "autostart", "confirm");

        static Defaults read(@Nullable Fields fields) {
            return fields == null
                    ? new Defaults(QueueSettings.DEFAULT.policy(), null, false, Set.of())
                    : new Defaults(
                            SettingsReader.policy(fields, QueueSettings.DEFAULT.policy()),
                            SettingsReader.timeout(fields, "timeout"),
                            fields.flag("autostart", false),
                            SettingsReader.confirm(fields, Set.of()));
        }
    }

    ServiceDefinition read(String id, Fields fields) {
        var group = fields.line("group");
        var stop = settings.stop(fields);
        var hooks = settings.hooks(fields);
        var ready = probes.ready(fields);
        var restart = SettingsReader.restart(fields);
        var oneShot = fields.flag("one_shot", false);
        var settle = SettingsReader.settle(fields, oneShot);
        if (oneShot) {
            checkJob(fields, restart);
        }
        var timeouts = new Timeouts(fields, oneShot ? null : defaults.timeout);
        var start = Budget.ofStart(hooks, ready, oneShot ? Duration.ZERO : settle);
        var queue = new QueueSettings(
                SettingsReader.policy(fields, defaults.queue),
                oneShot ? timeouts.ofAJob(start) : timeouts.of("start", start),
                timeouts.of("stop", Budget.ofStop(stop, hooks)),
                QueueSettings.DEFAULT.grace(),
                oneShot);
        var cwd = commands.cwd(fields);
        var process = SettingsReader.process(fields);
        var env = commands.env(fields, process.account());
        var command = commands.command(fields);
        var alive = probes.alive(fields);
        var tooLong = sizes(env.values(), programs(command, hooks, stop, ready, alive));
        if (tooLong.blocks()) {
            troubles.add(fields.at(""), fields.where() + ": " + tooLong.text(), "");
        }
        return ServiceDefinition.builder(id, command, cwd.path())
                .group(group == null ? "" : group)
                .listens(ports.read(id, fields))
                .confirm(SettingsReader.confirm(fields, defaults.confirm))
                .autostart(fields.flag("autostart", defaults.autostart))
                .env(env.values())
                .dependsOn(dependencies.read(id, fields))
                .ready(ready)
                .alive(alive)
                .settle(settle)
                .stop(stop)
                .restart(restart)
                .log(SettingsReader.log(fields))
                .queue(queue)
                .oneShot(oneShot)
                .schedule(schedule(fields, oneShot))
                .hooks(hooks)
                .process(process)
                .trouble(cwd.trouble().and(env.trouble()).and(tooLong))
                .build();
    }

    /// All that is executed, with the words of each.
    private static List<List<String>> programs(
            Command command, Hooks hooks, StopSettings stop, @Nullable Probe ready, @Nullable Probe alive) {
        var own = command instanceof Command.Shell(var line)
                ? List.of("sh", "-c", line)
                : ((Command.Argv) command).words();
        var ofHooks = Stream.of(hooks.preStart(), hooks.postStop())
                .filter(Objects::nonNull)
                .map(Hook::command);
        var ofProbes = Stream.of(ready, alive)
                .filter(Objects::nonNull)
                .map(probe -> probe.check() instanceof Check.Exec(var words) ? words : List.<String>of());
        return Stream.of(Stream.of(own, stop.command()), ofHooks, ofProbes)
                .flatMap(words -> words)
                .filter(words -> !words.isEmpty())
                .toList();
    }

    /// What of a service can be given to no program, whatever it is.
    private Trouble sizes(Map<String, EnvValue> env, List<List<String>> programs) {
        var variables = env.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().value()));
        return programs.stream()
                .flatMap(words -> sizes
                        .problem(words, variables)
                        .map(problem -> Quoted.plain(words.getFirst()) + " cannot be executed: " + problem)
                        .stream())
                .findFirst()
                .map(problem -> new Trouble(problem, true))
                .orElse(Trouble.NONE);
    }

    /// A job is ready when it has ended with 0, and nothing asks it before.
    private static void checkJob(Fields fields, RestartPolicy restart) {
        for (var probe : List.of("ready", "alive")) {
            if (fields.has(probe)) {
                var found = fields.where() + " has both one_shot and " + probe;
                fields.mistakeAt(probe, found, "one of them; a one_shot is ready when it has ended with 0");
            }
        }
        if (restart.on() == RestartPolicy.On.ALWAYS) {
            var found = fields.where() + " is a one_shot that is always restarted";
            fields.mistakeAt("restart", found, "on: never or failure; schedule for one that runs again and again");
        }
    }

    private static @Nullable Schedule schedule(Fields fields, boolean oneShot) {
        var text = fields.text("schedule");
        if (text == null) {
            return null;
        }
        if (!oneShot) {
            // It would run already, each time but the first.
            var found = fields.where() + " has a schedule, but is no one_shot";
            fields.mistakeAt("schedule", found, "schedule beside one_shot: true");
        }
        try {
            return Schedule.parse(text);
        } catch (IllegalArgumentException e) {
            var reason = PlainText.line(String.valueOf(e.getMessage()));
            fields.mistake("schedule", "a cron expression such as */5 * * * *; this one has: " + reason);
            return null;
        }
    }
}
