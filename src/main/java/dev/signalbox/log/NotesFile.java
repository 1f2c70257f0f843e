package dev.signalbox.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The notes of one service, as they are written. Guarded by the lock of its [LogNotes].
final class NotesFile {
    static final long MAX_SIZE = 1_000_000;

    private final LogFiles log;
    boolean followed;
    private @Nullable Note last;

    NotesFile(LogFiles log) {
        this.log = log;
    }

    /// To be called when output may have been added that nobody noted the time of.
    void resume() {
        try {
            last = lastInFile();
        } catch (IOException e) {
            LogNotes.complain(log, e);
        }
        append(new Note(null, size(log.out()), size(log.err()), ""));
    }

    void sample(Instant now) {
        append(new Note(now, size(log.out()), size(log.err()), ""));
    }

    void mark(Instant now, String text) {
        append(new Note(now, size(log.out()), size(log.err()), text));
    }

    private void append(Note note) {
        var before = last == null ? new Note(null, 0, 0, "") : last;
        if (note.text().isEmpty() && note.out() == before.out() && note.err() == before.err()) {
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
            if (size(log.notes()) > MAX_SIZE) {
                compact();
            }
        } catch (IOException e) {
            LogNotes.complain(log, e);
        }
    }

    private @Nullable Note lastInFile() throws IOException {
        if (Files.notExists(log.notes())) {
            return null;
        }
        var lines = LastLines.of(log.notes(), 0, 1);
        return lines.isEmpty() ? null : Note.parse(lines.getLast());
    }

    private void compact() throws IOException {
        var bytes = Files.readAllBytes(log.notes());
        var from = bytes.length / 2;
        while (from < bytes.length && bytes[from - 1] != '\n') {
            from++;
        }
        var fresh = log.notes().resolveSibling(log.notes().getFileName() + ".tmp");
        Files.deleteIfExists(fresh);
        Files.write(PrivateFiles.create(fresh), Arrays.copyOfRange(bytes, from, bytes.length));
        // A reader knows the replacement by its inode.
        Files.move(fresh, log.notes(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static long size(Path file) {
        return file.toFile().length();
    }
}
