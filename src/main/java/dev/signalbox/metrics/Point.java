package dev.signalbox.metrics;

import java.time.Instant;

/// What a service used in one step of a [Series].
///
/// @param at when the step begins
public record Point(Instant at, Spread cpu, Spread memory, Spread tasks, Spread files) {

    public Spread of(Figure figure) {
        return switch (figure) {
            case CPU -> cpu;
            case MEMORY -> memory;
            case TASKS -> tasks;
            case FILES -> files;
        };
    }
}
