package dev.signalbox.console.notices;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// That notices of a service are kept, but told nowhere.
///
/// @param service the service's id
/// @param since wall clock
/// @param until when that ends, wall clock; `null` for when the service has recovered
record Mute(String service, Instant since, @Nullable Instant until) {
    private static final String RECOVERED = "recovered";

    boolean isOver(Instant now) {
        return until != null && !now.isBefore(until);
    }

    /// On one line, for the settings.
    String text() {
        return since + "\t" + (until == null ? RECOVERED : until) + "\t" + service;
    }

    /// What [#text()] has written; `null` if the line is no such text.
    static @Nullable Mute parse(String line) {
        var parts = line.split("\t", 3);
        if (parts.length < 3 || parts[2].isBlank()) {
            return null;
        }
        try {
            return new Mute(
                    parts[2], Instant.parse(parts[0]), parts[1].equals(RECOVERED) ? null : Instant.parse(parts[1]));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
