package dev.signalbox.metrics;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a service uses now, with all of its processes.
///
/// @param at when that was looked at, wall clock
/// @param begin when what runs was started
/// @param cpu share of one core since the look before; [Double#NaN] where there was none
/// @param cpuSeconds of CPU used since this engine looks
/// @param memory resident bytes
/// @param tasks threads
/// @param files that all of them have open; negative where that may not be asked
/// @param filesOfOne the most that one of them has open; negative likewise
/// @param ports of TCP that they listen on, in order
/// @param growth of its memory; `null` if that has not grown steadily for an hour
public record Usage(
        Instant at,
        Instant begin,
        double cpu,
        double cpuSeconds,
        long memory,
        int tasks,
        int files,
        int filesOfOne,
        List<Integer> ports,
        Limits limits,
        @Nullable Growth growth) {
    public Usage {
        ports = List.copyOf(ports);
    }
}
