package dev.signalbox.workspace;

import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueSettings;
import dev.signalbox.service.Schedule;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Hook;
import dev.signalbox.service.ServiceDefinition.Hooks;
import dev.signalbox.service.ServiceDefinition.LogSettings;
import dev.signalbox.service.ServiceDefinition.MainProcess;
import dev.signalbox.service.ServiceDefinition.ProcessSettings;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import dev.signalbox.service.Signals;
import dev.signalbox.text.PlainText;
import dev.signalbox.workspace.Quantities.Rate;
import dev.signalbox.workspace.YamlNode.Mapping;
import dev.signalbox.workspace.YamlNode.Scalar;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads how a service is run, stopped and logged: what has a default throughout.
final class SettingsReader {
    private static final Pattern UMASK = Pattern.compile("0?[0-7]{3}");
    private static final String CRON = "a cron expression such as */5 * * * *";
    private static final String PID_FILE =
            "the file in which the program writes its pid, relative to the service's cwd";
    private static final Duration HOOK_TIMEOUT = Duration.ofSeconds(10);

    /// Below, no program gets as far as to say what it lacks.
    private static final int LEAST_OPEN_FILES = 16;

    private static final int MOST_OPEN_FILES = 1 << 20;

    private static final int MOST_EXIT_CODE = 255;

    private final CommandReader commands;

    SettingsReader(CommandReader commands) {
        this.commands = commands;
    }

    StopSettings stop(Fields service) {
        var standard = StopSettings.DEFAULT;
        var fields = service.map("stop", List.of("signal", "command", "timeout", "to"));
        if (fields == null) {
            return standard;
        }
        if (fields.has("signal") && fields.has("command")) {
            fields.mistakeAt("command", fields.where() + " has both signal and command", "one of them");
        }
        var signal = fields.word("signal", List.copyOf(Signals.STOPPING));
        return new StopSettings(
                signal == null ? standard.signal() : signal,
                fields.duration("timeout", standard.timeout()),
                commands.words(fields, "command"),
                fields.choice("to", StopSettings.To.class, standard.to()));
    }

    /// Which process is the service where the one that its command became has ended.
    ///
    /// @param cwd that of the service
    MainProcess mainProcess(Fields service, Path cwd, boolean oneShot) {
        var details = service.node("forking") instanceof Mapping ? service.map("forking", List.of("pid_file")) : null;
        var forks = details != null || (service.has("forking") && forks(service));
        var inside = details == null ? null : pidFile(details, cwd);
        var beside = pidFile(service, cwd);
        if (details != null && !details.has("pid_file")) {
            details.mistake("pid_file", PID_FILE + "; forking: true for a program that writes none");
        }
        if (inside != null && beside != null) {
            var found = service.where() + " has both pid_file and forking with a pid_file";
            service.mistakeAt("pid_file", found, "one of them");
        }
        for (var key : List.of("forking", "pid_file")) {
            if (oneShot && service.has(key)) {
                var found = service.where() + " has both one_shot and " + key;
                service.mistakeAt(key, found, "one of them; a one_shot is done when its command has ended");
            }
        }
        return new MainProcess(forks, inside == null ? beside : inside);
    }

    private static boolean forks(Fields service) {
        if (service.node("forking") instanceof Scalar(var _, var text, var kind, var _) && kind == Scalar.Kind.TRUTH) {
            return Boolean.parseBoolean(text);
        }
        service.mistake("forking", "true, false, or { pid_file: … }");
        return false;
    }

    private static @Nullable Path pidFile(Fields fields, Path cwd) {
        return fields.parsed("pid_file", PID_FILE, text -> CommandReader.resolve(cwd, text));
    }

    Hooks hooks(Fields service) {
        return new Hooks(hook(service, "pre_start"), hook(service, "post_stop"));
    }

    private @Nullable Hook hook(Fields service, String key) {
        if (!(service.node(key) instanceof Mapping)) {
            var words = commands.words(
                    service, key, "a list of a program and its arguments, or a map of command and timeout");
            return words.isEmpty() ? null : new Hook(words, HOOK_TIMEOUT);
        }
        var fields = service.map(key, List.of("command", "timeout"));
        if (fields == null) {
            return null;
        }
        if (!fields.has("command")) {
            fields.mistake("command", "a list of a program and its arguments");
        }
        return new Hook(commands.words(fields, "command"), fields.duration("timeout", HOOK_TIMEOUT));
    }

    static ProcessSettings process(Fields service) {
        var whose = service.parsedWord(
                "user", "a user by name or number, and a group if it is another: www-data:adm", SettingsReader::whose);
        var umask = service.parsedWord(
                "umask",
                "three octal digits, as 027",
                text -> UMASK.matcher(text).matches() ? Integer.valueOf(text, 8) : null);
        var nice = service.node("nice");
        var limits = service.map("limits", List.of("memory", "open_files"));
        var memory = limits == null ? null : limits.parsed("memory", Quantities.SIZES, Quantities::size);
        return new ProcessSettings(
                whose == null ? "" : whose.getFirst(),
                whose == null || whose.size() == 1 ? "" : whose.getLast(),
                nice == null ? null : service.integer(nice, service.name("nice"), -20, 19),
                memory == null ? 0 : memory,
                limits == null ? 0 : limits.integer("open_files", LEAST_OPEN_FILES, MOST_OPEN_FILES, 0),
                umask == null ? ProcessSettings.DEFAULT_UMASK : umask,
                service.flag("no_new_privileges", false));
    }

    private static @Nullable List<String> whose(String text) {
        var names = List.of(text.split(":", -1));
        return names.size() <= 2 && names.stream().allMatch(Names::isAccount) ? names : null;
    }

    static RestartPolicy restart(Fields service) {
        var standard = RestartPolicy.DEFAULT;
        var fields = service.map("restart", List.of("on", "backoff", "give_up_after", "min_uptime", "ok_codes"));
        if (fields == null) {
            return standard;
        }
        var on = fields.choice("on", RestartPolicy.On.class, standard.on());
        var backoff = fields.parsed("backoff", "from the shortest to the longest, such as 1s..60s", Quantities::span);
        var giveUp = fields.parsed(
                "give_up_after", "a number of ends in a time, such as 5 in 1m, or never", SettingsReader::giveUp);
        return new RestartPolicy(
                on,
                backoff == null ? standard.backoffMin() : backoff.min(),
                backoff == null ? standard.backoffMax() : backoff.max(),
                giveUp == null ? standard.giveUpAfter() : giveUp.times(),
                giveUp == null ? standard.giveUpWithin() : giveUp.within(),
                fields.duration("min_uptime", standard.minUptime()),
                okCodes(fields));
    }

    /// When a job starts by itself, `null` after it was noted that it says no times.
    static @Nullable Schedule schedule(Fields service) {
        if (!(service.node("schedule") instanceof Mapping)) {
            return schedule(service, "schedule", null, Schedule.Missed.SKIP, Schedule.Overlap.SKIP);
        }
        var fields = service.map("schedule", List.of("cron", "zone", "missed", "overlap"));
        if (fields == null) {
            return null;
        }
        if (!fields.has("cron")) {
            fields.mistake("cron", CRON);
            return null;
        }
        return schedule(
                fields,
                "cron",
                fields.parsed("zone", "a time zone such as Europe/Berlin or UTC", SettingsReader::zone),
                fields.choice("missed", Schedule.Missed.class, Schedule.Missed.SKIP),
                fields.choice("overlap", Schedule.Overlap.class, Schedule.Overlap.SKIP));
    }

    private static @Nullable Schedule schedule(
            Fields fields, String key, @Nullable ZoneId zone, Schedule.Missed missed, Schedule.Overlap overlap) {
        var text = fields.text(key);
        if (text == null) {
            return null;
        }
        try {
            return Schedule.parse(text, zone, missed, overlap);
        } catch (IllegalArgumentException e) {
            var reason = PlainText.line(String.valueOf(e.getMessage()));
            fields.mistake(key, CRON + "; this one has: " + reason);
            return null;
        }
    }

    private static @Nullable ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Rate giveUp(String text) {
        return text.equals("never") ? new Rate(0, RestartPolicy.DEFAULT.giveUpWithin()) : Quantities.rate(text);
    }

    private static List<Integer> okCodes(Fields fields) {
        return fields.list("ok_codes", "a list of exit codes that are good ends, beside 0").stream()
                .map(node -> fields.integer(node, "an exit code in " + fields.name("ok_codes"), 0, MOST_EXIT_CODE))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    /// How long a start must survive that nobody asks whether it is ready.
    static Duration settle(Fields service, boolean oneShot) {
        var settle = settle(service);
        if (service.has("settle") && service.has("ready")) {
            var found = service.where() + " has both ready and settle";
            service.mistakeAt("settle", found, "one of them; with ready a start ends when that has succeeded");
        } else if (service.has("settle") && oneShot) {
            var found = service.where() + " has both one_shot and settle";
            service.mistakeAt("settle", found, "one of them; a one_shot may end at once");
        }
        return settle == null ? ServiceDefinition.DEFAULT_SETTLE : settle;
    }

    static @Nullable Duration settle(Fields fields) {
        return fields.parsed("settle", Quantities.DURATIONS + ", or 0s", Quantities::duration);
    }

    static LogSettings log(Fields service) {
        var fields = service.map("log", List.of("max_size", "keep", "max_age", "pipe"));
        if (fields == null) {
            return LogSettings.DEFAULT;
        }
        var size = fields.parsed("max_size", Quantities.SIZES, Quantities::size);
        return new LogSettings(
                size == null ? LogSettings.DEFAULT.maxSize() : size,
                fields.integer("keep", 0, 1000, LogSettings.DEFAULT.keep()),
                fields.parsed("max_age", Quantities.DURATIONS, Quantities::positiveDuration),
                fields.flag("pipe", false));
    }

    static QueueSettings.Policy policy(Fields service) {
        return service.choice("queue", QueueSettings.Policy.class, QueueSettings.DEFAULT.policy());
    }

    /// What a window asks about before it does it.
    static Set<OperationKind> confirm(Fields service) {
        return service.list("confirm", "a list of stop and restart, or []").stream()
                .map(node -> confirmed(service, node))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .collect(Collectors.toSet());
    }

    private static @Nullable OperationKind confirmed(Fields fields, YamlNode node) {
        return fields.choice(
                node,
                "what is asked about in " + fields.name("confirm"),
                List.of(OperationKind.STOP, OperationKind.RESTART));
    }

    /// The timeout at `key`, `null` if it is not said.
    static @Nullable Duration timeout(Fields fields, String key) {
        return fields.parsed(key, Quantities.DURATIONS, Quantities::positiveDuration);
    }
}
