package dev.signalbox.log;

import dev.signalbox.state.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The notes of one service, as they are written. Guarded by the lock of its [LogNotes].
final class NotesFile {
    static final long MAX_SIZE = 1_000_000;

    private final LogFiles log;
    private final FileWatch out;
    private final FileWatch err;
    private @Nullable Note last;
    private Loss.@Nullable Cure cure;
    private @Nullable String problem;
    /// Why nothing can be written beside its files.
    private @Nullable String unwritten;
    /// Of which it was told that they had been emptied.
    private final Set<Path> emptied = new HashSet<>();
    /// The begin of a run that has no name yet.
    private @Nullable Note begun;
    /// Markers that came meanwhile.
    private final List<Note> waiting = new ArrayList<>();

    NotesFile(LogFiles log) {
        this.log = log;
        this.out = new FileWatch(log.out());
        this.err = new FileWatch(log.err());
    }

    /// @param newCure of what is done to its files from now on, `null` if that is not looked at
    void watch(Loss.@Nullable Cure newCure) {
        cure = newCure;
    }

    /// Why output does not reach the log, or has not; `null` if it does.
    @Nullable
    String problem() {
        return problem == null ? unwritten : problem;
    }

    /// To be called when output may have been added that nobody noted the time of.
    void resume() {
        try {
            last = lastInFile();
        } catch (IOException e) {
            LogNotes.complain(log, e);
        }
        var now = new Note(null, log.outLength(), log.errLength(), "");
        if (last != null && (last.out() != now.out() || last.err() != now.err())) {
            out.suspect();
            err.suspect();
        }
        append(now);
    }

    void sample(Instant now) {
        if (begun != null && !begun.awaitsName(now)) {
            goOn();
        }
        if (cure != null) {
            look(out, now, cure);
            look(err, now, cure);
        }
        append(new Note(now, log.outLength(), log.errLength(), ""));
    }

    private void look(FileWatch file, Instant now, Loss.Cure toDo) {
        var loss = file.look(toDo::written);
        if (loss == null) {
            return;
        }
        var sequel = toDo.of(loss);
        var text = loss.text(sequel);
        // Before what is in the file by now.
        var begin = Segments.end(Segments.of(file.path()));
        append(file == out ? new Note(now, begin, log.errLength(), text) : new Note(now, log.outLength(), begin, text));
        if (loss.kind() == Loss.Kind.EMPTIED && !emptied.add(loss.file())) {
            return;
        }
        LogNotes.tell(log, text);
        if (sequel.lasts()) {
            problem = text;
        }
    }

    void mark(Instant now, String text) {
        append(new Note(now, log.outLength(), log.errLength(), text));
    }

    void begin(Instant now) {
        goOn();
        var note = new Note(now, log.outLength(), log.errLength(), "", true);
        append(note);
        begun = note;
    }

    /// Names the run that has begun, where it did.
    void name(Instant now, String text) {
        var note = begun;
        if (note == null) {
            mark(now, text);
            return;
        }
        begun = null;
        append(new Note(now, note.out(), note.err(), text));
        goOn();
    }

    void end(Instant now, String text) {
        goOn();
        append(new Note(now, log.outLength(), log.errLength(), text, true));
    }

    /// To be called when the run that has begun will not be named any more.
    void goOn() {
        begun = null;
        waiting.forEach(this::append);
        waiting.clear();
    }

    private void append(Note note) {
        if (begun != null) {
            // Sizes behind the begin would stand before its name; what is there then is sampled again.
            if (!note.text().isEmpty()) {
                waiting.add(note);
            }
            return;
        }
        var before = last == null ? new Note(null, 0, 0, "") : last;
        if (note.text().isEmpty() && !note.edge() && note.out() == before.out() && note.err() == before.err()) {
            return;
        }
        // The sizes count as seen even if they cannot be noted, or a full disk would be asked four times a
        // second.
        last = note;
        try {
            Files.write(
                    PrivateFiles.create(log.notes()),
                    note.format().getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.APPEND);
            if (log.notes().toFile().length() > MAX_SIZE) {
                compact();
            }
            unwritten = null;
        } catch (IOException e) {
            LogNotes.complain(log, e);
            unwritten = log.notes().getFileName() + " beside its log cannot be written: "
                    + (e instanceof FileSystemException failed ? failed.getReason() : e.getMessage());
        }
    }

    private @Nullable Note lastInFile() throws IOException {
        if (Files.notExists(log.notes())) {
            return null;
        }
        var lines = LastLines.of(log.notes(), 0, 1);
        return lines.isEmpty() ? null : Note.parse(lines.getLast());
    }

    /// Drops what speaks of rotated output; if that is not enough, the times in the older half of the rest; and
    /// only then the oldest markers.
    private void compact() throws IOException {
        var out = Head.offset(log.out());
        var err = Head.offset(log.err());
        var notes = new NotesReader(log.notes())
                .read().stream().filter(note -> !note.isBefore(out, err)).toList();
        var text = text(notes);
        if (length(text) > MAX_SIZE / 2) {
            text = text(thinned(notes));
        }
        while (length(text) > MAX_SIZE * 3 / 4) {
            text = text.substring(text.indexOf('\n', text.length() / 2) + 1);
        }
        // A reader knows the replacement by its inode.
        PrivateFiles.replace(log.notes(), text);
    }

    private static List<Note> thinned(List<Note> notes) {
        var half = notes.size() / 2;
        var kept = new ArrayList<Note>();
        var dropped = false;
        for (int i = 0; i < half; i++) {
            var note = notes.get(i);
            var isMarker = !note.text().isEmpty() || note.edge();
            dropped |= !isMarker;
            if (dropped && (isMarker || i == half - 1)) {
                // What is between two notes was written before the second, which would be a coarse time now.
                kept.add(new Note(null, note.out(), note.err(), ""));
                dropped = false;
            }
            if (isMarker) {
                kept.add(note);
            }
        }
        kept.addAll(notes.subList(half, notes.size()));
        return kept;
    }

    private static String text(List<Note> notes) {
        return notes.stream().map(Note::format).collect(Collectors.joining());
    }

    private static long length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
