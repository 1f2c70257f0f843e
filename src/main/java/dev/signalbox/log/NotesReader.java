package dev.signalbox.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Follows a notes file, also over its replacement by its newer half. Not thread safe.
final class NotesReader {
    private final Path path;
    private final FileTail.Opening opening;
    private @Nullable Object inode;
    private FileTail tail;
    private @Nullable Note last;

    NotesReader(Path path) {
        this(path, LogContent::open);
    }

    NotesReader(Path path, FileTail.Opening opening) {
        this.path = path;
        this.opening = opening;
        this.tail = FileTail.from(path, 0, opening);
    }

    /// The notes that were added before this call.
    List<Note> read() throws IOException {
        var replaced = isReplaced();
        if (replaced) {
            tail = FileTail.from(path, 0, opening);
        }
        var added = new ArrayList<Note>();
        var end = tail.length();
        do {
            tail.read(end);
        } while (!tail.reached(end));
        for (FileTail.Line line; (line = tail.lines().poll()) != null; ) {
            var note = Note.parse(line.text());
            if (note != null) {
                added.add(note);
            }
        }
        if (replaced && last != null) {
            // Its start is known already; if the last known note is gone, all of it is new.
            added.subList(0, added.lastIndexOf(last) + 1).clear();
        }
        last = added.isEmpty() ? last : added.getLast();
        return added;
    }

    /// When a log was first noted to be longer than `offset`, since it was last cut by its service.
    ///
    /// @param size what a note says of that log
    static Optional<Instant> seen(Path notes, ToLongFunction<Note> size, long offset) throws IOException {
        Instant seen = null;
        var later = Long.MAX_VALUE;
        for (var note : new NotesReader(notes).read().reversed()) {
            var then = size.applyAsLong(note);
            if (then <= offset || then > later) {
                break;
            }
            later = then;
            seen = note.time() == null ? seen : note.time();
        }
        return Optional.ofNullable(seen);
    }

    private boolean isReplaced() throws IOException {
        try {
            var now = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            var replaced = inode != null && !Objects.equals(inode, now);
            inode = now;
            return replaced;
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
