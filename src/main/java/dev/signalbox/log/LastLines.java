package dev.signalbox.log;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The end of a file, however long it is, and however fast it grows. What was rotated out of it does not count.
public final class LastLines {
    /// How far back lines are looked for.
    private static final long MAX_BACK = 1024 * 1024;

    private LastLines() {}

    /// The last lines of `file`, oldest first, with one that has no line end yet: those within the last mebibyte of
    /// what it is at the beginning of this call.
    ///
    /// @param from offset before which nothing is looked at
    /// @param limit how many lines at most
    public static List<String> of(Path file, long from, int limit) throws IOException {
        return of(file, from, limit, LogContent::open);
    }

    static List<String> of(Path file, long from, int limit, FileTail.Opening opening) throws IOException {
        var tail = FileTail.last(file, from, limit, MAX_BACK, opening);
        var lines = new ArrayDeque<String>();
        // Once and for all: what is written meanwhile, perhaps faster than it is read here, does not count.
        var end = tail.opened();
        do {
            tail.read(end);
            keepLast(tail, limit, lines);
        } while (!tail.reached(end));
        tail.endPartial(Instant.EPOCH, Duration.ZERO);
        keepLast(tail, limit, lines);
        return List.copyOf(lines);
    }

    private static void keepLast(FileTail tail, int limit, Deque<String> lines) {
        for (FileTail.Line line; (line = tail.lines().poll()) != null; ) {
            if (!line.remark()) {
                lines.add(line.text());
            }
            if (lines.size() > limit) {
                lines.remove();
            }
        }
    }
}
