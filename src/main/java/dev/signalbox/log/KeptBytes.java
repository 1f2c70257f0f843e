package dev.signalbox.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All bytes of one log that are kept, rotated or not, by their positions in all that was ever written to it. A
/// position names the same byte before and after it was rotated. Not thread safe.
final class KeptBytes implements AutoCloseable {

    /// Bytes with nothing missing between them.
    ///
    /// @param file `null` for the log itself
    record Span(long start, long end, @Nullable RotatedFile file) {
        long length() {
            return end - start;
        }
    }

    /// As often it is looked anew when something was rotated at the moment that it was read.
    private static final int ATTEMPTS = 5;

    private static final long TICK_MILLIS = 100;

    private final Path log;
    private final GzipBlocks blocks;
    private List<RotatedFile> rotated = List.of();
    private @Nullable Head listed;
    private @Nullable FileTime listedAt;
    private Head head = Head.START;
    private List<Span> spans = List.of();
    private long total;
    private boolean cut;
    private @Nullable LogContent content;

    /// @param blocks of what was rotated, for whoever else reads on the same thread too
    KeptBytes(Path log, GzipBlocks blocks) {
        this.log = log;
        this.blocks = blocks;
    }

    /// Looks what there is now.
    ///
    /// @return whether positions may mean other bytes than before, as somebody has cut the log
    boolean refresh() throws IOException {
        var before = head;
        for (var attempt = 0; ; attempt++) {
            var noted = Head.of(log);
            // Parts come with another head, and go by themselves.
            var changed = Files.getLastModifiedTime(log.resolveSibling(""));
            if (!noted.equals(listed) || !changed.equals(listedAt)) {
                rotated = RotatedFile.of(log);
                listed = noted;
                // The clock of a file system has ticks, and more may happen within one.
                listedAt = System.currentTimeMillis() - changed.toMillis() > TICK_MILLIS ? changed : null;
            }
            var length = Segments.length(log);
            if (noted.equals(Head.of(log)) || attempt == ATTEMPTS) {
                settle(noted, length);
                closeContent();
                cut = before.base() != head.base() && !spans.isEmpty();
                return cut;
            }
        }
    }

    private void settle(Head noted, long length) {
        head = noted;
        if (noted.offset() > length) {
            // Its service has cut it, and offsets begin anew.
            var start = Segments.end(Segments.of(log));
            head = new Head(start, noted.position() - start);
        }
        var found = new ArrayList<Span>();
        var end = 0L;
        for (var file : rotated) {
            var to = Math.min(file.end(), head.position());
            if (file.start() >= end && to > file.start()) {
                found.add(new Span(file.start(), to, file));
                end = to;
            }
        }
        if (length > head.offset()) {
            found.add(new Span(head.position(), head.base() + length, null));
        }
        spans = List.copyOf(found);
        total = found.stream().mapToLong(Span::length).sum();
    }

    /// What there is, in order.
    List<Span> spans() {
        return spans;
    }

    long total() {
        return total;
    }

    /// How many of the spans are files that were rotated.
    int parts() {
        return (int) spans.stream().filter(span -> span.file() != null).count();
    }

    /// The position of the first byte; that of the end if there is none.
    long begin() {
        return spans.isEmpty() ? head.position() : spans.getFirst().start();
    }

    /// The position after the last byte.
    long end() {
        return spans.isEmpty() ? head.position() : spans.getLast().end();
    }

    /// Whether somebody had cut the log when it was looked at last, so that it began anew at [#live].
    boolean isCut() {
        return cut;
    }

    /// The position at which the log itself begins.
    long live() {
        return head.position();
    }

    /// What is added to an offset in the log as it is now.
    long base() {
        return head.base();
    }

    /// Whether nothing has been written for so long.
    boolean isQuiet(Duration time) {
        return System.currentTimeMillis() - log.toFile().lastModified() > time.toMillis();
    }

    /// How many bytes there are before `position`.
    long before(long position) {
        var sum = 0L;
        for (var span : spans) {
            sum += Math.clamp(position - span.start(), 0, span.length());
        }
        return sum;
    }

    /// The position that `bytes` are before.
    long after(long bytes) {
        var left = bytes;
        for (var span : spans) {
            if (left < span.length()) {
                return span.start() + left;
            }
            left -= span.length();
        }
        return end();
    }

    /// The span with the byte at `position`, or the first one behind it; `null` if there is none.
    @Nullable
    Span span(long position) {
        for (var span : spans) {
            if (position < span.end()) {
                return span;
            }
        }
        return null;
    }

    /// Reads bytes of one span.
    ///
    /// @param position within the span
    /// @return how many of the `length` there are up to the end of the span
    /// @throws NotKeptException if they are there no more
    int read(Span span, byte[] buffer, int length, long position) throws IOException {
        var count = (int) Math.min(length, span.end() - position);
        var file = span.file();
        for (int done = 0; done < count; ) {
            done += file == null
                    ? readLive(buffer, done, count - done, position + done)
                    : readRotated(file, buffer, done, count - done, position + done);
        }
        return count;
    }

    private int readRotated(RotatedFile file, byte[] buffer, int at, int length, long position) throws IOException {
        var offset = position - file.start();
        var within = (int) (offset % GzipBlocks.BLOCK);
        try {
            var block = blocks.block(file, (int) (offset / GzipBlocks.BLOCK));
            var count = Math.min(length, block.length - within);
            System.arraycopy(block, within, buffer, at, count);
            return count;
        } catch (NoSuchFileException e) {
            listed = null;
            throw new NotKeptException(log, e);
        }
    }

    private int readLive(byte[] buffer, int at, int length, long position) throws IOException {
        var open = content;
        if (open == null) {
            open = LogContent.open(log);
            content = open;
        }
        var count = open.read(buffer, at, length, position - head.base());
        // The head moves before its blocks are freed.
        if (count <= 0 || Head.of(log).position() > position) {
            throw new NotKeptException(log, null);
        }
        return count;
    }

    private void closeContent() throws IOException {
        var open = content;
        content = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() throws IOException {
        closeContent();
    }
}
