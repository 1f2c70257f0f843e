package dev.signalbox.wire;

import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueSettings;
import dev.signalbox.service.Port;
import dev.signalbox.service.Schedule;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.Dependency;
import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinition.LogSettings;
import dev.signalbox.service.ServiceDefinition.MainProcess;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.deser.jdk.StringDeserializer;

@Says("How a service is defined, but for the values of its variables, which may be secret.")
public record DefinitionMessage(
        String id,
        String group,

        @Says("whether `command` is one line for a shell, and not a program and its arguments")
        boolean shell,

        @JsonDeserialize(contentUsing = StringDeserializer.class)
        List<String> command,

        String cwd,
        List<Integer> ports,

        @Says("the same with the addresses, where it listens on some only: 127.0.0.2:8080")
        List<String> listensOn,

        @Says("what a window asks about before it does it") @Values(of = OperationKind.class)
        List<String> confirm,

        boolean autostart,
        @Says("the names of its variables") List<String> env,
        List<Need> needs,
        @Says("`null` if running is enough") @Nullable ProbeMessage ready,
        @Says("`null` if running is enough") @Nullable ProbeMessage alive,

        @Says("how long a start must survive without a probe")
        long settleMs,

        Stop stop,
        Restart restart,
        Log log,
        Queue queue,

        @Says("whether its start ends when it has ended well")
        boolean job,

        @Says("when it starts by itself; `null` for never") @Nullable
        Timetable schedule,

        @Required @Says("whether its command puts it into the background, and ends") @Nullable
        Boolean forking,

        @Says("where the pid of its main process is written; `null` if nowhere") @Nullable
        String pidFile) {
    /// Values of variables are never sent.
    private static final EnvValue KEPT_THERE = new EnvValue("", true);

    public DefinitionMessage {
        // Engines of earlier versions do not say them.
        listensOn = Objects.requireNonNullElseGet(
                listensOn, () -> ports.stream().map(String::valueOf).toList());
        confirm = Objects.requireNonNullElse(confirm, List.of());
    }

    @Says("A service that it needs.")
    public record Need(
            String service,
            @Values(of = Dependency.Condition.class) String condition) {
        static Need of(Dependency dependency) {
            return new Need(dependency.service(), Words.of(dependency.condition()));
        }

        Dependency toDependency() {
            return new Dependency(service, Words.constant("condition", condition, Dependency.Condition.class));
        }
    }

    @Says("How it is stopped.")
    public record Stop(
            String signal,
            long timeoutMs,
            List<String> command,

            @Required
            @Says("who is sent the signal, and does not outlive the stop")
            @Values(of = StopSettings.To.class)
            @Nullable
            String to) {
        static Stop of(StopSettings stop) {
            return new Stop(stop.signal(), stop.timeout().toMillis(), stop.command(), Words.of(stop.to()));
        }

        StopSettings toSettings() {
            var whom = to == null ? StopSettings.To.GROUP : Words.constant("to", to, StopSettings.To.class);
            return new StopSettings(signal, Duration.ofMillis(timeoutMs), command, whom);
        }
    }

    @Says("What comes of its ends that nobody asked for.")
    public record Restart(
            @Values(of = RestartPolicy.On.class) String on,
            long backoffMinMs,
            long backoffMaxMs,
            @Says("0 for never") int giveUpAfter,
            long giveUpWithinMs,
            long minUptimeMs,

            @Says("the exit codes that are good ends, beside 0")
            List<Integer> okCodes) {
        static Restart of(RestartPolicy policy) {
            return new Restart(
                    Words.of(policy.on()),
                    policy.backoffMin().toMillis(),
                    policy.backoffMax().toMillis(),
                    policy.giveUpAfter(),
                    policy.giveUpWithin().toMillis(),
                    policy.minUptime().toMillis(),
                    policy.okCodes());
        }

        RestartPolicy toPolicy() {
            return new RestartPolicy(
                    Words.constant("on", on, RestartPolicy.On.class),
                    Duration.ofMillis(backoffMinMs),
                    Duration.ofMillis(backoffMaxMs),
                    giveUpAfter,
                    Duration.ofMillis(giveUpWithinMs),
                    Duration.ofMillis(minUptimeMs),
                    okCodes);
        }
    }

    @Says("How much of its output is kept.")
    public record Log(long maxSize, int keep, @Nullable Long maxAgeMs) {
        static Log of(LogSettings log) {
            return new Log(log.maxSize(), log.keep(), Millis.of(log.maxAge()));
        }

        LogSettings toSettings() {
            return new LogSettings(maxSize, keep, Millis.toDuration(maxAgeMs));
        }
    }

    @Says("How its operations are queued.")
    public record Queue(
            @Values(of = QueueSettings.Policy.class) String policy,

            @Says("`null` if a start has all the time") @Nullable
            Long startTimeoutMs,

            long stopTimeoutMs,
            long graceMs) {
        static Queue of(QueueSettings queue) {
            return new Queue(
                    Words.of(queue.policy()),
                    Millis.of(queue.startTimeout()),
                    queue.stopTimeout().toMillis(),
                    queue.grace().toMillis());
        }

        QueueSettings toSettings() {
            return new QueueSettings(
                    Words.constant("policy", policy, QueueSettings.Policy.class),
                    Millis.toDuration(startTimeoutMs),
                    Duration.ofMillis(stopTimeoutMs),
                    Duration.ofMillis(graceMs),
                    false); // the builder knows whether it is a job
        }
    }

    @Says("When it starts by itself.")
    public record Timetable(
            @Says("five fields, or a word such as `@daily`") String cron,

            @Says("whose clocks it goes by, such as `Europe/Berlin`")
            String zone,

            @Values(of = Schedule.Missed.class) String missed,
            @Values(of = Schedule.Overlap.class) String overlap) {
        static @Nullable Timetable of(@Nullable Schedule schedule) {
            return schedule == null
                    ? null
                    : new Timetable(
                            schedule.cron(),
                            schedule.zone().getId(),
                            Words.of(schedule.missed()),
                            Words.of(schedule.overlap()));
        }

        Schedule toSchedule() {
            return Schedule.parse(
                    cron,
                    knownZone(),
                    Words.constant("missed", missed, Schedule.Missed.class),
                    Words.constant("overlap", overlap, Schedule.Overlap.class));
        }

        /// Its engine may know of later zones than this program.
        private ZoneId knownZone() {
            try {
                return ZoneId.of(zone);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(
                        "zone is " + zone + ", which is no time zone here. Allowed: names such as Europe/Berlin", e);
            }
        }
    }

    private MainProcess toMainProcess() {
        return new MainProcess(Boolean.TRUE.equals(forking), pidFile == null ? null : Path.of(pidFile));
    }

    public static DefinitionMessage of(ServiceDefinition definition) {
        var command = definition.command();
        return new DefinitionMessage(
                definition.id(),
                definition.group(),
                command instanceof Command.Shell,
                switch (command) {
                    case Command.Argv(var words) -> words;
                    case Command.Shell(var line) -> List.of(line);
                },
                definition.shownCwd(),
                definition.ports().stream().map(Port::number).toList(),
                definition.ports().stream().map(Port::toString).toList(),
                definition.confirm().stream().sorted().map(Words::of).toList(),
                definition.autostart(),
                definition.env().keySet().stream().sorted().toList(),
                definition.dependsOn().stream().map(Need::of).toList(),
                ProbeMessage.of(definition.shownReady()),
                ProbeMessage.of(definition.shownAlive()),
                definition.settle().toMillis(),
                Stop.of(definition.stop()),
                Restart.of(definition.restart()),
                Log.of(definition.log()),
                Queue.of(definition.queue()),
                definition.oneShot(),
                Timetable.of(definition.schedule()),
                definition.mainProcess().forks(),
                definition.shownPidFile());
    }

    private static Port port(String text) {
        // Without an address it is on all of them.
        var port = Port.parse(text.contains(":") ? text : "0.0.0.0:" + text);
        if (port == null) {
            throw new IllegalArgumentException(
                    "listens_on has " + text + ". Allowed: a port, or one with an address, such as 127.0.0.2:8080");
        }
        return port;
    }

    public ServiceDefinition toDefinition() {
        return ServiceDefinition.builder(
                        id,
                        shell ? new Command.Shell(String.join(" ", command)) : new Command.Argv(command),
                        Path.of(cwd))
                .group(group)
                .listens(listensOn.stream().map(DefinitionMessage::port).toList())
                .confirm(confirm.stream()
                        .map(kind -> Words.constant("confirm", kind, OperationKind.class))
                        .collect(Collectors.toSet()))
                .autostart(autostart)
                .env(env.stream().collect(Collectors.toMap(Function.identity(), _ -> KEPT_THERE)))
                .dependsOn(needs.stream().map(Need::toDependency).toList())
                .ready(ready == null ? null : ready.toProbe())
                .alive(alive == null ? null : alive.toProbe())
                .settle(Duration.ofMillis(settleMs))
                .stop(stop.toSettings())
                .restart(restart.toPolicy())
                .log(log.toSettings())
                .queue(queue.toSettings())
                .oneShot(job)
                .schedule(schedule == null ? null : schedule.toSchedule())
                .mainProcess(toMainProcess())
                .build();
    }
}
