package dev.signalbox.service;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a driver sees of its service.
public sealed interface DriverStatus {

    /// It runs.
    ///
    /// @param pid of the service itself, not of a wrapper; negative where the engine has none
    /// @param since when it was started, wall clock
    /// @param adopted whether it was found running, started by an earlier engine
    /// @param outdated the keys in which its definition has changed since, see [StartKeys#differing]
    record Running(long pid, Instant since, boolean adopted, List<String> outdated) implements DriverStatus {
        public Running {
            outdated = List.copyOf(outdated);
        }

        /// One that runs by its definition.
        public Running(long pid, Instant since, boolean adopted) {
            this(pid, since, adopted, List.of());
        }
    }

    /// It does not run, and that is as asked.
    ///
    /// @param verified false if there are processes that could not be looked at
    /// @param leftovers how many processes live on of what a stop does not take, see
    ///     [ServiceDefinition.StopSettings]
    record Stopped(boolean verified, int leftovers) implements DriverStatus {
        /// Nothing of it lives.
        public Stopped(boolean verified) {
            this(verified, 0);
        }
    }

    /// It ended without being asked.
    ///
    /// @param at when that was, wall clock; when it was noticed, where nobody wrote it down
    /// @param lastLines the last lines of its output, oldest first
    /// @param leftovers how many of its processes live on, as was seen last
    /// @param background which of them, by pid, if it has put itself into the background; empty if it has not
    record Exited(ExitStatus exit, Instant at, List<String> lastLines, int leftovers, List<Long> background)
            implements DriverStatus {
        public Exited {
            lastLines = List.copyOf(lastLines);
            background = List.copyOf(background);
        }

        /// One that has not put itself into the background.
        public Exited(ExitStatus exit, Instant at, List<String> lastLines, int leftovers) {
            this(exit, at, lastLines, leftovers, List.of());
        }

        /// Whether both are about the same end, however many processes live on by now.
        public boolean isSameEnd(@Nullable Exited other) {
            return other != null && exit.equals(other.exit) && at.equals(other.at);
        }

        /// The same end, of which these live on by now.
        ///
        /// @param living by pid
        public Exited leaving(List<Long> living) {
            return new Exited(exit, at, lastLines, living.size(), background.isEmpty() ? List.of() : living);
        }
    }

    /// It cannot be told.
    ///
    /// @param reason for people
    /// @param elsewhere whether strangers of it run that nobody has taken over, see [ServiceDriver#takeOver]
    record Unknown(String reason, boolean elsewhere) implements DriverStatus {
        /// It is this engine's alone.
        public Unknown(String reason) {
            this(reason, false);
        }
    }
}
