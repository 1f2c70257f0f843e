package dev.signalbox.service;

import java.time.Duration;
import java.util.List;

/// Durations for people.
public final class Durations {
    private record Unit(String name, Duration length) {}

    private static final List<Unit> UNITS = List.of(
            new Unit("d", Duration.ofDays(1)),
            new Unit("h", Duration.ofHours(1)),
            new Unit("m", Duration.ofMinutes(1)),
            new Unit("s", Duration.ofSeconds(1)));

    private Durations() {}

    /// For example `500 ms`, `15 s` or `1 m`: in the largest unit in which it is exact, to the millisecond.
    public static String text(Duration duration) {
        var millis = duration.toMillis();
        if (millis == 0) {
            return "0 s";
        }
        for (var unit : UNITS) {
            if (millis % unit.length.toMillis() == 0) {
                return millis / unit.length.toMillis() + " " + unit.name;
            }
        }
        return millis + " ms";
    }
}
