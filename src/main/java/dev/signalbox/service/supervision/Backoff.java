package dev.signalbox.service.supervision;

import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceDefinition.RestartPolicy.On;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;

/// Counts the ends of a service that nobody asked for, and decides what comes after each of them. Times are
/// readings of [dev.signalbox.time.TimeSource#nanoTime()]. Not thread safe.
final class Backoff {

    /// What comes after an end.
    sealed interface Decision {
        /// It stays ended.
        record Leave() implements Decision {}

        /// It is started again after `delay`.
        record Retry(Duration delay) implements Decision {}

        /// It is in a crash loop: that was one end too many.
        record GiveUp() implements Decision {}
    }

    /// From this many starts in a row on that did not last, tries are at least [#PAUSE] apart (rule 26a).
    private static final int ROW = 5;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final RandomGenerator random;
    private final Deque<Long> ends = new ArrayDeque<>();
    private int failures;
    /// How many starts in a row have not lasted.
    private int brief;
    private boolean ready;
    private long readySince;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /// It ended, or could not be started.
    ///
    /// @param failed whether that is a failure; false if it ended well
    /// @param lasted whether it ran long enough for a proper run
    Decision ended(RestartPolicy policy, boolean failed, boolean lasted, long now) {
        if (policy.on() == On.NEVER || (policy.on() == On.FAILURE && !failed)) {
            notReady(policy, now);
            return new Decision.Leave();
        }
        if (!failed && lasted) {
            notReady(policy, now);
            failures = 0;
            brief = 0;
            return new Decision.Retry(delay(policy));
        }
        return isOneTooMany(policy, lasted, now) ? new Decision.GiveUp() : new Decision.Retry(delay(policy));
    }

    /// Counts an end.
    ///
    /// @return whether there were so many lately that it is in a crash loop
    boolean isOneTooMany(RestartPolicy policy, boolean lasted, long now) {
        notReady(policy, now);
        failures++;
        brief = lasted ? 0 : brief + 1;
        if (!policy.givesUp()) {
            return false;
        }
        ends.addLast(now);
        while (now - ends.getFirst() > policy.giveUpWithin().toNanos()) {
            ends.removeFirst();
        }
        return ends.size() >= policy.giveUpAfter();
    }

    /// A random part of a time that doubles with each failure in a row: services that fail for the same reason do
    /// not all come back at the same moment.
    private Duration delay(RestartPolicy policy) {
        var min = policy.backoffMin().toNanos();
        var max = policy.backoffMax().toNanos();
        var doublings = Math.max(0, failures - 1);
        var most = doublings >= Long.numberOfLeadingZeros(min) - 1 ? max : Math.min(max, min << doublings);
        var random = Duration.ofNanos(this.random.nextLong(most + 1));
        // Whatever the workspace allows: what ends as soon as it is started must not take the machine.
        return brief >= ROW && random.compareTo(PAUSE) < 0 ? PAUSE : random;
    }

    /// It is ready, from now on if it was not before.
    void ready(long now) {
        if (!ready) {
            ready = true;
            readySince = now;
        }
    }

    /// It is not ready any more. What was ready for long enough has recovered, and a later failure is the first
    /// one.
    void notReady(RestartPolicy policy, long now) {
        if (hasRecovered(policy, now)) {
            failures = 0;
        }
        ready = false;
    }

    /// Whether it has been ready for long enough.
    boolean hasRecovered(RestartPolicy policy, long now) {
        return ready && now - readySince >= calm(policy).toNanos();
    }

    /// How long is long enough.
    static Duration calm(RestartPolicy policy) {
        return policy.backoffMax().compareTo(policy.giveUpWithin()) > 0 ? policy.backoffMax() : policy.giveUpWithin();
    }

    /// How many failures there were in a row.
    int failures() {
        return failures;
    }

    /// How many of the ends count for a crash loop.
    int ends() {
        return ends.size();
    }

    /// Forgets everything: somebody has taken it in hand.
    void reset() {
        ends.clear();
        failures = 0;
        brief = 0;
        ready = false;
    }
}
