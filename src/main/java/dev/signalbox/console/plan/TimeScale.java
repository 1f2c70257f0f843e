package dev.signalbox.console.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Maps times to places between 0 and 1, with a mark at each round time.
///
/// @param length what is mapped to 1
/// @param step from one mark to the next
record TimeScale(Duration length, Duration step) {
    private static final List<Duration> STEPS = List.of(
            Duration.ofMillis(200),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30));
    private static final Duration SHORTEST = Duration.ofMillis(600);
    private static final long MOST_MARKS = 5;
    /// So that the last mark's words have room.
    private static final double ROOM = 1.07;

    /// A scale from now to `end`.
    static TimeScale of(Duration end) {
        var length = Duration.ofMillis((long) (Math.max(end.toMillis(), SHORTEST.toMillis()) * ROOM));
        return STEPS.stream()
                .filter(step -> length.dividedBy(step) < MOST_MARKS)
                .findFirst()
                .map(step -> new TimeScale(length, step))
                .orElseGet(() -> new TimeScale(length, Duration.ofHours(1 + length.toHours() / MOST_MARKS)));
    }

    double place(Duration time) {
        return (double) time.toMillis() / length.toMillis();
    }

    /// The round times, from 0 on.
    List<Duration> marks() {
        var marks = new ArrayList<Duration>();
        for (var mark = Duration.ZERO; mark.compareTo(length) <= 0; mark = mark.plus(step)) {
            marks.add(mark);
        }
        return marks;
    }

    /// How a mark is written: `20 s`.
    String words(Duration mark) {
        if (step.toHours() > 0) {
            return mark.toHours() + " h";
        }
        if (step.toMinutes() > 0) {
            return mark.toMinutes() + " m";
        }
        return step.toMillis() % 1000 == 0
                ? mark.toSeconds() + " s"
                : String.format(Locale.ROOT, "%.1f s", mark.toMillis() / 1000.0);
    }
}
