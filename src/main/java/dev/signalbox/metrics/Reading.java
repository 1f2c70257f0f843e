package dev.signalbox.metrics;

import java.time.Instant;
import java.util.List;

/// What one look has found of the processes of a service.
///
/// @param begin when they were started, by which one run is told from the next
/// @param cpuNanos used since the look before, also by those that have ended since; negative where there was none
/// @param memory resident bytes
/// @param tasks threads
/// @param files that all of them have open; negative where that may not be asked
/// @param filesOfOne the most that one of them has open; negative likewise
/// @param ports of TCP that they listen on, in order
public record Reading(
        Instant begin,
        long cpuNanos,
        long memory,
        int tasks,
        int files,
        int filesOfOne,
        List<Integer> ports,
        Limits limits) {
    public Reading {
        ports = List.copyOf(ports);
    }
}
