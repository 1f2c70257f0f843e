package dev.signalbox.log;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The lines of one log, forwards and backwards from any position. A line begins behind a line end, where a file does
/// that has nothing before it, and where a run began or ended. One that goes on without an end is parted at each
/// multiple of [#LONGEST] that is at least so far behind its begin, so that who comes from behind finds the same lines.
/// Not thread safe.
final class KeptLines {
    /// What a line has at most, in bytes, before it is parted.
    static final long LONGEST = 16 * 1024 * 1024;

    /// Behind no line.
    static final long NONE = -1;

    private static final int BLOCK = 64 * 1024;

    /// A line.
    ///
    /// @param end position of what comes behind it
    /// @param isWhole whether its end has come
    record Line(String text, long end, boolean isWhole) {}

    private final KeptBytes bytes;
    private long[] edges = {};
    private final byte[] block = new byte[BLOCK];
    private KeptBytes.@Nullable Span blockSpan;
    private long blockStart;
    private int blockLength;

    KeptLines(KeptBytes bytes) {
        this.bytes = bytes;
    }

    /// Has lines begin at these positions too, in order. What was read before is read anew, as it may have changed.
    void refresh(long[] newEdges) {
        edges = newEdges;
        blockSpan = null;
    }

    /// The begin of the first line that begins at `position` or behind it; the end if there is none.
    long startAtOrBehind(long position) throws IOException {
        var span = bytes.span(position);
        if (span == null) {
            return bytes.end();
        }
        if (position <= span.start()) {
            return span.start();
        }
        return start(position) == position ? position : end(start(position));
    }

    /// The begin of the line with the byte at `position`.
    long start(long position) throws IOException {
        var span = bytes.span(position);
        if (span == null) {
            return bytes.end();
        }
        if (position <= span.start()) {
            return span.start();
        }
        var parting = position / LONGEST * LONGEST;
        var natural = Math.max(span.start(), edgeAtOrBefore(position));
        var from = Math.max(natural, parting - LONGEST);
        // Behind the line end that is nearest before.
        for (var at = position; at > from; ) {
            load(span, at - 1);
            var least = (int) Math.max(0, from - blockStart);
            for (var i = (int) (at - 1 - blockStart); i >= least; i--) {
                if (block[i] == '\n') {
                    return blockStart + i + 1;
                }
            }
            at = blockStart + least;
        }
        return natural > parting - LONGEST ? natural : parting;
    }

    /// The position behind the line that begins at `start`, or that of the end as far as it has come.
    private long end(long start) throws IOException {
        return scan(start, null);
    }

    /// The begin of the line before the one that begins at `start`; [#NONE] if there is none.
    long before(long start) throws IOException {
        var spans = bytes.spans();
        for (int i = spans.size() - 1; i >= 0; i--) {
            var span = spans.get(i);
            if (span.start() < start) {
                return start(Math.min(start, span.end()) - 1);
            }
        }
        return NONE;
    }

    /// The line that begins at `start`.
    Line line(long start) throws IOException {
        var assembler = new LineAssembler();
        var end = scan(start, assembler);
        var span = bytes.span(start);
        var whole = span == null || end < span.end() || isWhole(span, end);
        return new Line(assembler.take(), end, whole);
    }

    private boolean isWhole(KeptBytes.Span span, long end) throws IOException {
        if (!span.equals(bytes.spans().getLast()) || Arrays.binarySearch(edges, end) >= 0) {
            return true;
        }
        load(span, end - 1);
        return block[(int) (end - 1 - blockStart)] == '\n';
    }

    private long scan(long start, @Nullable LineAssembler assembler) throws IOException {
        var span = bytes.span(start);
        if (span == null) {
            return start;
        }
        var parting = (start + 2 * LONGEST - 1) / LONGEST * LONGEST;
        var bound = Math.min(Math.min(span.end(), edgeBehind(start)), parting);
        for (var at = start; at < bound; ) {
            load(span, at);
            var from = (int) (at - blockStart);
            var to = (int) Math.min(blockLength, bound - blockStart);
            var end = from;
            while (end < to && block[end] != '\n') {
                end++;
            }
            if (assembler != null) {
                assembler.add(block, from, end);
            }
            if (end < to) {
                return blockStart + end + 1;
            }
            at = blockStart + to;
        }
        return bound;
    }

    private long edgeAtOrBefore(long position) {
        var found = Arrays.binarySearch(edges, position);
        var index = found < 0 ? -found - 2 : found;
        return index < 0 ? NONE : edges[index];
    }

    /// The first edge behind `position`.
    long edgeBehind(long position) {
        var found = Arrays.binarySearch(edges, position + 1);
        var index = found < 0 ? -found - 1 : found;
        return index < edges.length ? edges[index] : Long.MAX_VALUE;
    }

    /// Has the byte at `position` in the block.
    private void load(KeptBytes.Span span, long position) throws IOException {
        if (span.equals(blockSpan) && position >= blockStart && position < blockStart + blockLength) {
            return;
        }
        blockSpan = null;
        var start = Math.max(span.start(), position / BLOCK * BLOCK);
        blockLength = bytes.read(span, block, (int) (position / BLOCK * BLOCK + BLOCK - start), start);
        blockStart = start;
        blockSpan = span;
    }
}
