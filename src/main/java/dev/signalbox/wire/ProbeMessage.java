package dev.signalbox.wire;

import dev.signalbox.service.Probe;
import dev.signalbox.service.Probe.Check;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

@Says("How a service is asked whether it is well.")
public record ProbeMessage(
        @Says(
                "what kind of question it is; `uri`, `status`, `port`, `command` and `pattern` are there where it has them")
        @Values({"http", "tcp", "exec", "log"})
        String check,

        @Nullable String uri,
        @Nullable Integer status,
        @Nullable Integer port,
        @Nullable List<String> command,
        @Nullable String pattern,
        long everyMs,
        long timeoutMs,
        int failures,
        long initialDelayMs) {

    static @Nullable ProbeMessage of(@Nullable Probe probe) {
        if (probe == null) {
            return null;
        }
        return switch (probe.check()) {
            case Check.Http http -> of(probe, "http", http.withoutSecrets(), http.status(), null, null, http.body());
            case Check.Tcp(var port) -> of(probe, "tcp", null, null, port, null, null);
            case Check.Exec(var command) -> of(probe, "exec", null, null, null, command, null);
            case Check.Log(var pattern) -> of(probe, "log", null, null, null, null, pattern);
        };
    }

    private static ProbeMessage of(
            Probe probe,
            String check,
            @Nullable String uri,
            @Nullable Integer status,
            @Nullable Integer port,
            @Nullable List<String> command,
            @Nullable Pattern pattern) {
        return new ProbeMessage(
                check,
                uri,
                status,
                port,
                command,
                pattern == null ? null : pattern.pattern(),
                probe.every().toMillis(),
                probe.timeout().toMillis(),
                probe.failures(),
                probe.initialDelay().toMillis());
    }

    Probe toProbe() {
        return new Probe(
                toCheck(),
                Duration.ofMillis(everyMs),
                Duration.ofMillis(timeoutMs),
                failures,
                Duration.ofMillis(initialDelayMs));
    }

    private Check toCheck() {
        var compiled = pattern == null ? null : Pattern.compile(pattern);
        return switch (check) {
            case "http" ->
                new Check.Http(
                        Check.Http.shown(Objects.requireNonNullElse(uri, "")),
                        Objects.requireNonNullElse(status, 0),
                        compiled);
            case "tcp" -> new Check.Tcp(Objects.requireNonNullElse(port, 0));
            case "exec" -> new Check.Exec(Objects.requireNonNullElse(command, List.<String>of()));
            case "log" -> new Check.Log(compiled == null ? Pattern.compile("") : compiled);
            default -> throw new IllegalArgumentException("a probe of the kind " + check);
        };
    }
}
