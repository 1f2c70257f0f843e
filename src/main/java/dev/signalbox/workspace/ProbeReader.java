package dev.signalbox.workspace;

import dev.signalbox.service.Durations;
import dev.signalbox.service.Probe;
import dev.signalbox.service.Probe.Check;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads `ready` and `alive`.
final class ProbeReader {
    static final int MOST_PORT = 65_535;

    private static final int MOST_FAILURES = 1000;

    /// When is asked.
    private static final List<String> PACE = List.of("every", "timeout", "failures", "initial_delay");

    private static final List<String> SETTINGS =
            Stream.concat(Stream.of("status", "body"), PACE.stream()).toList();

    /// The JDK compiles groups by recursion, and would overflow the stack on a very long pattern.
    private static final int LONGEST_PATTERN = 1000;

    private final CommandReader commands;

    ProbeReader(CommandReader commands) {
        this.commands = commands;
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
    static void checkPace(Fields defaults, String key) {
        var fields = defaults.map(key, PACE);
        if (fields != null) {
            fields.duration("every", Duration.ZERO);
            fields.duration("timeout", Duration.ZERO);
            fields.integer("failures", 1, MOST_FAILURES, 1);
            fields.parsed("initial_delay", Quantities.DURATIONS, Quantities::duration);
        }
    }

    private @Nullable Probe probe(
            Fields service, String key, List<String> checks, Duration defaultEvery, Duration defaultTimeout) {
        var fields = service.map(
                key, Stream.concat(checks.stream(), SETTINGS.stream()).toList());
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
        var failures = fields.integer("failures", 1, MOST_FAILURES, 3);
        var delay = fields.parsed("initial_delay", Quantities.DURATIONS, Quantities::duration);
        if (check == null) {
            return null;
        }
        var probe = new Probe(check, every, timeout, failures, delay == null ? Duration.ZERO : delay);
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
            checkTime(fields, "every", ready.every(), ready.timeout());
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
        var status = fields.integer("status", 100, 599, 200);
        var body = pattern(fields, "body");
        if (fields.has("http")) {
            var uri = fields.parsed("http", "a URL such as http://127.0.0.1:8000/health", ProbeReader::url);
            return uri == null ? null : new Check.Http(uri, status, body);
        }
        for (var key : List.of("status", "body")) {
            if (fields.has(key)) {
                fields.mistakeAt(key, key + " without http in " + fields.where(), key + " beside http");
            }
        }
        if (fields.has("tcp")) {
            return new Check.Tcp(fields.integer("tcp", 1, MOST_PORT, 1));
        }
        if (fields.has("exec")) {
            return new Check.Exec(commands.words(fields, "exec"));
        }
        var pattern = pattern(fields, "log");
        return pattern == null ? null : new Check.Log(pattern);
    }

    private static @Nullable URI url(String text) {
        try {
            var uri = new URI(text);
            var http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return http && uri.getHost() != null && uri.getPort() <= MOST_PORT ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static @Nullable Pattern pattern(Fields fields, String key) {
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
