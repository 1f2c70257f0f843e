package dev.signalbox.service;

import dev.signalbox.text.PlainText;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A question to a service, by which its readiness or health is known.
///
/// @param every pause between two tries
/// @param timeout for `ready` the time until it must have succeeded, for `alive` the time of one try
/// @param tryTimeout the time of one try of `ready`, `null` for the usual one
/// @param failures how many failed tries in a row count
/// @param success how many good tries in a row count
/// @param initialDelay before the first try
public record Probe(
        Check check,
        Duration every,
        Duration timeout,
        @Nullable Duration tryTimeout,
        int failures,
        int success,
        Duration initialDelay) {
    /// A value in a query, or a part of it that is nothing else.
    private static final Pattern VALUE = Pattern.compile("((?:^|&)(?:[^=&]*=)?)[^&]+");

    /// One good answer is enough, and a try may take the usual time.
    public Probe(Check check, Duration every, Duration timeout, int failures, Duration initialDelay) {
        this(check, every, timeout, null, failures, 1, initialDelay);
    }

    /// The same question to a service that runs already: at another pace, and without a delay.
    public Probe again(Duration pace) {
        return new Probe(check, pace, timeout, tryTimeout, failures, success, Duration.ZERO);
    }

    /// Another question at the same pace.
    public Probe asking(Check other) {
        return new Probe(other, every, timeout, tryTimeout, failures, success, initialDelay);
    }

    /// What is asked.
    public sealed interface Check {
        /// A request that must be answered with one of `statuses`, and with a body that has a match of `body` if
        /// one is given.
        record Http(
                URI uri,
                Request request,
                Statuses statuses,
                @Nullable Pattern body) implements Check {

            /// A plain GET.
            public Http(URI uri, int status, @Nullable Pattern body) {
                this(uri, Request.GET, Statuses.of(status), body);
            }

            /// The address without what may be a secret in it: a user and a password, and the values of its query;
            /// and with `${…}` as [#shown] has been told.
            public String withoutSecrets() {
                var user = uri.getRawUserInfo();
                var query = uri.getRawQuery();
                var text = user == null ? uri.toString() : uri.toString().replace(user + "@", "");
                var shown = query == null
                        ? text
                        : text.replace("?" + query, "?" + VALUE.matcher(query).replaceAll("$1…"));
                return shown.replace("%7B", "{").replace("%7D", "}");
            }

            /// The address `text`, which may have `${…}` in it, as none can, to be shown.
            public static URI shown(String text) {
                return URI.create(text.replace("{", "%7B").replace("}", "%7D"));
            }
        }

        /// How HTTP is asked.
        ///
        /// @param method `GET` or `HEAD`
        /// @param headers by their names, in whatever case; `Host` instead of the address's own. Values may be
        ///     secrets
        /// @param ca a file of certificates that are trusted, and no others; `null` for those of the machine
        /// @param insecure whether any certificate will do; on this machine only
        record Request(
                String method,
                Map<String, String> headers,
                @Nullable Path ca,
                boolean insecure) {
            public static final Request GET = new Request("GET", Map.of(), null, false);

            public Request {
                var sorted = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
                sorted.putAll(headers);
                headers = Collections.unmodifiableMap(sorted);
            }

            /// Without the values of headers, which may be secrets.
            @Override
            public String toString() {
                return method + " with " + headers.keySet() + (ca == null ? "" : ", trusts " + ca)
                        + (insecure ? ", insecure" : "");
            }
        }

        /// A connection to a port.
        ///
        /// @param host whose; `localhost` is this machine, by whichever of its two loopback addresses
        record Tcp(String host, int port) implements Check {
            public static final String HERE = "localhost";

            /// Of this machine.
            public Tcp(int port) {
                this(HERE, port);
            }

            /// The port, with its host unless that is this machine.
            public String address() {
                var name = host.contains(":") ? "[" + host + "]" : host;
                return host.equals(HERE) ? Integer.toString(port) : name + ":" + port;
            }
        }

        /// A program that must end with 0.
        record Exec(List<String> command) implements Check {
            private static final List<String> SHELL = List.of("/bin/sh", "-c");

            public Exec {
                command = List.copyOf(command);
            }

            /// A line for a shell.
            public static Exec line(String line) {
                return new Exec(List.of(SHELL.getFirst(), SHELL.getLast(), line));
            }

            /// The program and its arguments, or a shell's line as it was written.
            private String shown() {
                return command.size() == SHELL.size() + 1
                                && command.subList(0, SHELL.size()).equals(SHELL)
                        ? command.getLast()
                        : String.join(" ", command);
            }
        }

        /// A line of new output in which the pattern has a match.
        record Log(Pattern pattern) implements Check {}

        /// The question on one line, for people.
        default String text() {
            return PlainText.line(
                    switch (this) {
                        case Http http -> "http " + http.statuses() + " on " + http.withoutSecrets();
                        case Tcp tcp -> "port " + tcp.address();
                        case Exec exec -> exec.shown();
                        case Log(var pattern) -> "output like " + pattern;
                    });
        }
    }
}
