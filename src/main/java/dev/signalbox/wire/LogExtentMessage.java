package dev.signalbox.wire;

import dev.signalbox.log.LogExtent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Says("How much there is of the output of some services.")
public record LogExtentMessage(
        @Says("not compressed") long bytes,
        @Says("files that were rotated") int parts,
        @Says("about how many") long lines,

        @Says("when the oldest line was written whose time is known") @Nullable
        Instant oldest) {
    public static LogExtentMessage of(LogExtent extent) {
        return new LogExtentMessage(extent.bytes(), extent.parts(), extent.lines(), extent.oldest());
    }

    public LogExtent toExtent(RemoteClock clock) {
        return new LogExtent(bytes, parts, lines, clock.hereIfAny(oldest));
    }
}
