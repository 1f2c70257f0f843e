package dev.signalbox.operation;

import java.time.Duration;

/// How a service's queue behaves.
///
/// @param policy what happens to requests that make each other pointless
/// @param timeout from a body's start to its deadline
/// @param grace how long a body may live after it was asked to stop before the service is shown as wedged
/// @param job whether the service's start is its whole run, which then need not end before a stop (rule 28b)
public record QueueSettings(Policy policy, Duration timeout, Duration grace, boolean job) {

    /// What happens to requests that make each other pointless.
    public enum Policy {
        /// Every request runs, in order (rule 17).
        KEEP,
        /// The waiting tail is merged by the table of rule 18.
        COALESCE
    }

    private static final Duration MAX = Duration.ofDays(365);

    /// Every request runs; 30 s until the deadline, 10 s of grace.
    public static final QueueSettings DEFAULT =
            new QueueSettings(Policy.KEEP, Duration.ofSeconds(30), Duration.ofSeconds(10));

    /// The settings of a service that runs on after its start.
    public QueueSettings(Policy policy, Duration timeout, Duration grace) {
        this(policy, timeout, grace, false);
    }

    /// The same for a service that is a job, or is none.
    public QueueSettings forJob(boolean isJob) {
        return new QueueSettings(policy, timeout, grace, isJob);
    }

    public QueueSettings {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX) > 0) {
            throw new IllegalArgumentException("timeout must be above zero and at most 365 days, not " + timeout);
        }
        if (grace.isNegative() || grace.compareTo(MAX) > 0) {
            throw new IllegalArgumentException("grace must be at least zero and at most 365 days, not " + grace);
        }
    }
}
