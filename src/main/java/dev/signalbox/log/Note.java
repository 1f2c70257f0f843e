package dev.signalbox.log;

import dev.signalbox.text.PlainText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One line of a notes file, see [LogNotes].
///
/// @param time `null` if what lies between the note before and this one was written at an unknown time
/// @param out size of the file of standard output then
/// @param err size of the file of standard error then
/// @param text of a marker; empty for a plain note
/// @param edge whether a run ended or begins here: no line has one end before it and one behind it. Without a text it
///     is the begin of a run whose process is not known yet, and the next note names it, at the same sizes
record Note(@Nullable Instant time, long out, long err, String text, boolean edge) {
    private static final String UNKNOWN = "-";
    private static final String EDGE = "|";

    /// How long a run that begins may be without a name: as long as its process is waited for.
    static final Duration NAMING = Duration.ofSeconds(10);

    Note(@Nullable Instant time, long out, long err, String text) {
        this(time, out, err, text, false);
    }

    /// Whether it is the begin of a run that will be named soon, unless it was by a note behind it.
    boolean awaitsName(Instant now) {
        return edge
                && text.isEmpty()
                && time != null
                && !now.isBefore(time)
                && Duration.between(time, now).compareTo(NAMING) < 0;
    }

    /// Whether it speaks of nothing but what is before these two offsets.
    boolean isBefore(long outHead, long errHead) {
        return out <= outHead && err <= errHead && (out < outHead || err < errHead);
    }

    String format() {
        var when = (edge ? EDGE : "") + (time == null ? UNKNOWN : Long.toString(time.toEpochMilli()));
        var line = when + " " + out + " " + err;
        // A marker is one line whatever it is made of.
        return (text.isEmpty() ? line : line + " " + PlainText.line(text)) + "\n";
    }

    /// The note on `line`, or `null` if it is none: the file may have been cut by a full disk.
    static @Nullable Note parse(String line) {
        var parts = line.split(" ", 4);
        if (parts.length < 3) {
            return null;
        }
        try {
            var edge = parts[0].startsWith(EDGE);
            var when = edge ? parts[0].substring(EDGE.length()) : parts[0];
            var time = when.equals(UNKNOWN) ? null : Instant.ofEpochMilli(Long.parseLong(when));
            var text = parts.length == 4 ? parts[3] : "";
            return new Note(time, Long.parseLong(parts[1]), Long.parseLong(parts[2]), text, edge);
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        }
    }
}
