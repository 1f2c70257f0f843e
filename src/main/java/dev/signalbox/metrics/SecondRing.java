package dev.signalbox.metrics;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// The figures of each second of the last hour. Not safe to use from several threads.
final class SecondRing {
    static final int SECONDS = 3600;
    /// How far the clock may be set back before all that is later by it is forgotten.
    private static final int BACK = 5;

    private static final long NONE = Long.MIN_VALUE;

    /// Of each second in its place; not a number where nothing was seen.
    private final Map<Figure, float[]> values = new EnumMap<>(Figure.class);
    /// The newest second; [#NONE] if there is none.
    private long newest = NONE;
    private long oldest = NONE;

    SecondRing() {
        for (var figure : Figure.values()) {
            values.put(figure, new float[SECONDS]);
        }
        clear();
    }

    private void clear() {
        values.values().forEach(all -> Arrays.fill(all, Float.NaN));
        newest = NONE;
    }

    /// Takes what was seen. A second that is left out alone gets the same, as looks are not quite a second apart. What
    /// comes with a time of before is left out, as the clock was set back a little.
    ///
    /// @param second since the epoch
    void put(long second, Sample sample) {
        if (newest != NONE && second < newest - BACK) {
            clear();
        }
        if (newest == NONE) {
            oldest = second;
        } else if (second < newest) {
            return;
        } else if (second == newest + 2) {
            set(second - 1, sample);
        } else {
            for (var gap = Math.max(newest + 1, second - SECONDS + 1); gap < second; gap++) {
                set(gap, Sample.NONE);
            }
        }
        set(second, sample);
        newest = second;
    }

    private void set(long second, Sample sample) {
        values.forEach((figure, all) -> all[place(second)] = (float) sample.of(figure));
    }

    private static int place(long second) {
        return (int) Math.floorMod(second, (long) SECONDS);
    }

    /// The first second of which anything can be known; later than any if there is none.
    long oldest() {
        return newest == NONE ? Long.MAX_VALUE : Math.max(oldest, newest - SECONDS + 1);
    }

    /// The last second of which anything is known; earlier than any if there is none.
    long newest() {
        return newest;
    }

    /// What was seen in a second between those two; not a number if nothing was.
    double value(long second, Figure figure) {
        return Objects.requireNonNull(values.get(figure))[place(second)];
    }
}
