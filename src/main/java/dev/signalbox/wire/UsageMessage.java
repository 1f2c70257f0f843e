package dev.signalbox.wire;

import dev.signalbox.metrics.Limits;
import dev.signalbox.metrics.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

@Says("What a service uses, with all of its processes.")
public record UsageMessage(
        @Says("when that was looked at") Instant at,
        @Says("when what runs was started") Instant since,

        @Says("share of one core since the look before: 0.5 is half a core; `null` where there was none") @Nullable
        Double cpu,

        @Says("CPU time used since this engine looks") double cpuSeconds,

        @Says("resident bytes; what processes share counts for each of them")
        long memory,

        @Says("threads") int tasks,

        @Says("that all of them have open; `null` where that may not be asked") @Nullable
        Integer files,

        @Says("the most that one of them has open") @Nullable
        Integer filesOfOne,

        @Says("of TCP that they listen on") List<Integer> ports,

        @Says("bytes that they may have; `null` for as much as there is") @Nullable
        Long memoryLimit,

        @Says("threads that they may have; `null` likewise") @Nullable
        Long tasksLimit,

        @Says("files that one process may have open; `null` likewise") @Nullable
        Long filesLimit,

        @Says("of its memory; `null` if that has not grown steadily for an hour") @Nullable
        GrowthMessage growth) {

    public static UsageMessage of(Usage usage) {
        var growth = usage.growth();
        return new UsageMessage(
                usage.at(),
                usage.begin(),
                Double.isNaN(usage.cpu()) ? null : Rounded.of(usage.cpu()),
                Rounded.of(usage.cpuSeconds()),
                usage.memory(),
                usage.tasks(),
                usage.files() < 0 ? null : usage.files(),
                usage.filesOfOne() < 0 ? null : usage.filesOfOne(),
                usage.ports(),
                usage.limits().memory(),
                usage.limits().tasks(),
                usage.limits().files(),
                growth == null ? null : GrowthMessage.of(growth));
    }

    /// As it was there.
    public Usage toUsage(RemoteClock clock) {
        return new Usage(
                clock.here(at),
                clock.here(since),
                Objects.requireNonNullElse(cpu, Double.NaN),
                cpuSeconds,
                memory,
                tasks,
                Objects.requireNonNullElse(files, -1),
                Objects.requireNonNullElse(filesOfOne, -1),
                ports,
                new Limits(memoryLimit, tasksLimit, filesLimit),
                growth == null ? null : growth.toGrowth(clock));
    }
}
