package dev.signalbox.wire;

import dev.signalbox.log.LogLine;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.deser.jdk.StringDeserializer;

@Says("One line of a service's output.")
public record LogLineMessage(
        @Nullable Instant time,
        @Values(of = LogLine.Stream.class) String stream,
        @JsonDeserialize(using = StringDeserializer.class) String text) {
    public static LogLineMessage of(LogLine line) {
        return new LogLineMessage(line.time(), Words.of(line.stream()), line.text());
    }

    public LogLine toLine(RemoteClock clock) {
        return new LogLine(clock.hereIfAny(time), Words.constant("stream", stream, LogLine.Stream.class), text);
    }
}
