package dev.signalbox.service;

import dev.signalbox.text.PlainText;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A question to a service, by which its readiness or health is known.
///
/// @param every pause between two tries
/// @param timeout for `ready` the time until it must have succeeded, for `alive` the time of one try
/// @param failures how many failed tries in a row count
/// @param initialDelay before the first try
public record Probe(Check check, Duration every, Duration timeout, int failures, Duration initialDelay) {
    /// A value in a query, or a part of it that is nothing else.
    private static final Pattern VALUE = Pattern.compile("((?:^|&)(?:[^=&]*=)?)[^&]+");

    /// The same question to a service that runs already: at another pace, and without a delay.
    public Probe again(Duration pace) {
        return new Probe(check, pace, timeout, failures, Duration.ZERO);
    }

    /// What is asked.
    public sealed interface Check {
        /// A GET that must answer with `status`, and with a body that has a match of `body` if one is given.
        record Http(URI uri, int status, @Nullable Pattern body) implements Check {
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

        /// A connection to a port of the loopback address.
        record Tcp(int port) implements Check {}

        /// A program that must end with 0.
        record Exec(List<String> command) implements Check {
            public Exec {
                command = List.copyOf(command);
            }
        }

        /// A line of new output in which the pattern has a match.
        record Log(Pattern pattern) implements Check {}

        /// The question on one line, for people.
        default String text() {
            return PlainText.line(
                    switch (this) {
                        case Http http -> "http " + http.status() + " on " + http.withoutSecrets();
                        case Tcp(var port) -> "port " + port;
                        case Exec(var command) -> String.join(" ", command);
                        case Log(var pattern) -> "output like " + pattern;
                    });
        }
    }
}
