package dev.signalbox.wire;

import dev.signalbox.log.LogLevel;
import dev.signalbox.log.LogLine;
import dev.signalbox.log.LogPlace;
import dev.signalbox.log.PlacedLine;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.deser.jdk.StringDeserializer;

@Says("One line of the output of some services.")
public record PlacedLogLineMessage(
        @Says("where it is, for other requests; it stays so")
        String place,

        String service,
        @Nullable Instant time,
        @Values(of = LogLine.Stream.class) String stream,

        @Says("how serious it says it is") @Values(of = LogLevel.class) @Nullable
        String level,

        @JsonDeserialize(using = StringDeserializer.class) String text) {
    public static PlacedLogLineMessage of(PlacedLine placed) {
        var level = placed.level();
        return new PlacedLogLineMessage(
                placed.place().toString(),
                placed.service(),
                placed.line().time(),
                Words.of(placed.line().stream()),
                level == null ? null : Words.of(level),
                placed.line().text());
    }

    public PlacedLine toLine(RemoteClock clock) {
        return new PlacedLine(
                place(place),
                new LogLine(clock.hereIfAny(time), Words.constant("stream", stream, LogLine.Stream.class), text));
    }

    static LogPlace place(String text) {
        return LogPlace.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is no place in a log"));
    }
}
