package dev.signalbox.log;

import dev.signalbox.log.LogLine.Stream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Follows a service's output: the two files and the markers of [LogNotes], merged into one sequence.
/// Within a file the order is exact; across the two it is known to about a quarter of a second. Begins where the
/// files do now, see [LogRotation]. Holds no file open. Not thread safe.
public final class LogTail {
    /// How long a line may wait for its end.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final int limit;
    /// Characters of those that the first poll gives.
    private final long limitText;
    private final Predicate<LogLine> wanted;
    private final FileTail out;
    private final FileTail err;
    private final NotesReader reader;
    /// Those that were read, but speak of output that was not.
    private final List<Note> notes = new ArrayList<>();

    private boolean first = true;
    /// Whether a note has passed. What is before the first one of a file was written at an unknown time.
    private boolean timed;
    private boolean isCut;

    private LogTail(NotesReader reader, FileTail out, FileTail err, int limit, InstantSource clock) {
        this(reader, out, err, limit, Long.MAX_VALUE, _ -> true, clock);
    }

    private LogTail(
            NotesReader reader,
            FileTail out,
            FileTail err,
            int limit,
            long limitText,
            Predicate<LogLine> wanted,
            InstantSource clock) {
        this.clock = clock;
        this.limit = limit;
        this.limitText = limitText;
        this.wanted = wanted;
        this.reader = reader;
        this.out = out;
        this.err = err;
    }

    /// Opens the output of a service. The files need not exist yet.
    ///
    /// @param limit how many lines the first poll gives at most
    public static LogTail open(LogFiles log, int limit) throws IOException {
        return open(log, limit, InstantSource.system());
    }

    /// As [#open(LogFiles, int)], for one poll that takes little memory, however long the lines are.
    ///
    /// @param back how many lines of each of the two files are looked at, at most
    /// @param limit how many of them are given
    /// @param limitText characters of those that are given
    /// @param wanted which are given at all
    public static LogTail ofPage(LogFiles log, int back, int limit, long limitText, Predicate<LogLine> wanted)
            throws IOException {
        return new LogTail(
                new NotesReader(log.notes()),
                last(log.out(), back, LogContent::open),
                last(log.err(), back, LogContent::open),
                limit,
                limitText,
                wanted,
                InstantSource.system());
    }

    static LogTail open(LogFiles log, int limit, InstantSource clock) throws IOException {
        return open(log, limit, clock, LogContent::open);
    }

    static LogTail open(LogFiles log, int limit, InstantSource clock, FileTail.Opening opening) throws IOException {
        if (limit < 0) {
            throw new IllegalArgumentException("limit is " + limit + ", but must not be negative");
        }
        var reader = new NotesReader(log.notes());
        return new LogTail(reader, last(log.out(), limit, opening), last(log.err(), limit, opening), limit, clock);
    }

    private static FileTail last(Path file, int limit, FileTail.Opening opening) throws IOException {
        return FileTail.last(file, 0, limit, FileTail.MAX_BACK, opening);
    }

    /// Opens the output of a service at what was marked with `text`, the last time if it was more than once. Each
    /// poll gives some megabytes from there on.
    ///
    /// @return nothing if it was never marked so, or what was written then is not kept any more
    public static Optional<LogTail> openAt(LogFiles log, String text) throws IOException {
        return openAt(log, text, InstantSource.system());
    }

    static Optional<LogTail> openAt(LogFiles log, String text, InstantSource clock) throws IOException {
        var reader = new NotesReader(log.notes());
        var notes = reader.read();
        var at = notes.size() - 1;
        while (at >= 0 && !notes.get(at).text().equals(text)) {
            at--;
        }
        if (at < 0) {
            return Optional.empty();
        }
        var since = notes.subList(at, notes.size());
        var mark = since.getFirst();
        if (mark.isBefore(Head.offset(log.out()), Head.offset(log.err()))) {
            return Optional.empty();
        }
        var tail = new LogTail(
                reader,
                FileTail.at(log.out(), start(since, Note::out, log.outLength())),
                FileTail.at(log.err(), start(since, Note::err, log.errLength())),
                Integer.MAX_VALUE,
                clock);
        tail.notes.addAll(since);
        tail.first = false;
        tail.timed = true;
        return Optional.of(tail);
    }

    /// Where the first of some notes speaks of in a file as it is now: at its beginning if it was cut since.
    private static long start(List<Note> since, ToLongFunction<Note> size, long now) {
        var mark = size.applyAsLong(since.getFirst());
        var cut = mark > now || since.stream().mapToLong(size).anyMatch(later -> later < mark);
        return cut ? 0 : mark;
    }

    /// The lines that were added since the last poll; at the first, the last ones there are. Of a flood it
    /// gives some megabytes, and the rest at the next polls. A line without an end is given after a second.
    /// Where a service has cut one of its files, or one was rotated faster than it was read here, a line of the
    /// engine says so.
    ///
    /// @throws IOException if a file cannot be read; a later poll goes on where this one began
    public List<LogLine> poll() throws IOException {
        return poll(PATIENCE);
    }

    /// The same for the last poll of all: a line without an end is given at once.
    ///
    /// @throws IOException if a file cannot be read
    public List<LogLine> pollWhole() throws IOException {
        return poll(Duration.ZERO);
    }

    private List<LogLine> poll(Duration patience) throws IOException {
        var now = clock.instant();
        var lines = new ArrayList<LogLine>();
        isCut = false;
        // Where the files end before the notes are read, as no run writes before its begin is noted. What is written
        // meanwhile, perhaps faster than it is read here, is for the next polls.
        var outEnd = out.length();
        var errEnd = err.length();
        notes.addAll(reader.read());
        if (!first) {
            read(outEnd, errEnd, now, patience, lines);
            return List.copyOf(lines);
        }
        do {
            read(outEnd, errEnd, now, patience, lines);
            lines.removeIf(wanted.negate());
            lines.subList(0, Math.max(0, lines.size() - limit)).clear();
            lines.subList(0, tooMuch(lines)).clear();
        } while (!(out.reached(outEnd) && err.reached(errEnd)));
        first = false;
        timed = true;
        return List.copyOf(lines);
    }

    /// Whether it was the first poll, and has left out lines that were wanted, as all of them were too much text.
    public boolean isCut() {
        return isCut;
    }

    /// How many of the first lines are left out for the text of those behind them.
    private int tooMuch(List<LogLine> lines) {
        var text = 0L;
        for (var i = lines.size() - 1; i >= 0; i--) {
            text += lines.get(i).text().length();
            if (text > limitText) {
                isCut = true;
                return i + 1;
            }
        }
        return 0;
    }

    private void read(long outEnd, long errEnd, Instant now, Duration patience, List<LogLine> lines)
            throws IOException {
        out.edges(edges(Note::out, out.length()));
        err.edges(edges(Note::err, err.length()));
        out.read(outEnd);
        err.read(errEnd);
        out.endPartial(now, patience);
        err.endPartial(now, patience);
        merge(now, lines);
    }

    /// Where runs ended or began in one file.
    private long[] edges(ToLongFunction<Note> size, long now) {
        var ends = ends(size, now);
        return IntStream.range(0, ends.length)
                .filter(i -> notes.get(i).edge())
                .mapToLong(i -> ends[i])
                .toArray();
    }

    private void merge(Instant now, List<LogLine> lines) {
        var outs = ends(Note::out, out.size());
        var errs = ends(Note::err, err.size());
        var passed = 0;
        for (var reached = true; reached && passed < notes.size(); ) {
            var note = notes.get(passed);
            var time = timed ? note.time() : null;
            take(out, Stream.OUT, outs[passed], time, lines);
            take(err, Stream.ERR, errs[passed], time, lines);
            // Of a flood, the rest comes before anything that is behind this note; and what a run has written comes
            // behind the note that names it.
            reached = out.reached(outs[passed])
                    && err.reached(errs[passed])
                    && !(passed == notes.size() - 1 && note.awaitsName(now));
            if (reached) {
                if (!note.text().isEmpty() && !(first && note.isBefore(out.head(), err.head()))) {
                    lines.add(new LogLine(note.time(), Stream.CONSOLE, note.text()));
                }
                timed = true;
                passed++;
            }
        }
        notes.subList(0, passed).clear();
        if (notes.isEmpty()) {
            var time = first ? null : now;
            take(out, Stream.OUT, Long.MAX_VALUE, time, lines);
            take(err, Stream.ERR, Long.MAX_VALUE, time, lines);
        }
    }

    /// Up to where each note speaks of one file as it is now: what was before a cut is gone, and counts as
    /// zero.
    private long[] ends(ToLongFunction<Note> size, long now) {
        var ends = new long[notes.size()];
        var later = now;
        for (int i = ends.length - 1; i >= 0; i--) {
            var end = size.applyAsLong(notes.get(i));
            if (end > later) {
                break;
            }
            ends[i] = end;
            later = end;
        }
        return ends;
    }

    private static void take(FileTail tail, Stream stream, long end, @Nullable Instant time, List<LogLine> lines) {
        for (FileTail.Line line;
                (line = tail.lines().peek()) != null && line.end() <= end;
                tail.lines().poll()) {
            lines.add(new LogLine(time, line.remark() ? Stream.CONSOLE : stream, line.text()));
        }
    }
}
