package dev.signalbox.wire;

import dev.signalbox.service.Probe;
import dev.signalbox.service.Probe.Check;
import dev.signalbox.service.Statuses;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

@Says("How a service is asked whether it is well.")
public record ProbeMessage(
        @Says("what kind of question it is; what it has not is null") @Values({"http", "tcp", "exec", "log"})
        String check,

        @Nullable String uri,

        @Says("of HTTP: GET or HEAD") @Nullable String method,

        @Says("of HTTP: the names of the headers; their values may be secrets") @Nullable
        List<String> headers,

        @Says("of HTTP: the status that is a good answer, where that is one") @Nullable
        Integer status,

        @Says("of HTTP: what is a good answer, such as 200, 3xx or 200-299") @Nullable
        List<String> statuses,

        @Says("of HTTP: the file of certificates that are trusted, if not those of the engine's machine") @Nullable
        String ca,

        @Says("of HTTP: whether any certificate will do") @Nullable
        Boolean insecure,

        @Says("of TCP: whose port; localhost is the engine's machine") @Nullable
        String host,

        @Nullable Integer port,
        @Nullable List<String> command,

        @Says("of a log what must be written, of HTTP what the body must hold") @Nullable
        String pattern,

        long everyMs,
        long timeoutMs,

        @Says("of one try, where timeout_ms is that of all and another one than the usual was said") @Nullable
        Long tryTimeoutMs,

        int failures,
        int success,
        long initialDelayMs) {
    private static final String SECRET = "…";

    static @Nullable ProbeMessage of(@Nullable Probe probe) {
        if (probe == null) {
            return null;
        }
        return switch (probe.check()) {
            case Check.Http http -> of(probe, "http", http, null, null, http.body());
            case Check.Tcp tcp -> of(probe, "tcp", null, tcp, null, null);
            case Check.Exec(var command) -> of(probe, "exec", null, null, command, null);
            case Check.Log(var pattern) -> of(probe, "log", null, null, null, pattern);
        };
    }

    private static ProbeMessage of(
            Probe probe,
            String check,
            Check.@Nullable Http http,
            Check.@Nullable Tcp tcp,
            @Nullable List<String> command,
            @Nullable Pattern pattern) {
        var request = http == null ? null : http.request();
        return new ProbeMessage(
                check,
                http == null ? null : http.withoutSecrets(),
                request == null ? null : request.method(),
                request == null ? null : List.copyOf(request.headers().keySet()),
                http == null ? null : http.statuses().single(),
                http == null ? null : words(http.statuses()),
                request == null || request.ca() == null ? null : request.ca().toString(),
                request == null ? null : request.insecure(),
                tcp == null ? null : tcp.host(),
                tcp == null ? null : tcp.port(),
                command,
                pattern == null ? null : pattern.pattern(),
                probe.every().toMillis(),
                probe.timeout().toMillis(),
                probe.tryTimeout() == null ? null : probe.tryTimeout().toMillis(),
                probe.failures(),
                probe.success(),
                probe.initialDelay().toMillis());
    }

    private static List<String> words(Statuses statuses) {
        return statuses.ranges().stream().map(Statuses.Range::toString).toList();
    }

    Probe toProbe() {
        return new Probe(
                toCheck(),
                Duration.ofMillis(everyMs),
                Duration.ofMillis(timeoutMs),
                tryTimeoutMs == null ? null : Duration.ofMillis(tryTimeoutMs),
                failures,
                Math.max(1, success), // which engines of earlier versions do not say
                Duration.ofMillis(initialDelayMs));
    }

    private Check toCheck() {
        var compiled = pattern == null ? null : Pattern.compile(pattern);
        return switch (check) {
            case "http" ->
                new Check.Http(
                        Check.Http.shown(Objects.requireNonNullElse(uri, "")), toRequest(), toStatuses(), compiled);
            case "tcp" ->
                new Check.Tcp(Objects.requireNonNullElse(host, Check.Tcp.HERE), Objects.requireNonNullElse(port, 0));
            case "exec" -> new Check.Exec(Objects.requireNonNullElse(command, List.<String>of()));
            case "log" -> new Check.Log(compiled == null ? Pattern.compile("") : compiled);
            default -> throw new IllegalArgumentException("a probe of the kind " + check);
        };
    }

    private Check.Request toRequest() {
        var named = Objects.requireNonNullElse(headers, List.<String>of()).stream()
                .collect(Collectors.toMap(name -> name, _ -> SECRET));
        return new Check.Request(
                Objects.requireNonNullElse(method, "GET"),
                named,
                ca == null ? null : Path.of(ca),
                Boolean.TRUE.equals(insecure));
    }

    private Statuses toStatuses() {
        if (statuses == null) { // engines of earlier versions know one only
            return Statuses.of(Objects.requireNonNullElse(status, 0));
        }
        return new Statuses(statuses.stream()
                .map(Statuses.Range::parse)
                .filter(Objects::nonNull)
                .toList());
    }
}
