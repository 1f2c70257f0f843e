package dev.signalbox.log;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// Follows one file that only grows, unless its writer cuts it. Holds no file open between two reads. Not
/// thread safe.
final class FileTail {
    /// A line, and the offset after it in the file as it is now; zero if it is from before the file was
    /// cut.
    ///
    /// @param cut whether this line says that the file was cut
    record Line(String text, long end, boolean cut) {}

    /// What one read takes at most, so that a flood does not fill the memory.
    private static final int MAX_READ = 4 * 1024 * 1024;

    /// How far back the start of the wanted lines is looked for: a file without line ends has no start of a
    /// line.
    private static final int MAX_BACK = 16 * 1024 * 1024;

    private static final int BLOCK = 64 * 1024;

    private final Path path;
    private final LineAssembler assembler = new LineAssembler();
    private final Deque<Line> lines = new ArrayDeque<>();
    private long position;
    private long size;
    private long lineStart;
    private long partialStart = -1;
    private Instant partialSince = Instant.MIN;
    private boolean continued;

    private FileTail(Path path, long position) {
        this.path = path;
        this.position = position;
        this.lineStart = position;
    }

    /// From the offset `from` on.
    static FileTail from(Path path, long from) {
        return new FileTail(path, from);
    }

    /// From the last `limit` lines of `path` on, but nothing before the offset `from`.
    static FileTail last(Path path, long from, int limit) throws IOException {
        return new FileTail(path, Math.max(from, startOfLast(path, limit)));
    }

    /// Reads what was added, up to a bound.
    void read() throws IOException {
        size = path.toFile().length();
        if (size < position) {
            restart();
        }
        if (size > position) {
            try (var file = new RandomAccessFile(path.toFile(), "r")) {
                file.seek(position);
                transfer(file);
            }
        }
    }

    private void restart() {
        var old =
                lines.stream().map(line -> new Line(line.text(), 0, line.cut())).toList();
        lines.clear();
        lines.addAll(old);
        if (assembler.isPartial()) {
            lines.add(new Line(assembler.take(), 0, false));
        }
        // A file that is gone was not cut by its writer.
        if (path.toFile().exists()) {
            lines.add(new Line(path.getFileName() + " was cut by its service", 0, true));
        }
        position = 0;
        lineStart = 0;
        continued = false;
    }

    private void transfer(RandomAccessFile file) throws IOException {
        var buffer = new byte[BLOCK];
        var bound = position + MAX_READ;
        for (int n; position < bound && (n = file.read(buffer)) > 0; position += n) {
            assembler.add(buffer, n, position, this::add);
        }
    }

    private void add(String text, long end) {
        lineStart = end;
        // The end of a line that was shown already is no line of its own.
        if (!continued || !text.isEmpty()) {
            lines.add(new Line(text, end, false));
        }
        continued = false;
    }

    /// The lines that were read and not yet taken.
    Deque<Line> lines() {
        return lines;
    }

    /// The size of the file at the last read.
    long size() {
        return size;
    }

    /// Whether all lines that end at `offset` or before have been read.
    boolean reached(long offset) {
        return atEnd() || position >= offset;
    }

    boolean atEnd() {
        return position >= size;
    }

    /// Makes a line of what has no line end yet, if it has been waiting for `patience`.
    void endPartial(Instant now, Duration patience) {
        if (!assembler.isPartial() || !atEnd()) {
            return;
        }
        if (partialStart != lineStart) {
            partialStart = lineStart;
            partialSince = now;
        }
        if (Duration.between(partialSince, now).compareTo(patience) >= 0) {
            lines.add(new Line(assembler.take(), position, false));
            lineStart = position;
            continued = true;
        }
    }

    private static long startOfLast(Path path, int limit) throws IOException {
        if (!path.toFile().exists()) {
            return 0;
        }
        try (var file = new RandomAccessFile(path.toFile(), "r")) {
            var size = file.length();
            var block = new byte[BLOCK];
            // The end of the last line is no start of another one.
            var wanted = limit + 1L;
            for (long end = size; end > 0; ) {
                var start = Math.max(0, end - BLOCK);
                var length = (int) (end - start);
                file.seek(start);
                file.readFully(block, 0, length);
                for (int i = length - 1; i >= 0; i--) {
                    if (block[i] == '\n' && --wanted == 0) {
                        return start + i + 1;
                    }
                }
                if (size - start >= MAX_BACK) {
                    return start;
                }
                end = start;
            }
            return 0;
        }
    }
}
