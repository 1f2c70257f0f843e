package dev.signalbox.workspace;

import dev.signalbox.operation.OperationKind;
import dev.signalbox.service.Durations;
import dev.signalbox.service.Probe;
import dev.signalbox.service.Probe.Check;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.Dependency;
import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinition.Hook;
import dev.signalbox.service.ServiceDefinition.LogSettings;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import dev.signalbox.workspace.WorkspaceChanges.Change;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Compares definitions by what they say in words, which is all that they say: a pattern has no equality of its
/// own. Only variables are compared by their values, as some may not be told.
final class DefinitionChanges {
    /// The keys in which something may be hidden.
    private static final Set<String> HIDING = Set.of("cwd", "pid_file", "ready", "alive");

    private static final String ANOTHER_SECRET = " (another value)";
    private static final Pattern USER = Pattern.compile("://[^/@\\s]+@");
    private static final Pattern QUERY = Pattern.compile("(://\\S*\\?)[^\\s#]+");
    private static final Pattern HEADER = Pattern.compile("(, header (?!Host:)[^:]+: )\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern PLAIN_WORD = Pattern.compile("[^\\s\"'\\\\]+");

    private static final List<Key<ServiceDefinition>> KEYS = List.of(
            atStart("command", definition -> command(definition.command())),
            atStart("cwd", definition -> definition.cwd().toString()),
            atStart(
                    "ports",
                    definition -> joined(definition.ports().stream().sorted().toList(), Object::toString)),
            atStart("user", definition -> definition.process().account()),
            atStart(
                    "umask",
                    definition ->
                            "0" + Integer.toOctalString(definition.process().umask())),
            atStart("no_new_privileges", definition -> flag(definition.process().noNewPrivileges())),
            atStart("nice", definition -> text(definition.process().nice(), Object::toString)),
            atStart("limits.memory", definition -> bytes(definition.process().memory())),
            atStart(
                    "limits.open_files",
                    definition -> number(definition.process().openFiles())),
            atStart("one_shot", definition -> flag(definition.oneShot())),
            atOnce("schedule", definition -> text(definition.schedule(), Object::toString)),
            atOnce("forking", definition -> flag(definition.mainProcess().forks())),
            atOnce("pid_file", definition -> text(definition.mainProcess().pidFile(), Path::toString)),
            atOnce("group", ServiceDefinition::group),
            atOnce(
                    "confirm",
                    definition -> joined(definition.confirm().stream().sorted().toList(), OperationKind::word)),
            atOnce("autostart", definition -> flag(definition.autostart())),
            atOnce(
                    "depends_on",
                    definition -> joined(
                            sorted(definition.dependsOn()), each -> each.service() + " " + word(each.condition()))),
            atOnce("ready", definition -> text(definition.ready(), DefinitionChanges::probe)),
            atOnce("alive", definition -> text(definition.alive(), DefinitionChanges::probe)),
            atOnce("settle", definition -> Durations.text(definition.settle())),
            atOnce("pre_start", definition -> text(definition.hooks().preStart(), DefinitionChanges::hook)),
            atOnce("post_stop", definition -> text(definition.hooks().postStop(), DefinitionChanges::hook)),
            atOnce("stop", definition -> stop(definition.stop())),
            atOnce("restart", definition -> restart(definition.restart())),
            atOnce("log", definition -> log(definition.log())),
            atOnce("queue", definition -> word(definition.queue().policy())),
            atOnce("start_timeout", definition -> timeout(definition.queue().startTimeout())),
            atOnce("trouble", definition -> definition.trouble().text()),
            atOnce("stop_timeout", definition -> timeout(definition.queue().stopTimeout())));

    private static final List<Key<Workspace>> WORKSPACE_KEYS = List.of(
            atOnce("name", Workspace::name),
            atOnce("on_exit", workspace -> word(workspace.onExit())),
            atOnce("log.max_total", workspace -> bytes(workspace.logTotal())),
            atOnce(
                    "journal.max_age",
                    workspace -> Durations.text(workspace.journal().maxAge())),
            atOnce("journal.max_size", workspace -> bytes(workspace.journal().maxSize())));

    private DefinitionChanges() {}

    /// A key of a file.
    ///
    /// @param restarts whether a running service keeps the old value until it is started again
    /// @param text says all of the value; empty if it has none
    private record Key<T>(String name, boolean restarts, Function<T, String> text) {
        String shown(T of, BiFunction<T, String, String> hiding) {
            var all = text.apply(of);
            return HIDING.contains(name) ? hiding.apply(of, all) : all;
        }
    }

    private static Key<ServiceDefinition> atStart(String name, Function<ServiceDefinition, String> text) {
        return new Key<>(name, true, text);
    }

    private static <T> Key<T> atOnce(String name, Function<T, String> text) {
        return new Key<>(name, false, text);
    }

    static List<Change> between(Workspace before, Workspace after) {
        return between(WORKSPACE_KEYS, before, after, false, (_, text) -> text);
    }

    static List<Change> between(ServiceDefinition before, ServiceDefinition after) {
        // A job that runs does so to its end, and is as it should be the next time.
        var restarts = !before.oneShot();
        var changes = new ArrayList<>(between(KEYS, before, after, restarts, ServiceDefinition::shown));
        var names = new TreeSet<>(before.env().keySet());
        names.addAll(after.env().keySet());
        for (var name : names) {
            var old = before.env().get(name);
            var next = after.env().get(name);
            if (!Objects.equals(old, next)) {
                changes.add(variable("env." + name, old, next, restarts));
            }
        }
        return changes;
    }

    /// @param shown a text of a definition without what is hidden in it
    private static <T> List<Change> between(
            List<Key<T>> keys, T before, T after, boolean mayRestart, BiFunction<T, String, String> shown) {
        return keys.stream()
                .filter(key -> !key.text.apply(before).equals(key.text.apply(after)))
                .map(key -> change(
                        key.name,
                        withoutSecrets(key.shown(before, shown)),
                        withoutSecrets(key.shown(after, shown)),
                        mayRestart && key.restarts))
                .toList();
    }

    /// The user in a URL is often followed by a password, its query may have a token, and so may a header.
    private static String withoutSecrets(String text) {
        var withoutHeaders = HEADER.matcher(text).replaceAll("$1…");
        return QUERY.matcher(USER.matcher(withoutHeaders).replaceAll("://…@")).replaceAll("$1…");
    }

    /// @param before may look like `after`, where what is different is not shown
    private static Change change(String key, String before, String after, boolean restarts) {
        return new Change(key, before, before.equals(after) ? after + ANOTHER_SECRET : after, restarts);
    }

    /// @param restarts whether another value would take effect with the next start only
    private static Change variable(String key, @Nullable EnvValue old, @Nullable EnvValue next, boolean restarts) {
        var before = text(old, EnvValue::masked);
        var after = text(next, EnvValue::masked);
        var onlyMasked = old != null && next != null && old.value().equals(next.value());
        return change(key, before, after, restarts && !onlyMasked);
    }

    // --- values in words ---

    private static <T> String text(@Nullable T value, Function<T, String> text) {
        return value == null ? "" : text.apply(value);
    }

    private static <T> String joined(List<T> values, Function<T, String> text) {
        return values.stream().map(text).collect(Collectors.joining(", "));
    }

    /// Their order means nothing.
    private static List<Dependency> sorted(List<Dependency> dependencies) {
        return dependencies.stream()
                .sorted(Comparator.comparing(Dependency::service))
                .toList();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String flag(boolean value) {
        return Boolean.toString(value);
    }

    private static String number(long value) {
        return value == 0 ? "" : Long.toString(value);
    }

    private static String bytes(long value) {
        return value == 0 ? "" : Quantities.showSize(value);
    }

    private static String command(Command command) {
        return switch (command) {
            case Command.Argv(var words) -> words(words);
            case Command.Shell(var line) -> "shell: " + line;
        };
    }

    /// The words, with quotes around those that would look like several.
    private static String words(List<String> words) {
        return words.stream()
                .map(word -> PLAIN_WORD.matcher(word).matches() ? word : Quoted.whole(word))
                .collect(Collectors.joining(" "));
    }

    private static String probe(Probe probe) {
        var delay = probe.initialDelay().isZero() ? "" : ", at first after " + Durations.text(probe.initialDelay());
        var each = probe.tryTimeout() == null ? "" : ", each try " + Durations.text(probe.tryTimeout());
        var success = probe.success() == 1 ? "" : ", " + probe.success() + " successes";
        return check(probe.check()) + ", every " + Durations.text(probe.every()) + ", timeout "
                + Durations.text(probe.timeout()) + each + ", " + probe.failures() + " failures" + success + delay;
    }

    private static String check(Check check) {
        return switch (check) {
            case Check.Http(var uri, var request, var statuses, var body) ->
                "http " + uri + request(request) + ", status " + statuses + (body == null ? "" : ", body " + body);
            case Check.Tcp tcp -> "tcp " + tcp.address();
            case Check.Exec(var words) -> "exec " + words(words);
            case Check.Log(var pattern) -> "log " + pattern;
        };
    }

    private static String request(Check.Request request) {
        var headers = request.headers().entrySet().stream()
                .map(header -> ", header " + header.getKey() + ": " + Quoted.whole(header.getValue()))
                .collect(Collectors.joining());
        return (request.method().equals("GET") ? "" : ", method " + request.method())
                + headers
                + (request.ca() == null ? "" : ", ca " + request.ca())
                + (request.insecure() ? ", insecure" : "");
    }

    private static String hook(Hook hook) {
        return words(hook.command()) + ", timeout " + Durations.text(hook.timeout());
    }

    private static String stop(StopSettings stop) {
        var how = stop.command().isEmpty() ? stop.signal() : words(stop.command());
        return how + (stop.to() == StopSettings.To.GROUP ? "" : " to " + word(stop.to())) + ", timeout "
                + Durations.text(stop.timeout());
    }

    private static String restart(RestartPolicy policy) {
        return word(policy.on()) + ", backoff " + Durations.text(policy.backoffMin()) + " to "
                + Durations.text(policy.backoffMax()) + ", give up " + giveUp(policy) + ", proper after "
                + Durations.text(policy.minUptime())
                + (policy.okCodes().isEmpty() ? "" : ", good codes 0, " + joined(policy.okCodes(), Object::toString));
    }

    private static String timeout(@Nullable Duration timeout) {
        return timeout == null ? "none" : Durations.text(timeout);
    }

    private static String giveUp(RestartPolicy policy) {
        return policy.givesUp()
                ? "after " + policy.giveUpAfter() + " in " + Durations.text(policy.giveUpWithin())
                : "never";
    }

    private static String log(LogSettings log) {
        var age = log.maxAge() == null ? "" : ", at most " + Durations.text(log.maxAge()) + " old";
        return bytes(log.maxSize()) + ", keep " + log.keep() + age + (log.pipe() ? ", by a pipe" : "");
    }
}
