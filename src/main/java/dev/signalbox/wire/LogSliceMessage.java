package dev.signalbox.wire;

import dev.signalbox.log.LogSlice;
import java.util.List;

@Says("What was written from an operation on, until the next one.")
public record LogSliceMessage(
        List<LogLineMessage> lines,

        @Says("what the lines do not say") @Values(of = LogSlice.Remark.class)
        String remark) {
    public static LogSliceMessage of(LogSlice slice) {
        return new LogSliceMessage(
                slice.lines().stream().map(LogLineMessage::of).toList(), Words.of(slice.remark()));
    }

    public LogSlice toSlice(RemoteClock clock) {
        return new LogSlice(
                lines.stream().map(line -> line.toLine(clock)).toList(),
                Words.constant("remark", remark, LogSlice.Remark.class));
    }
}
