package dev.signalbox.log;

import dev.signalbox.text.PlainText;
import org.jspecify.annotations.Nullable;

/// A line of the whole log of some services.
///
/// @param place where it is
/// @param line what it is
public record PlacedLine(LogPlace place, LogLine line) {

    /// The service that wrote it, or that the engine says it of.
    public String service() {
        return place.service();
    }

    /// How serious it says it is; `null` if it does not say so.
    public @Nullable LogLevel level() {
        return line.stream() == LogLine.Stream.CONSOLE ? null : LogLevel.of(PlainText.stripped(line.text()));
    }
}
