package dev.signalbox.journal;

import dev.signalbox.text.PlainText;
import java.time.Instant;
import java.util.Locale;

/// Something that happened beside the operations, to a service or to the engine itself.
///
/// @param at wall clock
/// @param service the service's id; empty for the engine
/// @param value the fact in one word, to count by: a state, an exit code
/// @param text the same for people, with its reason
public record JournalEvent(Instant at, String service, Kind kind, String value, String text) {
    public JournalEvent {
        value = PlainText.line(value);
        text = PlainText.line(text);
    }

    /// What there is to tell.
    public enum Kind {
        /// The service's state is another one; `value` is that of `ServiceState`, in lower case.
        STATE,
        /// Its process ended without being asked; `value` is the exit code as a shell sees it.
        EXIT,
        /// It became ready, unready or unhealthy; `value` says which.
        PROBE,
        /// It ended too often and is not started again by itself; `value` is how often.
        CRASH_LOOP,
        /// A start by its schedule was left out; `text` tells why.
        SKIPPED,
        /// The engine was opened.
        OPENED,
        /// It was closed in good order.
        CLOSED,
        /// It ended without closing, which the next one notices; the time is that of its last sign of life.
        CRASHED,
        /// The workspace file was read again and took effect; `text` tells what changed.
        RELOADED,
        /// A token was made, changed or revoked; `value` is its name, and `text` tells by whom.
        TOKEN,
        /// Events were lost; `value` is how many.
        MISSED;

        /// As used in files and over the wire.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Something that happened to the engine.
    public static JournalEvent ofEngine(Instant at, Kind kind, String text) {
        return new JournalEvent(at, "", kind, "", text);
    }
}
