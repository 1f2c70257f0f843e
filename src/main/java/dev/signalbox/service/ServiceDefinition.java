package dev.signalbox.service;

import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueSettings;
import dev.signalbox.text.PlainText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A service as its workspace defines it. Immutable, checked, with all defaults filled in.
///
/// @param id unique in the workspace; what people can read in one line, see [dev.signalbox.text.FileNames] for files
/// @param group the heading it is listed under; empty for none
/// @param cwd absolute
/// @param ports the TCP ports it listens on; checked before a start
/// @param confirm what a window asks about before it does it: stops, restarts, both or neither. The engine,
///     its HTTP API and the command line never ask
/// @param autostart whether it starts with the engine, unless an operator stopped it
/// @param env variables beside the inherited ones
/// @param ready when it counts as ready, `null` if running is enough
/// @param alive when it counts as healthy, `null` if running is enough
/// @param settle how long a start must survive that nobody asks whether it is ready
/// @param oneShot whether it is a job: its start ends when it has ended well
/// @param schedule when it starts by itself; `null` for never
/// @param mainProcess which of its processes is the service where the first one has ended
/// @param hidden what is not to be shown of its folder, its pid file and its probes, by the references that stand for
/// it
/// @param trouble what of it is missing, or could not be looked at, when it was read
public record ServiceDefinition(
        String id,
        String group,
        Command command,
        Path cwd,
        List<Port> ports,
        Set<OperationKind> confirm,
        boolean autostart,
        Map<String, EnvValue> env,
        List<Dependency> dependsOn,
        @Nullable Probe ready,
        @Nullable Probe alive,
        Duration settle,
        StopSettings stop,
        RestartPolicy restart,
        LogSettings log,
        QueueSettings queue,
        boolean oneShot,
        @Nullable Schedule schedule,
        Hooks hooks,
        ProcessSettings process,
        MainProcess mainProcess,
        Map<String, String> hidden,
        Trouble trouble) {

    public static final Duration DEFAULT_SETTLE = Duration.ofMillis(200);

    /// That of a service which the workspace names no more: nobody knows how it was started.
    public static final Command UNKNOWN_COMMAND = new Command.Argv(List.of("(not in the workspace file)"));

    public ServiceDefinition {
        group = PlainText.line(group);
        ports = List.copyOf(ports);
        confirm = Set.copyOf(confirm);
        env = Map.copyOf(env);
        dependsOn = List.copyOf(dependsOn);
        hidden = Map.copyOf(hidden);
    }

    /// A definition with nothing but defaults, to be changed.
    ///
    /// @param cwd absolute
    public static ServiceDefinitionBuilder builder(String id, Command command, Path cwd) {
        return new ServiceDefinitionBuilder(id, command, cwd);
    }

    /// A definition to be changed, that begins as this one.
    public ServiceDefinitionBuilder but() {
        return new ServiceDefinitionBuilder(id, command, cwd)
                .group(group)
                .listens(ports)
                .confirm(confirm)
                .autostart(autostart)
                .env(env)
                .dependsOn(dependsOn)
                .ready(ready)
                .alive(alive)
                .settle(settle)
                .stop(stop)
                .restart(restart)
                .log(log)
                .queue(queue)
                .oneShot(oneShot)
                .schedule(schedule)
                .hooks(hooks)
                .process(process)
                .mainProcess(mainProcess)
                .hidden(hidden)
                .trouble(trouble);
    }

    /// What a folder or a question of this service looks like for people: with references in the place of what is not
    /// to be shown.
    public String shown(String text) {
        return Hiding.in(text, hidden);
    }

    /// The folder for people.
    public String shownCwd() {
        return shown(cwd.toString());
    }

    /// Where the pid of its main process is written, for people; `null` if nowhere.
    public @Nullable String shownPidFile() {
        var file = mainProcess.pidFile();
        return file == null ? null : shown(file.toString());
    }

    /// A probe of this service as it can be shown. It cannot be asked, if something in it is hidden.
    public Probe shown(Probe probe) {
        return hidden.isEmpty() ? probe : Hiding.in(probe, hidden);
    }

    /// Of `ready`, see [#shown(Probe)].
    public @Nullable Probe shownReady() {
        return ready == null ? null : shown(ready);
    }

    /// Of `alive`, see [#shown(Probe)].
    public @Nullable Probe shownAlive() {
        return alive == null ? null : shown(alive);
    }

    /// What of a definition is missing, wrong in a file that it names, or could not be looked at.
    ///
    /// @param text for people: "its cwd /mnt/x does not exist"; empty if there is none
    /// @param blocks whether it cannot be started so: nobody knows where, or with which variables
    public record Trouble(String text, boolean blocks) {
        public static final Trouble NONE = new Trouble("", false);

        public Trouble {
            text = PlainText.line(text);
        }

        /// Both, if there are two.
        public Trouble and(Trouble other) {
            return text.isEmpty() || text.equals(other.text)
                    ? other
                    : other.text.isEmpty() ? this : new Trouble(text + "; " + other.text, blocks || other.blocks);
        }
    }

    /// What is executed.
    public sealed interface Command {
        /// A program and its arguments, with no shell between.
        record Argv(List<String> words) implements Command {
            public Argv {
                words = List.copyOf(words);
            }
        }

        /// A line for `sh -c`, because the workspace asked for a shell.
        record Shell(String line) implements Command {}

        /// The command on one line without the folders of its program, for where there is little room.
        default String brief() {
            var text = text();
            var end = text.indexOf(' ');
            var program = end < 0 ? text : text.substring(0, end);
            return PlainText.line(this instanceof Argv ? text.substring(program.lastIndexOf('/') + 1) : text);
        }

        /// The command, for people. That of a shell may have several lines.
        default String text() {
            return switch (this) {
                case Argv(var words) -> PlainText.line(String.join(" ", words));
                case Shell(var line) -> PlainText.lines(line);
            };
        }
    }

    /// How secret a value is. Each is more so than the one before.
    public enum Secrecy {
        /// Everybody may see it.
        OPEN,
        /// It is not shown where a definition is, as it came from the engine's environment.
        FROM_ENGINE,
        /// Nor put where others see it, as it stands in an `env_file`. Most of what is there is no secret, though.
        FROM_FILE,
        /// It is said to be secret, or its name says so.
        SECRET;

        /// The more secret one.
        public Secrecy and(Secrecy other) {
            return compareTo(other) < 0 ? other : this;
        }

        /// Whether it may be put nowhere where others than the service see it.
        public boolean isHidden() {
            return compareTo(FROM_FILE) >= 0;
        }
    }

    /// A variable's value.
    public record EnvValue(String value, Secrecy secrecy) {
        /// @param secret true if it must never be shown or logged
        public EnvValue(String value, boolean secret) {
            this(value, secret ? Secrecy.SECRET : Secrecy.OPEN);
        }

        /// Whether it must never be shown or logged: it came from outside the file, or is a secret.
        public boolean secret() {
            return secrecy != Secrecy.OPEN;
        }

        /// The value, or dots if it is secret.
        public String masked() {
            return secret() ? "••••••" : value;
        }

        @Override
        public String toString() {
            return masked();
        }
    }

    /// Another service that this one needs, and in which condition.
    public record Dependency(String service, Condition condition) {
        public enum Condition {
            READY,
            STARTED,
            STOPPED
        }
    }

    /// How a service is stopped.
    ///
    /// @param signal a name such as `SIGTERM`
    /// @param timeout from the signal, or the command's start, to SIGKILL
    /// @param command executed instead of the signal, without a shell; empty for none
    /// @param to who is sent the signal, and does not outlive the stop
    public record StopSettings(String signal, Duration timeout, List<String> command, To to) {
        /// Whom a stop takes.
        public enum To {
            /// The signal goes to the service's own process alone. It is waited for all that [#GROUP] takes, and
            /// what is left of that is killed.
            LEADER,
            /// Its process group, and what has left that but can be told by its cookie.
            GROUP,
            /// Also what only its control group knows, where it has one.
            ALL
        }

        public static final StopSettings DEFAULT = new StopSettings("SIGTERM", Duration.ofSeconds(10));

        public StopSettings {
            command = List.copyOf(command);
        }

        /// A stop of the group.
        public StopSettings(String signal, Duration timeout, List<String> command) {
            this(signal, timeout, command, To.GROUP);
        }

        /// A stop by a signal alone.
        public StopSettings(String signal, Duration timeout) {
            this(signal, timeout, List.of());
        }
    }

    /// Which process of a service is the service itself, where the one that its command became has ended with 0.
    ///
    /// @param forks whether the command puts it into the background as it starts, and ends
    /// @param pidFile where the pid of its main process is written, absolute; `null` if nowhere. It is believed of
    ///     processes of the service's own run only
    public record MainProcess(boolean forks, @Nullable Path pidFile) {
        /// It is what its command became, until that ends.
        public static final MainProcess STAYS = new MainProcess(false, null);
    }

    /// What is executed beside the service, without a shell, in its folder and with its variables.
    ///
    /// @param preStart before each start, which fails with it; `null` for nothing
    /// @param postStop after each end of the service, asked for or not; `null` for nothing
    public record Hooks(@Nullable Hook preStart, @Nullable Hook postStop) {
        public static final Hooks NONE = new Hooks(null, null);
    }

    /// A command that must end with 0 within its timeout.
    public record Hook(List<String> command, Duration timeout) {
        public Hook {
            command = List.copyOf(command);
        }
    }

    /// How the system runs the processes of a service, its hooks and its probes.
    ///
    /// @param user whose rights they have, by name or number; empty for the engine's own
    /// @param group in which they run, by name or number; empty for the user's own
    /// @param nice its priority from -20 to 19; `null` for the engine's own
    /// @param memory most bytes of address space of each of its processes; 0 for no limit
    /// @param openFiles most open files of each of its processes; 0 for the engine's own limit
    /// @param umask which rights the files that they make do not have
    /// @param noNewPrivileges whether they get no others by any program, such as `sudo`
    public record ProcessSettings(
            String user,
            String group,
            @Nullable Integer nice,
            long memory,
            int openFiles,
            int umask,
            boolean noNewPrivileges) {
        public static final int DEFAULT_UMASK = 0022;
        public static final ProcessSettings DEFAULT = new ProcessSettings("", null, 0, 0);

        /// The user, and the group if one is named: `www-data:adm`.
        public String account() {
            return group.isEmpty() ? user : user + ":" + group;
        }

        /// Settings that say no more than this.
        public ProcessSettings(String user, @Nullable Integer nice, long memory, int openFiles) {
            this(user, "", nice, memory, openFiles, DEFAULT_UMASK, false);
        }
    }

    /// What happens when the service ends without being asked.
    ///
    /// @param backoffMin the first pause before a new try
    /// @param backoffMax the longest pause
    /// @param giveUpAfter how many ends within `giveUpWithin` make a crash loop; 0 if none do
    /// @param minUptime how long a run must last to be a proper one, whose good end counts for no crash loop
    /// @param okCodes the exit codes that are good ends, beside 0
    public record RestartPolicy(
            On on,
            Duration backoffMin,
            Duration backoffMax,
            int giveUpAfter,
            Duration giveUpWithin,
            Duration minUptime,
            List<Integer> okCodes) {
        public enum On {
            NEVER,
            FAILURE,
            ALWAYS
        }

        public static final RestartPolicy DEFAULT =
                new RestartPolicy(On.NEVER, Duration.ofSeconds(1), Duration.ofSeconds(60), 5, Duration.ofMinutes(1));

        public RestartPolicy {
            okCodes = okCodes.stream().sorted().distinct().toList();
        }

        /// A policy for services of which a run of a second is a proper one, and 0 the only good end.
        public RestartPolicy(On on, Duration backoffMin, Duration backoffMax, int giveUpAfter, Duration giveUpWithin) {
            this(on, backoffMin, backoffMax, giveUpAfter, giveUpWithin, Duration.ofSeconds(1), List.of());
        }

        /// Whether there is an end to the tries.
        public boolean givesUp() {
            return giveUpAfter > 0;
        }

        /// Whether it ended as it should.
        public boolean isGood(ExitStatus exit) {
            return exit.code() == 0 || okCodes.contains(exit.code());
        }
    }

    /// How the output is written, and how much of it is kept.
    ///
    /// @param maxSize bytes before a log is rotated
    /// @param keep how many rotated files stay
    /// @param maxAge of what is in a log before it is rotated; `null` if only its size counts
    /// @param pipe whether the service has a pipe in any case, which it cannot empty by opening `/dev/stderr` anew
    public record LogSettings(
            long maxSize, int keep, @Nullable Duration maxAge, boolean pipe) {
        public static final LogSettings DEFAULT = new LogSettings(50_000_000, 5);

        /// Rotation by size alone.
        public LogSettings(long maxSize, int keep) {
            this(maxSize, keep, null);
        }

        /// Without a pipe where there need be none.
        public LogSettings(long maxSize, int keep, @Nullable Duration maxAge) {
            this(maxSize, keep, maxAge, false);
        }
    }
}
