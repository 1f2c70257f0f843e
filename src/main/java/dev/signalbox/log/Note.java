package dev.signalbox.log;

import dev.signalbox.text.PlainText;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One line of a notes file, see [LogNotes].
///
/// @param time `null` if what lies between the note before and this one was written at an unknown time
/// @param out size of the file of standard output then
/// @param err size of the file of standard error then
/// @param text of a marker; empty for a plain note
record Note(@Nullable Instant time, long out, long err, String text) {
    private static final String UNKNOWN = "-";

    /// Whether it speaks of nothing but what is before these two offsets.
    boolean isBefore(long outHead, long errHead) {
        return out <= outHead && err <= errHead && (out < outHead || err < errHead);
    }

    String format() {
        var when = time == null ? UNKNOWN : Long.toString(time.toEpochMilli());
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
            var time = parts[0].equals(UNKNOWN) ? null : Instant.ofEpochMilli(Long.parseLong(parts[0]));
            var text = parts.length == 4 ? parts[3] : "";
            return new Note(time, Long.parseLong(parts[1]), Long.parseLong(parts[2]), text);
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        }
    }
}
