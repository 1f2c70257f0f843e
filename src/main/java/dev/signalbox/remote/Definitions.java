package dev.signalbox.remote;

import dev.signalbox.operation.QueueSettings;
import dev.signalbox.service.Probe;
import dev.signalbox.service.Probe.Check;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.Dependency;
import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinition.LogSettings;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes definitions of what came over the wire.
final class Definitions {
    /// Values of variables are never sent.
    private static final EnvValue KEPT_THERE = new EnvValue("", true);

    private Definitions() {}

    static ServiceDefinition of(Wire.Definition wire) {
        var command =
                wire.shell() ? new Command.Shell(String.join(" ", wire.command())) : new Command.Argv(wire.command());
        var age = wire.log().maxAgeMs();
        return ServiceDefinition.builder(wire.id(), command, Path.of(wire.cwd()))
                .group(wire.group())
                .ports(wire.ports())
                .autostart(wire.autostart())
                .env(wire.env().stream().collect(Collectors.toMap(Function.identity(), _ -> KEPT_THERE)))
                .dependsOn(wire.needs().stream()
                        .map(need -> new Dependency(
                                need.service(), Words.constant(Dependency.Condition.class, need.condition())))
                        .toList())
                .ready(probe(wire.ready()))
                .alive(probe(wire.alive()))
                .settle(Duration.ofMillis(wire.settleMs()))
                .stop(new StopSettings(
                        wire.stop().signal(),
                        Duration.ofMillis(wire.stop().timeoutMs()),
                        wire.stop().command()))
                .restart(restart(wire.restart()))
                .log(new LogSettings(
                        wire.log().maxSize(), wire.log().keep(), age == null ? null : Duration.ofMillis(age)))
                .queue(queue(wire.queue()))
                .oneShot(wire.job())
                .build();
    }

    private static QueueSettings queue(Wire.Queue wire) {
        var start = wire.startTimeoutMs();
        return new QueueSettings(
                Words.constant(QueueSettings.Policy.class, wire.policy()),
                start == null ? null : Duration.ofMillis(start),
                Duration.ofMillis(wire.stopTimeoutMs()),
                Duration.ofMillis(wire.graceMs()),
                false); // the builder knows whether it is a job
    }

    private static RestartPolicy restart(Wire.Restart wire) {
        return new RestartPolicy(
                Words.constant(RestartPolicy.On.class, wire.on()),
                Duration.ofMillis(wire.backoffMinMs()),
                Duration.ofMillis(wire.backoffMaxMs()),
                wire.giveUpAfter(),
                Duration.ofMillis(wire.giveUpWithinMs()),
                Duration.ofMillis(wire.minUptimeMs()),
                wire.okCodes());
    }

    private static @Nullable Probe probe(Wire.@Nullable Probe wire) {
        return wire == null
                ? null
                : new Probe(
                        check(wire),
                        Duration.ofMillis(wire.everyMs()),
                        Duration.ofMillis(wire.timeoutMs()),
                        wire.failures(),
                        Duration.ofMillis(wire.initialDelayMs()));
    }

    private static Check check(Wire.Probe wire) {
        var pattern = wire.pattern() == null ? null : Pattern.compile(wire.pattern());
        return switch (wire.check()) {
            case "http" ->
                new Check.Http(
                        URI.create(Objects.requireNonNullElse(wire.uri(), "")),
                        Objects.requireNonNullElse(wire.status(), 0),
                        pattern);
            case "tcp" -> new Check.Tcp(Objects.requireNonNullElse(wire.port(), 0));
            case "exec" -> new Check.Exec(Objects.requireNonNullElse(wire.command(), List.<String>of()));
            case "log" -> new Check.Log(pattern == null ? Pattern.compile("") : pattern);
            default -> throw new IllegalArgumentException("a probe of the kind " + wire.check());
        };
    }
}
