package dev.signalbox.api;

import dev.signalbox.operation.QueueSettings;
import dev.signalbox.service.Probe;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.Dependency;
import dev.signalbox.service.ServiceDefinition.LogSettings;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How a service is defined, but for the values of its variables, which may be secret.
///
/// @param shell whether `command` is one line for a shell, and not a program and its arguments
/// @param env the names of its variables
/// @param ready `null` if running is enough
/// @param alive `null` if running is enough
/// @param settleMs how long a start must survive without a probe
/// @param job whether its start ends when it has ended well
record DefinitionView(
        String id,
        String group,
        boolean shell,
        List<String> command,
        String cwd,
        List<Integer> ports,
        boolean autostart,
        List<String> env,
        List<Need> needs,
        @Nullable ProbeView ready,
        @Nullable ProbeView alive,
        long settleMs,
        Stop stop,
        Restart restart,
        Log log,
        Queue queue,
        boolean job) {

    record Need(String service, String condition) {
        static Need of(Dependency dependency) {
            return new Need(dependency.service(), Json.word(dependency.condition()));
        }
    }

    /// @param check `http`, `tcp`, `exec` or `log`, with those of the next five that it has
    record ProbeView(
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

        static @Nullable ProbeView of(@Nullable Probe probe) {
            if (probe == null) {
                return null;
            }
            return switch (probe.check()) {
                case Probe.Check.Http http ->
                    of(probe, "http", http.withoutUser(), http.status(), null, null, http.body());
                case Probe.Check.Tcp(var port) -> of(probe, "tcp", null, null, port, null, null);
                case Probe.Check.Exec(var command) -> of(probe, "exec", null, null, null, command, null);
                case Probe.Check.Log(var pattern) -> of(probe, "log", null, null, null, null, pattern);
            };
        }

        private static ProbeView of(
                Probe probe,
                String check,
                @Nullable String uri,
                @Nullable Integer status,
                @Nullable Integer port,
                @Nullable List<String> command,
                @Nullable Pattern pattern) {
            return new ProbeView(
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
    }

    record Stop(String signal, long timeoutMs, List<String> command) {
        static Stop of(StopSettings stop) {
            return new Stop(stop.signal(), stop.timeout().toMillis(), stop.command());
        }
    }

    /// @param giveUpAfter 0 for never
    /// @param okCodes the exit codes that are good ends, beside 0
    record Restart(
            String on,
            long backoffMinMs,
            long backoffMaxMs,
            int giveUpAfter,
            long giveUpWithinMs,
            long minUptimeMs,
            List<Integer> okCodes) {
        static Restart of(RestartPolicy policy) {
            return new Restart(
                    Json.word(policy.on()),
                    policy.backoffMin().toMillis(),
                    policy.backoffMax().toMillis(),
                    policy.giveUpAfter(),
                    policy.giveUpWithin().toMillis(),
                    policy.minUptime().toMillis(),
                    policy.okCodes());
        }
    }

    record Log(long maxSize, int keep, @Nullable Long maxAgeMs) {
        static Log of(LogSettings log) {
            var age = log.maxAge();
            return new Log(log.maxSize(), log.keep(), age == null ? null : age.toMillis());
        }
    }

    /// @param startTimeoutMs `null` if a start has all the time
    record Queue(String policy, @Nullable Long startTimeoutMs, long stopTimeoutMs, long graceMs) {
        static Queue of(QueueSettings queue) {
            var start = queue.startTimeout();
            return new Queue(
                    Json.word(queue.policy()),
                    start == null ? null : start.toMillis(),
                    queue.stopTimeout().toMillis(),
                    queue.grace().toMillis());
        }
    }

    static DefinitionView of(ServiceDefinition definition) {
        var command = definition.command();
        return new DefinitionView(
                definition.id(),
                definition.group(),
                command instanceof Command.Shell,
                switch (command) {
                    case Command.Argv(var words) -> words;
                    case Command.Shell(var line) -> List.of(line);
                },
                definition.cwd().toString(),
                definition.ports(),
                definition.autostart(),
                definition.env().keySet().stream().sorted().toList(),
                definition.dependsOn().stream().map(Need::of).toList(),
                ProbeView.of(definition.ready()),
                ProbeView.of(definition.alive()),
                definition.settle().toMillis(),
                Stop.of(definition.stop()),
                Restart.of(definition.restart()),
                Log.of(definition.log()),
                Queue.of(definition.queue()),
                definition.oneShot());
    }
}
