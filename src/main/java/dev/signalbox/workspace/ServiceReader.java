package dev.signalbox.workspace;

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
import dev.signalbox.service.ServiceDefinition.ProcessSettings;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import dev.signalbox.service.ServiceDefinition.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
            "secrets",
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
            "forking",
            "pid_file",
            "pre_start",
            "post_stop",
            "user",
            "umask",
            "no_new_privileges",
            "nice",
            "limits");

    private final CommandReader commands;
    private final VariableReader variables;
    private final ProbeReader probes;
    private final SettingsReader settings;
    private final Ports ports;
    private final Dependencies dependencies;
    private final Problems problems;
    private final Problems troubles;
    private final Problems warnings;
    private final ExecSizes sizes = ExecSizes.here();

    /// @param troubles those of a single service
    ServiceReader(
            CommandReader commands,
            VariableReader variables,
            Dependencies dependencies,
            Problems problems,
            Problems troubles,
            Problems warnings) {
        this.commands = commands;
        this.variables = variables;
        this.probes = new ProbeReader(commands, problems);
        this.settings = new SettingsReader(commands);
        this.ports = new Ports(problems);
        this.dependencies = dependencies;
        this.problems = problems;
        this.troubles = troubles;
        this.warnings = warnings;
    }

    /// Notes the mistakes of what holds for all services, before those of one.
    void check(Defaults defaults) {
        defaults.check(settings);
    }

    /// @param written as it is in the file; its references are followed first
    ServiceDefinition read(String id, Fields written) {
        var count = problems.count();
        var process = SettingsReader.process(written);
        var env = variables.read(written, process.account());
        var expansion = new Expansion(env, problems, warnings);
        var definition = read(id, written.with(expansion::of), process, env.values());
        var mistakes = expansion.takeMistakes(count);
        troubles.addAll(mistakes);
        var wrong = mistakes.stream()
                .map(each -> new Trouble(each.message(), true))
                .reduce(definition.trouble().and(env.expander().trouble()), Trouble::and);
        return definition.but().hidden(expansion.hidden()).trouble(wrong).build();
    }

    private ServiceDefinition read(String id, Fields fields, ProcessSettings process, Map<String, EnvValue> env) {
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
        var timeouts = new Timeouts(fields);
        var start = Budget.ofStart(hooks, ready, oneShot ? Duration.ZERO : settle);
        var queue = new QueueSettings(
                SettingsReader.policy(fields),
                oneShot ? timeouts.ofAJob(start) : timeouts.of("start", start),
                timeouts.of("stop", Budget.ofStop(stop, hooks)),
                QueueSettings.DEFAULT.grace(),
                oneShot);
        var cwd = commands.cwd(fields);
        var command = commands.command(fields);
        var alive = probes.alive(fields);
        var tooLong = sizes(env, programs(command, hooks, stop, ready, alive));
        if (tooLong.blocks()) {
            troubles.add(fields.at(""), fields.where() + ": " + tooLong.text(), "");
        }
        return ServiceDefinition.builder(id, command, cwd.path())
                .group(group == null ? "" : group)
                .listens(ports.read(id, fields))
                .confirm(SettingsReader.confirm(fields))
                .autostart(fields.flag("autostart", false))
                .env(env)
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
                .mainProcess(settings.mainProcess(fields, cwd.path(), oneShot))
                .trouble(cwd.trouble().and(tooLong))
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
        if (!fields.has("schedule")) {
            return null;
        }
        if (!oneShot) {
            // It would run already, each time but the first.
            var found = fields.where() + " has a schedule, but is no one_shot";
            fields.mistakeAt("schedule", found, "schedule beside one_shot: true");
        }
        return SettingsReader.schedule(fields);
    }
}
