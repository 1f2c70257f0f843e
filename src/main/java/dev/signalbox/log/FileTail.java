package dev.signalbox.log;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/// Follows one file that only grows, unless its writer cuts it. What was rotated out of it before it was read is
/// passed over. Holds no file open between two reads. Not
/// thread safe.
final class FileTail {
    /// A line, and the offset after it in the file as it is now; zero if it is from before the file was
    /// cut.
    ///
    /// @param remark whether it is none of the file's, but says that something is missing
    record Line(String text, long end, boolean remark) {}

    /// What one read takes at most, so that a flood does not fill the memory.
    private static final int MAX_READ = 4 * 1024 * 1024;

    /// How far back the start of the wanted lines is looked for: a file without line ends has no start of a
    /// line.
    static final int MAX_BACK = 16 * 1024 * 1024;

    private static final int BLOCK = 64 * 1024;

    /// File systems have blocks of that, or of a multiple.
    private static final int PAGE = 4 * 1024;

    /// How its content is opened, each time that it is read.
    interface Opening {
        LogContent open(Path log) throws IOException;
    }

    private final Path path;
    private final Opening opening;
    private final long head;
    private final long opened;
    private final LineAssembler assembler = new LineAssembler();
    private final Deque<Line> lines = new ArrayDeque<>();
    private long position;
    private long size;
    private long lineStart;
    private long partialStart = -1;
    private Instant partialSince = Instant.MIN;
    private boolean continued;
    private long[] edges = {};

    private FileTail(Path path, long position, long head, long opened, Opening opening) {
        this.path = path;
        this.position = position;
        this.lineStart = position;
        this.head = head;
        this.opened = opened;
        this.opening = opening;
    }

    /// From the offset `from` on in a file that is not rotated.
    static FileTail from(Path path, long from) {
        return from(path, from, LogContent::open);
    }

    static FileTail from(Path path, long from, Opening opening) {
        return new FileTail(path, from, 0, Segments.length(path), opening);
    }

    /// From the offset `from` on, or from where the file begins now.
    static FileTail at(Path path, long from) throws IOException {
        var head = Head.offset(path);
        return new FileTail(path, Math.max(from, head), head, Segments.length(path), LogContent::open);
    }

    /// From the last `limit` lines of `path` on, but nothing before the offset `from`, nor from further back than
    /// `maxBack` bytes.
    static FileTail last(Path path, long from, int limit, long maxBack, Opening opening) throws IOException {
        var earlier = Head.offset(path);
        long opened;
        long start;
        try (var content = opening.open(path)) {
            opened = content.length();
            // The end of the last line is no start of another one.
            start = LineEnds.back(content, Math.max(earlier, opened - maxBack), opened, limit + 1L);
        }
        // What was looked at may have been rotated meanwhile.
        var head = Head.offset(path);
        return new FileTail(path, Math.max(Math.max(from, start), head), head, opened, opening);
    }

    /// Lines end at these offsets too, which are those of all [Note#edge] that have not been passed.
    ///
    /// @param offsets in order
    void edges(long[] offsets) {
        edges = offsets;
    }

    /// Reads what was added, up to a bound.
    void read() throws IOException {
        read(Long.MAX_VALUE);
    }

    /// The same, but nothing behind the offset `to`.
    void read(long to) throws IOException {
        size = Segments.length(path);
        if (size < position) {
            restart();
        }
        endAtEdge();
        if (size > position) {
            try (var content = opening.open(path)) {
                transfer(content, to);
            }
        }
    }

    private void restart() {
        var old = lines.stream()
                .map(line -> new Line(line.text(), 0, line.remark()))
                .toList();
        lines.clear();
        lines.addAll(old);
        if (assembler.isPartial()) {
            lines.add(new Line(assembler.take(), 0, false));
        }
        // A file that is gone was not cut by its writer.
        if (path.toFile().exists()) {
            lines.add(new Line(path.getFileName() + " was cut by its service", 0, true));
        }
        position = Segments.end(Segments.of(path));
        lineStart = position;
        continued = false;
    }

    private void transfer(LogContent content, long to) throws IOException {
        var buffer = new byte[BLOCK];
        var bound = Math.min(position + MAX_READ, to);
        for (int n; position < bound && (n = content.read(buffer, atMost(bound), position)) > 0; ) {
            var zero = zero(buffer, n);
            if (zero == n || !(passRotated() || passHole(buffer, zero, n))) {
                assembler.add(buffer, n, position, this::add);
                position += n;
            }
            endAtEdge();
        }
    }

    private int atMost(long bound) {
        var found = Arrays.binarySearch(edges, position + 1);
        var next = found < 0 ? -found - 1 : found;
        return (int) Math.min(BLOCK, Math.min(bound, next < edges.length ? edges[next] : bound) - position);
    }

    /// What comes behind was written by another run.
    private void endAtEdge() {
        if (Arrays.binarySearch(edges, position) < 0) {
            return;
        }
        if (assembler.isPartial()) {
            lines.add(new Line(assembler.take(), position, false));
        }
        lineStart = position;
        continued = false;
    }

    /// The head moves before its blocks are freed. So bytes without a zero are true, whenever they were read, and
    /// those with one are if the head is not beyond them now.
    private boolean passRotated() throws IOException {
        var head = Head.offset(path);
        if (head <= position) {
            return false;
        }
        pass(head, "%,d bytes of %s were rotated before they were shown");
        return true;
    }

    /// What a service has left out reads as zeros, as many as it likes.
    ///
    /// @param zero where the first one is
    private boolean passHole(byte[] buffer, int zero, int length) {
        var from = position + zero;
        var block = (from + PAGE - 1) / PAGE * PAGE;
        for (int i = zero; i < length && position + i < block; i++) {
            if (buffer[i] != 0) {
                return false;
            }
        }
        var end = data(block);
        if (end - from < Holes.LEAST) {
            return false;
        }
        assembler.add(buffer, zero, position, this::add);
        position = from;
        pass(end, "a hole of %,d bytes in %s");
        return true;
    }

    /// Where something was written at `from` or behind it; `from` if that cannot be told.
    private long data(long from) {
        try {
            return Math.min(Holes.data(path, from), size);
        } catch (IOException e) {
            return from;
        }
    }

    /// Goes on at `end`, with a remark about the bytes before.
    private void pass(long end, String remark) {
        if (assembler.isPartial()) {
            lines.add(new Line(assembler.take(), position, false));
        }
        lines.add(new Line(String.format(remark, end - position, path.getFileName()), end, true));
        position = end;
        lineStart = end;
        continued = false;
    }

    /// Where the first zero is; `length` if there is none.
    private static int zero(byte[] bytes, int length) {
        var i = 0;
        while (i < length && bytes[i] != 0) {
            i++;
        }
        return i;
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

    /// Where the file began when it was opened.
    long head() {
        return head;
    }

    /// Where the file ended when it was opened.
    long opened() {
        return opened;
    }

    /// Where the file ends now.
    long length() {
        return Segments.length(path);
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
}
