package dev.signalbox.workspace;

import dev.signalbox.service.Durations;
import dev.signalbox.service.Port;
import dev.signalbox.service.Probe;
import dev.signalbox.service.Probe.Check;
import dev.signalbox.workspace.YamlNode.Scalar;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads `ready` and `alive`.
final class ProbeReader {
    private static final int MOST_FAILURES = 1000;

    /// When is asked.
    private static final List<String> PACE =
            List.of("every", "timeout", "try_timeout", "failures", "success", "initial_delay");

    private static final String LINE_OR_WORDS = "a line for a shell, or a list of a program and its arguments";

    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.%]+)]|([A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_.])?)):([0-9]{1,5})");

    /// The JDK compiles groups by recursion, and would overflow the stack on a very long pattern.
    private static final int LONGEST_PATTERN = 1000;

    private final CommandReader commands;
    private final HttpReader http;

    ProbeReader(CommandReader commands, Problems problems) {
        this.commands = commands;
        this.http = new HttpReader(commands, problems);
    }

    /// `null` if the service has none, or after its mistakes were noted.
    @Nullable
    Probe ready(Fields service) {
        var checks = List.of("http", "tcp", "exec", "log");
        return probe(service, "ready", checks, Duration.ofMillis(500), Duration.ofSeconds(15));
    }

    /// `null` if the service has none, or after its mistakes were noted. It cannot ask the log, as a healthy
    /// service need not write anything.
    @Nullable
    Probe alive(Fields service) {
        var checks = List.of("http", "tcp", "exec");
        return probe(service, "alive", checks, Duration.ofSeconds(5), Duration.ofSeconds(2));
    }

    /// Notes the mistakes of defaults, which say when is asked, and not what.
    static void checkPaces(Fields defaults) {
        for (var key : List.of("ready", "alive")) {
            checkPace(key, defaults.map(key, PACE));
        }
    }

    private static void checkPace(String key, @Nullable Fields fields) {
        if (fields != null) {
            fields.duration("every", Duration.ZERO);
            fields.duration("timeout", Duration.ZERO);
            fields.parsed("try_timeout", Quantities.DURATIONS, Quantities::positiveDuration);
            fields.integer("failures", 1, MOST_FAILURES, 1);
            fields.integer("success", 1, MOST_FAILURES, 1);
            fields.parsed("initial_delay", Quantities.DURATIONS, Quantities::duration);
            checkTry(key, fields);
        }
    }

    /// Only a `ready` has a timeout for all tries, beside that of one.
    private static void checkTry(String key, Fields fields) {
        if (key.equals("alive") && fields.has("try_timeout")) {
            fields.mistakeAt("try_timeout", fields.where() + " has a try_timeout", "timeout, which is that of one try");
        }
    }

    private @Nullable Probe probe(
            Fields service, String key, List<String> checks, Duration defaultEvery, Duration defaultTimeout) {
        var known = Stream.of(checks, HttpReader.KEYS, PACE).flatMap(List::stream);
        var fields = service.map(key, known.toList());
        if (fields == null) {
            return null;
        }
        var given = checks.stream().filter(fields::has).toList();
        if (given.size() != 1) {
            var found = given.isEmpty() ? " asks nothing" : " asks for " + String.join(" and ", given);
            fields.mistakeAt(key, fields.where() + found, "one of " + String.join(", ", checks));
        }
        var check = check(fields);
        var every = fields.duration("every", defaultEvery);
        var timeout = fields.duration("timeout", defaultTimeout);
        var tryTimeout = fields.parsed("try_timeout", Quantities.DURATIONS, Quantities::positiveDuration);
        var failures = fields.integer("failures", 1, MOST_FAILURES, 3);
        var success = fields.integer("success", 1, MOST_FAILURES, 1);
        var delay = fields.parsed("initial_delay", Quantities.DURATIONS, Quantities::duration);
        checkTry(key, fields);
        if (check == null) {
            return null;
        }
        var firstTry = delay == null ? Duration.ZERO : delay;
        var probe = new Probe(check, every, timeout, tryTimeout, failures, success, firstTry);
        if (key.equals("ready")) {
            checkTimes(fields, probe);
        }
        return probe;
    }

    /// The timeout of a `ready` is that of all its tries. A service that is asked only once, as it begins, is never
    /// ready.
    private static void checkTimes(Fields fields, Probe ready) {
        checkTime(fields, "initial_delay", ready.initialDelay(), ready.timeout());
        if (!(ready.check() instanceof Check.Log)) { // which is read as it is written
            checkPace(fields, ready);
        }
        checkSuccess(fields, ready);
        if (ready.tryTimeout() != null && ready.tryTimeout().compareTo(ready.timeout()) > 0) {
            var found = fields.name("try_timeout") + " is " + Durations.text(ready.tryTimeout())
                    + ", but all is over after its timeout of " + Durations.text(ready.timeout());
            fields.mistakeAt("try_timeout", found, "at most " + Durations.text(ready.timeout()));
        }
    }

    private static void checkPace(Fields fields, Probe ready) {
        checkTime(fields, "every", ready.every(), ready.timeout());
        if (!fields.has("every") && ready.every().compareTo(ready.timeout()) >= 0) {
            var every = Durations.text(ready.every());
            var found = fields.name("timeout") + " is " + Durations.text(ready.timeout())
                    + ", in which it is asked only once, as it begins: it is asked every " + every;
            fields.mistakeAt("timeout", found, "more than " + every + ", or a shorter every");
        }
    }

    /// So many good answers take some time, however fast they are.
    private static void checkSuccess(Fields fields, Probe ready) {
        var last = ready.initialDelay().plus(ready.every().multipliedBy(ready.success() - 1L));
        if (ready.success() > 1 && last.compareTo(ready.timeout()) >= 0) {
            var found = fields.name("success") + " is " + ready.success() + ", and the last of so many tries is after "
                    + Durations.text(last) + ", but all is over after its timeout of "
                    + Durations.text(ready.timeout());
            fields.mistakeAt("success", found, "fewer, a shorter every, or a longer timeout");
        }
    }

    private static void checkTime(Fields fields, String key, Duration time, Duration timeout) {
        if (fields.has(key) && time.compareTo(timeout) >= 0) {
            var found = fields.name(key) + " is " + Durations.text(time) + ", but all is over after its timeout of "
                    + Durations.text(timeout);
            fields.mistakeAt(key, found, "less than " + Durations.text(timeout) + ", or a longer timeout");
        }
    }

    private @Nullable Check check(Fields fields) {
        if (fields.has("http")) {
            return http.check(fields);
        }
        for (var key : HttpReader.KEYS) {
            if (fields.has(key)) {
                fields.mistakeAt(key, key + " without http in " + fields.where(), key + " beside http");
            }
        }
        if (fields.has("tcp")) {
            return tcp(fields);
        }
        if (fields.has("exec")) {
            var line = commands.line(fields, "exec");
            return line == null ? new Check.Exec(commands.words(fields, "exec", LINE_OR_WORDS)) : Check.Exec.line(line);
        }
        var pattern = pattern(fields, "log");
        return pattern == null ? null : new Check.Log(pattern);
    }

    private static Check.@Nullable Tcp tcp(Fields fields) {
        if (fields.node("tcp") instanceof Scalar scalar && scalar.kind() == Scalar.Kind.INTEGER) {
            return new Check.Tcp(fields.integer("tcp", 1, Port.MOST, 1));
        }
        return fields.parsed("tcp", "a port, or a host and its port such as db.example:5432", ProbeReader::hostAndPort);
    }

    private static Check.@Nullable Tcp hostAndPort(String text) {
        var parts = HOST_AND_PORT.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        var host = parts.group(1) == null ? parts.group(2) : parts.group(1);
        var port = Integer.parseInt(parts.group(3));
        return port < 1 || port > Port.MOST ? null : new Check.Tcp(host, port);
    }

    static @Nullable Pattern pattern(Fields fields, String key) {
        var text = fields.text(key);
        if (text == null) {
            return null;
        }
        if (text.length() > LONGEST_PATTERN) {
            fields.mistakeAt(key, fields.name(key) + " is too long", "at most " + LONGEST_PATTERN + " characters");
            return null;
        }
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            var place = e.getIndex() < 0 ? "" : " at its character " + (e.getIndex() + 1);
            fields.mistake(key, "a regular expression; this one has: " + e.getDescription() + place);
            return null;
        }
    }
}
