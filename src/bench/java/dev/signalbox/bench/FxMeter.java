package dev.signalbox.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.stream.LongStream;
import javafx.animation.AnimationTimer;

/// Watches the FX thread for a while: how much of it is used, and how evenly its pulses come. Started and told of
/// the end on the FX thread. While it runs, JavaFX makes its sixty pulses a second, also where nothing changes.
final class FxMeter extends AnimationTimer {
    /// @param busy share of the time that the FX thread used a processor, 0 to 1
    /// @param starved share of the time that it wanted a processor and all were taken, 0 to 1
    /// @param intervals from pulse to pulse
    /// @param cpu what the FX thread used of each interval
    record Reading(double seconds, double busy, double starved, Times intervals, Times cpu) {
        double pulsesPerSecond() {
            return intervals.sortedNanos.length / seconds;
        }
    }

    record Times(long... sortedNanos) {
        static Times of(LongStream nanos) {
            return new Times(nanos.sorted().toArray());
        }

        /// @param share 0.99 for the time that only one of a hundred exceeds, 1 for the longest
        double millis(double share) {
            return sortedNanos[(int) Math.ceil(share * sortedNanos.length) - 1] / 1e6;
        }
    }

    private final double warmUpSeconds;
    private final double seconds;
    private final DoubleConsumer atPulse;
    private final Consumer<Reading> then;
    private final LongStream.Builder intervals = LongStream.builder();
    private final LongStream.Builder cpuTimes = LongStream.builder();
    private long began;
    private long measuredFrom;
    private Usage from = new Usage(0, 0);
    private long last;
    private long lastCpu;

    /// @param warmUpSeconds not measured
    /// @param seconds measured
    /// @param atPulse called in each pulse with the seconds since the first; what it does is measured
    /// @param then called once with what was measured
    FxMeter(double warmUpSeconds, double seconds, DoubleConsumer atPulse, Consumer<Reading> then) {
        this.warmUpSeconds = warmUpSeconds;
        this.seconds = seconds;
        this.atPulse = atPulse;
        this.then = then;
    }

    @Override
    public void handle(long pulse) {
        // What JavaFX gives is the time for which the pulse was planned.
        var now = System.nanoTime();
        var usage = Usage.now();
        var cpu = usage.cpuNanos;
        if (began == 0) {
            began = now;
        }
        if (measuredFrom == 0 && now - began > warmUpSeconds * 1e9) {
            measuredFrom = now;
            from = usage;
        } else if (measuredFrom != 0) {
            intervals.add(now - last);
            cpuTimes.add(cpu - lastCpu);
        }
        last = now;
        lastCpu = cpu;
        atPulse.accept((now - began) / 1e9);
        if (measuredFrom != 0 && now - measuredFrom > seconds * 1e9) {
            stop();
            var measured = (now - measuredFrom) / 1e9;
            then.accept(new Reading(
                    measured,
                    (cpu - from.cpuNanos) / 1e9 / measured,
                    (usage.starvedNanos - from.starvedNanos) / 1e9 / measured,
                    Times.of(intervals.build()),
                    Times.of(cpuTimes.build())));
        }
    }

    /// What the calling thread has used so far, and how long it waited for it, as Linux counts.
    private record Usage(long cpuNanos, long starvedNanos) {
        static Usage now() {
            try {
                var counts =
                        Files.readString(Path.of("/proc/thread-self/schedstat")).split(" ", -1);
                return new Usage(Long.parseLong(counts[0]), Long.parseLong(counts[1]));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
