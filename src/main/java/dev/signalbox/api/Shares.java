package dev.signalbox.api;

import java.util.HashMap;
import java.util.Map;

/// Counts what each caller has going on at once, so that none uses up what is there for all. Safe to use from any
/// thread.
final class Shares {
    private final int most;
    private final Map<String, Integer> going = new HashMap<>();

    /// @param most that one caller may have
    Shares(int most) {
        this.most = most;
    }

    /// Whether `who` may have one more; if so, it is to [#leave].
    synchronized boolean enter(String who) {
        var now = going.getOrDefault(who, 0);
        if (now < most) {
            going.put(who, now + 1);
        }
        return now < most;
    }

    synchronized void leave(String who) {
        going.computeIfPresent(who, (_, now) -> now == 1 ? null : now - 1);
    }
}
