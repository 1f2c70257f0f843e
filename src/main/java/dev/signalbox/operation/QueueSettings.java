package dev.signalbox.operation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a service's queue behaves.
///
/// @param policy what happens to requests that make each other pointless
/// @param startTimeout from the start of a start's body to its deadline; `null` if it has all the time
/// @param stopTimeout the same for a stop
/// @param grace how long a body may live after it was asked to stop before the service is shown as wedged
/// @param job whether the service's start is its whole run, which then need not end before a stop (rule 28b)
/// @param ceiling how many operations may wait before others are refused (rule 32)
public record QueueSettings(
        Policy policy,
        @Nullable Duration startTimeout,
        Duration stopTimeout,
        Duration grace,
        boolean job,
        int ceiling) {

    /// What happens to requests that make each other pointless.
    public enum Policy {
        /// Every request runs, in order (rule 17).
        KEEP,
        /// The waiting tail is merged by the table of rule 18.
        COALESCE
    }

    private static final Duration MAX = Duration.ofDays(365);
    private static final int CEILING = 1_000;

    /// Every request runs; 30 s until the deadline of a start or a stop, 10 s of grace.
    public static final QueueSettings DEFAULT =
            new QueueSettings(Policy.KEEP, Duration.ofSeconds(30), Duration.ofSeconds(10));

    /// The settings of a service that runs on after its start, which may take as long as its stop.
    public QueueSettings(Policy policy, Duration timeout, Duration grace) {
        this(policy, timeout, timeout, grace, false);
    }

    /// Settings with the ceiling that there is if nobody says another one: 1,000 operations.
    public QueueSettings(
            Policy policy, @Nullable Duration startTimeout, Duration stopTimeout, Duration grace, boolean job) {
        this(policy, startTimeout, stopTimeout, grace, job, CEILING);
    }

    /// From a body's start to its deadline; `null` if it has all the time. A restart has that of a stop and that of
    /// a start after each other (rule 8).
    public @Nullable Duration timeout(OperationKind kind) {
        return switch (kind) {
            case START -> startTimeout;
            case STOP -> stopTimeout;
            case RESTART -> startTimeout == null ? null : stopTimeout.plus(startTimeout);
        };
    }

    /// The same for a service that is a job, or is none.
    public QueueSettings forJob(boolean isJob) {
        return new QueueSettings(policy, startTimeout, stopTimeout, grace, isJob, ceiling);
    }

    /// The same, but that no more operations may wait than `most`.
    public QueueSettings withCeiling(int most) {
        return new QueueSettings(policy, startTimeout, stopTimeout, grace, job, most);
    }

    public QueueSettings {
        if (startTimeout != null) {
            requireTimeout(startTimeout);
        }
        requireTimeout(stopTimeout);
        if (ceiling < 1) {
            throw new IllegalArgumentException("ceiling must be at least 1, not " + ceiling);
        }
        if (grace.isNegative() || grace.compareTo(MAX) > 0) {
            throw new IllegalArgumentException("grace must be at least zero and at most 365 days, not " + grace);
        }
    }

    private static void requireTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX) > 0) {
            throw new IllegalArgumentException("timeout must be above zero and at most 365 days, not " + timeout);
        }
    }
}
