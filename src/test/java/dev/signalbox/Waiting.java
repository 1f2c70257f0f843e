package dev.signalbox;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.pollinterval.IterativePollInterval;
import org.jspecify.annotations.Nullable;

/// Waiting in tests for what others bring about.
///
/// Awaitility by itself looks ten times a second, and first after a tenth of a second. As there are thousands of
/// waits in a run of all tests, most of them for less than that, here the first looks come soon, and only what takes
/// long is looked at less often.
public final class Waiting {
    private static final Duration FIRST = Duration.ofMillis(5);
    private static final Duration LONGEST = Duration.ofMillis(50);

    private Waiting() {}

    /// As [Awaitility#await()].
    public static ConditionFactory await() {
        return await(null);
    }

    /// As [Awaitility#await(String)].
    ///
    /// @param what is waited for; `null` where that is plain
    public static ConditionFactory await(@Nullable String what) {
        return Awaitility.await(what)
                .pollDelay(FIRST)
                .pollInterval(IterativePollInterval.iterative(Waiting::next, FIRST));
    }

    private static Duration next(Duration before) {
        var next = before.multipliedBy(2);
        return next.compareTo(LONGEST) < 0 ? next : LONGEST;
    }
}
