package dev.signalbox.driver.process;

import java.time.Duration;

/// The pauses between looks at processes that cannot be waited for: short at first, as most end at once,
/// then longer.
final class Pauses {
    private static final long MIN = 2_000_000;
    private static final long MAX = 50_000_000;

    private final long deadline;
    private long next = MIN;

    /// @param limit the time until [#isOver]
    Pauses(Duration limit) {
        deadline = System.nanoTime() + limit.toNanos();
    }

    boolean isOver() {
        return System.nanoTime() - deadline >= 0;
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    void pause() throws InterruptedException {
        Thread.sleep(Duration.ofNanos(Math.min(next, left().toNanos())));
        next = Math.min(MAX, 2 * next);
    }
}
