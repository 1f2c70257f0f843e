package dev.signalbox.service;

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
        List<Unasked> unasked) {

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
    public record Recovery(int failures, @Nullable Instant retryAt, boolean crashLoop) {}

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
                state, Health.READY, -1, null, reason, null, List.of(), null, "", List.of(), List.of());
    }

    /// The same service in another state.
    public ServiceStatus in(ServiceState other) {
        return new ServiceStatus(
                other, health, pid, since, reason, exit, lastLines, recovery, blocker, outdated, unasked);
    }

    /// The same service with a process.
    public ServiceStatus running(long newPid, @Nullable Instant newSince, Health newHealth) {
        return new ServiceStatus(
                state, newHealth, newPid, newSince, reason, exit, lastLines, recovery, blocker, outdated, unasked);
    }

    /// The same after its process has ended by itself.
    public ServiceStatus ended(@Nullable ExitStatus newExit, List<String> newLines) {
        return new ServiceStatus(
                state, health, pid, since, reason, newExit, newLines, recovery, blocker, outdated, unasked);
    }

    /// The same with another prospect.
    public ServiceStatus with(@Nullable Recovery newRecovery) {
        return new ServiceStatus(
                state, health, pid, since, reason, exit, lastLines, newRecovery, blocker, outdated, unasked);
    }

    /// The same, held up by another service.
    public ServiceStatus blockedBy(String service) {
        return new ServiceStatus(
                state, health, pid, since, reason, exit, lastLines, recovery, service, outdated, unasked);
    }

    /// The same for a reason.
    public ServiceStatus because(String newReason) {
        return new ServiceStatus(
                state, health, pid, since, newReason, exit, lastLines, recovery, blocker, outdated, unasked);
    }

    /// The same, whose process was started by a definition that differs in these keys.
    public ServiceStatus outdatedIn(List<String> keys) {
        return new ServiceStatus(state, health, pid, since, reason, exit, lastLines, recovery, blocker, keys, unasked);
    }

    /// The same, some probes of which could not be asked.
    public ServiceStatus unasked(List<Unasked> probes) {
        return new ServiceStatus(
                state, health, pid, since, reason, exit, lastLines, recovery, blocker, outdated, probes);
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
