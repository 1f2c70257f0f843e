package dev.signalbox.service;

import dev.signalbox.operation.QueueSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A service as its workspace defines it. Immutable, checked, with all defaults filled in.
///
/// @param id unique in the workspace; `[A-Za-z0-9][A-Za-z0-9_.-]*`, so that it can name files
/// @param group the heading it is listed under; empty for none
/// @param cwd absolute
/// @param ports the TCP ports it listens on; checked before a start
/// @param autostart whether it starts with the console, unless an operator stopped it
/// @param env variables beside the inherited ones
/// @param ready when it counts as ready, `null` if running is enough
/// @param alive when it counts as healthy, `null` if running is enough
public record ServiceDefinition(
        String id,
        String group,
        Command command,
        Path cwd,
        List<Integer> ports,
        boolean autostart,
        Map<String, EnvValue> env,
        List<Dependency> dependsOn,
        @Nullable Probe ready,
        @Nullable Probe alive,
        StopSettings stop,
        RestartPolicy restart,
        LogSettings log,
        QueueSettings queue) {

    public ServiceDefinition {
        ports = List.copyOf(ports);
        env = Map.copyOf(env);
        dependsOn = List.copyOf(dependsOn);
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
            return this instanceof Argv ? text.substring(program.lastIndexOf('/') + 1) : text;
        }

        /// The command on one line, for people.
        default String text() {
            return switch (this) {
                case Argv(var words) -> String.join(" ", words);
                case Shell(var line) -> line;
            };
        }
    }

    /// A variable's value.
    ///
    /// @param secret true if it must never be shown or logged: it came from outside the file, or its name says so
    public record EnvValue(String value, boolean secret) {
        /// The value, or dots if it is secret.
        public String masked() {
            return secret ? "••••••" : value;
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
    /// @param timeout from the signal to SIGKILL
    public record StopSettings(String signal, Duration timeout) {
        public static final StopSettings DEFAULT = new StopSettings("SIGTERM", Duration.ofSeconds(10));
    }

    /// What happens when the service ends without being asked.
    ///
    /// @param backoffMin the first pause before a new try
    /// @param backoffMax the longest pause
    /// @param giveUpAfter how many ends within `giveUpWithin` make a crash loop
    public record RestartPolicy(
            On on, Duration backoffMin, Duration backoffMax, int giveUpAfter, Duration giveUpWithin) {
        public enum On {
            NEVER,
            FAILURE,
            ALWAYS
        }

        public static final RestartPolicy DEFAULT =
                new RestartPolicy(On.NEVER, Duration.ofSeconds(1), Duration.ofSeconds(60), 5, Duration.ofMinutes(1));
    }

    /// How much log is kept.
    ///
    /// @param maxSize bytes before a log is rotated
    /// @param keep how many rotated files stay
    public record LogSettings(long maxSize, int keep) {
        public static final LogSettings DEFAULT = new LogSettings(50_000_000, 5);
    }
}
