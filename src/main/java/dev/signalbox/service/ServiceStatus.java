package dev.signalbox.service;

import dev.signalbox.code.Code;
import dev.signalbox.text.PlainText;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A service's state with what goes with it. Immutable.
///
/// @param health how well it runs; means nothing where it does not run
/// @param pid of the service, or negative if it has none now
/// @param since when it was started, wall clock; `null` if it does not run
/// @param reason why it is in this state, for people; empty if the state says it all
/// @param exit how it ended, `null` if it did not end by itself
/// @param lastLines of its output before it ended by itself
/// @param recovery what comes of its ends that nobody asked for, `null` if there were none lately
/// @param blocker the service of this workspace that holds a port it needs; empty if none does
/// @param outdated the keys in which its definition has changed since its process was started (rule 26g)
/// @param unasked those of its probes that could not be asked when they were due last; so its health may be older
/// @param endedAt when it ended by itself, wall clock; `null` if it did not, or that is not known
/// @param cause what its state is about, for programs; `null` if all is well, or the state says it all
public record ServiceStatus(
        ServiceState state,
        Health health,
        long pid,
        @Nullable Instant since,
        String reason,
        @Nullable ExitStatus exit,
        List<String> lastLines,
        @Nullable Recovery recovery,
        String blocker,
        List<String> outdated,
        List<Unasked> unasked,
        @Nullable Instant endedAt,
        @Nullable Code cause) {
    /// How much of a line that a service wrote is told beside its state.
    private static final int MOST_WORDS = 200;

    /// How well a service runs.
    public enum Health {
        /// It is ready, as far as anybody asks.
        READY,
        /// It runs, but its readiness probe has not succeeded, or does not any more.
        UNREADY,
        /// Its liveness probe has failed as often as it may.
        UNHEALTHY
    }

    /// What comes of the ends that nobody asked for.
    ///
    /// @param failures how many there were in a row, or in the time that counts for a crash loop
    /// @param retryAt when the next start is submitted, wall clock; `null` if none is scheduled
    /// @param crashLoop whether no more starts are tried, as there were too many
    /// @param attempt which try the next one is of those that may fail in the time that counts; 0 for no
    ///     number
    /// @param attempts how many may be; 0 if there is no end of them
    public record Recovery(int failures, @Nullable Instant retryAt, boolean crashLoop, int attempt, int attempts) {
        /// One whose tries are not numbered.
        public Recovery(int failures, @Nullable Instant retryAt, boolean crashLoop) {
            this(failures, retryAt, crashLoop, 0, 0);
        }

        /// The next try for people: `next try at 2026-01-31T12:00:00Z (3 of 5)`.
        String next(Instant at) {
            return "next try at " + at + (attempts == 0 ? "" : " (" + attempt + " of " + attempts + ")");
        }
    }

    /// A probe that cannot be asked, by no fault of the service (rule 30).
    ///
    /// @param probe `ready` or `alive`
    /// @param why for people: "Too many open files"
    /// @param since the first of the tries in a row that failed so, wall clock
    public record Unasked(String probe, String why, Instant since) {
        public Unasked {
            why = PlainText.line(why);
        }
    }

    public ServiceStatus {
        reason = PlainText.line(reason);
        lastLines = lastLines.stream().map(PlainText::output).toList();
        outdated = List.copyOf(outdated);
        unasked = List.copyOf(unasked);
    }

    /// A status with nothing but a state and its reason.
    public static ServiceStatus of(ServiceState state, String reason) {
        return new ServiceStatus(
                state, Health.READY, -1, null, reason, null, List.of(), null, "", List.of(), List.of(), null, null);
    }

    /// The same service in another state.
    public ServiceStatus in(ServiceState other) {
        return new ServiceStatus(
                other, health, pid, since, reason, exit, lastLines, recovery, blocker, outdated, unasked, endedAt,
                cause);
    }

    /// The same service with a process.
    public ServiceStatus running(long newPid, @Nullable Instant newSince, Health newHealth) {
        return new ServiceStatus(
                state, newHealth, newPid, newSince, reason, exit, lastLines, recovery, blocker, outdated, unasked,
                endedAt, cause);
    }

    /// The same after its process has ended by itself.
    public ServiceStatus ended(@Nullable ExitStatus newExit, List<String> newLines) {
        return ended(newExit, newLines, null);
    }

    /// The same after its process has ended by itself.
    ///
    /// @param at when, wall clock; `null` if that is not known
    public ServiceStatus ended(@Nullable ExitStatus newExit, List<String> newLines, @Nullable Instant at) {
        return new ServiceStatus(
                state, health, pid, since, reason, newExit, newLines, recovery, blocker, outdated, unasked, at, cause);
    }

    /// The same, about that.
    public ServiceStatus causedBy(@Nullable Code newCause) {
        return new ServiceStatus(
                state, health, pid, since, reason, exit, lastLines, recovery, blocker, outdated, unasked, endedAt,
                newCause);
    }

    /// The same with another prospect.
    public ServiceStatus with(@Nullable Recovery newRecovery) {
        return new ServiceStatus(
                state,
                health,
                pid,
                since,
                reason,
                exit,
                lastLines,
                newRecovery,
                blocker,
                outdated,
                unasked,
                endedAt,
                cause);
    }

    /// The same, held up by another service.
    public ServiceStatus blockedBy(String service) {
        return new ServiceStatus(
                state, health, pid, since, reason, exit, lastLines, recovery, service, outdated, unasked, endedAt,
                cause);
    }

    /// The same for a reason.
    public ServiceStatus because(String newReason) {
        return new ServiceStatus(
                state, health, pid, since, newReason, exit, lastLines, recovery, blocker, outdated, unasked, endedAt,
                cause);
    }

    /// The same, whose process was started by a definition that differs in these keys.
    public ServiceStatus outdatedIn(List<String> keys) {
        return new ServiceStatus(
                state, health, pid, since, reason, exit, lastLines, recovery, blocker, keys, unasked, endedAt, cause);
    }

    /// The same, some probes of which could not be asked.
    public ServiceStatus unasked(List<Unasked> probes) {
        return new ServiceStatus(
                state, health, pid, since, reason, exit, lastLines, recovery, blocker, outdated, probes, endedAt,
                cause);
    }

    /// All that there is to say of its state on one line, but times: how it ended, with its last line, or what its
    /// probes say. Empty if the state says it all.
    public String account() {
        return switch (state) {
            case RUNNING ->
                switch (health) {
                    case READY -> reason;
                    case UNREADY -> joined("not ready", ": ", reason);
                    case UNHEALTHY -> joined("unhealthy", ": ", reason);
                };
            case FAILED, BACKOFF -> exit == null ? reason : end(exit);
            case STOPPED, STARTING, RESTARTING, STOPPING, UNKNOWN -> reason;
        };
    }

    private String end(ExitStatus how) {
        var words =
                lastLines.isEmpty() ? "" : PlainText.line(lastLines.getLast().strip());
        var last = words.length() <= MOST_WORDS ? words : words.substring(0, MOST_WORDS) + "…";
        if (!reason.contains(how.describe())) {
            return joined(joined(how.told(), ": ", last), "; ", reason);
        }
        var told = reason.replace(how.describe(), how.told());
        return told.contains(words) ? told : joined(told, ": ", last);
    }

    private static String joined(String first, String between, String second) {
        return first.isEmpty() || second.isEmpty() ? first + second : first + between + second;
    }

    /// Whether it runs and does what it is there for.
    public boolean isReady() {
        return state == ServiceState.RUNNING && health == Health.READY;
    }

    /// Whether its process may live, as far as that is known here.
    public boolean mayLive() {
        return pid >= 0 || state == ServiceState.UNKNOWN;
    }
}
