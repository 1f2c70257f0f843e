package dev.signalbox.log;

import dev.signalbox.log.LogLine.Stream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What the notes of a service say of its lines, by their positions. A slot is what was written between two notes: a
/// line is in that in which it begins. The last slot is behind all notes. Not thread safe.
final class LogSlots {
    /// Nobody knows.
    static final long UNKNOWN = -1;

    /// Of lines that are behind all notes: they come last.
    static final long LAST = Long.MAX_VALUE;

    /// So many notes are kept of those that the file has no more.
    private static final int MOST_KEPT = 100_000;

    private final LogFiles log;
    private NotesReader reader;
    private final List<Note> notes = new ArrayList<>();
    private long[] outEnds = {};
    private long[] errEnds = {};
    /// When the lines of each slot were written, UNKNOWN for some; and that as far as it is known for an order.
    private long[] times = {};
    private long[] keys = {};
    private int[] marks = {};

    LogSlots(LogFiles log) {
        this.log = log;
        this.reader = new NotesReader(log.notes());
    }

    /// Reads what was noted since the last time, and reckons with what there is of the two streams now.
    void refresh(KeptBytes out, KeptBytes err) throws IOException {
        if (notes.size() > MOST_KEPT) {
            notes.clear();
            reader = new NotesReader(log.notes());
        }
        notes.addAll(reader.read());
        outEnds = ends(Note::out, out);
        errEnds = ends(Note::err, err);
        times = new long[notes.size()];
        keys = new long[notes.size()];
        var key = 0L;
        for (int i = 0; i < notes.size(); i++) {
            var time = notes.get(i).time();
            // What is before the first note was written at an unknown time.
            times[i] = time != null && i > 0 ? time.toEpochMilli() : UNKNOWN;
            key = Math.max(key, times[i]);
            keys[i] = key;
            key = time == null ? key : Math.max(key, time.toEpochMilli());
        }
        marks = IntStream.range(0, notes.size())
                .filter(i -> !notes.get(i).text().isEmpty())
                .filter(i -> !(outEnds[i] <= out.begin()
                        && errEnds[i] <= err.begin()
                        && (outEnds[i] < out.begin() || errEnds[i] < err.begin())))
                .toArray();
    }

    /// Up to where each note speaks of a stream. Those from before it was cut by its service speak of nothing.
    private long[] ends(ToLongFunction<Note> size, KeptBytes bytes) {
        var ends = new long[notes.size()];
        Arrays.fill(ends, bytes.base());
        var later = bytes.end() - bytes.base();
        for (int i = ends.length - 1; i >= 0; i--) {
            var end = size.applyAsLong(notes.get(i));
            if (end > later) {
                break;
            }
            ends[i] = bytes.base() + end;
            later = end;
        }
        return ends;
    }

    /// How many there are, with the last one.
    int count() {
        return notes.size() + 1;
    }

    /// That of the line of `stream` that begins at `position`.
    int slot(Stream stream, long position) {
        var ends = ends(stream);
        // Slots may be empty: the first of those that end behind it.
        var low = 0;
        var high = ends.length;
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (ends[middle] > position) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /// Where a slot begins in `stream`; zero for the first one.
    long begin(Stream stream, int slot) {
        return slot == 0 ? 0 : ends(stream)[slot - 1];
    }

    private long[] ends(Stream stream) {
        return stream == Stream.OUT ? outEnds : errEnds;
    }

    /// By what the lines of a slot are ordered among those of other services: milliseconds since 1970.
    long key(int slot) {
        return slot == keys.length ? LAST : keys[slot];
    }

    /// By what the mark is ordered that ends a slot.
    long markKey(int slot) {
        var time = notes.get(slot).time();
        return time == null ? keys[slot] : Math.max(keys[slot], time.toEpochMilli());
    }

    /// When the lines of a slot were written; `UNKNOWN` if nobody knows.
    long time(int slot) {
        return slot == times.length ? tailTime() : times[slot];
    }

    /// What is not noted yet was written a moment ago, if the note before is not old.
    private long tailTime() {
        var changed =
                Math.max(log.out().toFile().lastModified(), log.err().toFile().lastModified());
        var last = notes.isEmpty() ? null : notes.getLast().time();
        return last != null && changed - last.toEpochMilli() < Note.NAMING.toMillis() && changed > 0
                ? Math.max(changed, last.toEpochMilli())
                : UNKNOWN;
    }

    /// The highest key but that of the last slot.
    long newest() {
        return keys.length == 0 ? 0 : Math.max(keys[keys.length - 1], markKey(keys.length - 1));
    }

    /// The oldest time that is known of any line; `null` if none is.
    @Nullable
    Instant oldest(KeptBytes out, KeptBytes err) {
        var first = Math.min(slot(Stream.OUT, out.begin()), slot(Stream.ERR, err.begin()));
        for (int i = first; i < times.length; i++) {
            if (times[i] != UNKNOWN) {
                return Instant.ofEpochMilli(times[i]);
            }
        }
        return null;
    }

    /// Whether the lines of a slot were certainly written at `since` or later, and before `until`.
    boolean isWithin(int slot, long since, long until) {
        var time = time(slot);
        if (time != UNKNOWN) {
            return time >= since && time < until;
        }
        return slot > 0 && slot < keys.length && keys[slot] >= since && nextKnown(slot) < until;
    }

    private long nextKnown(int slot) {
        for (int i = slot; i < keys.length; i++) {
            var time = notes.get(i).time();
            if (time != null) {
                return time.toEpochMilli();
            }
        }
        return LAST;
    }

    /// The first slot that is ordered by `time` or later.
    int since(long time) {
        var low = 0;
        var high = keys.length;
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (keys[middle] >= time) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    // --- marks ---

    /// The slots that end with what the engine has written and is shown, in order.
    int[] marks() {
        return marks;
    }

    Note note(int slot) {
        return notes.get(slot);
    }

    /// A number for a mark that stays the same.
    long markPosition(int slot) {
        var time = notes.get(slot).time();
        var millis = time == null ? keys[slot] : time.toEpochMilli();
        var same = 0;
        for (int i = slot - 1;
                i >= 0 && same < 999 && time != null && time.equals(notes.get(i).time());
                i--) {
            same += notes.get(i).text().isEmpty() ? 0 : 1;
        }
        return millis * 1000 + same;
    }

    // --- edges ---

    /// Where runs ended or began in a stream, in order.
    long[] edges(Stream stream) {
        var ends = ends(stream);
        return IntStream.range(0, ends.length)
                .filter(i -> notes.get(i).edge())
                .mapToLong(i -> ends[i])
                .distinct()
                .toArray();
    }
}
