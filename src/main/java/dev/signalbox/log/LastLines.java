package dev.signalbox.log;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The end of a file, however long it is. What was rotated out of it does not count.
public final class LastLines {
    private LastLines() {}

    /// The last lines of `file`, oldest first, with one that has no line end yet.
    ///
    /// @param from offset before which nothing is looked at
    /// @param limit how many lines at most
    public static List<String> of(Path file, long from, int limit) throws IOException {
        var tail = FileTail.last(file, from, limit);
        do {
            tail.read();
        } while (!tail.atEnd());
        tail.endPartial(Instant.EPOCH, Duration.ZERO);
        var lines = tail.lines().stream()
                .filter(line -> !line.remark())
                .map(FileTail.Line::text)
                .toList();
        return lines.subList(Math.max(0, lines.size() - limit), lines.size());
    }
}
