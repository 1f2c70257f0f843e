package dev.signalbox.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/// The bytes of one log as they are at the moment of opening, by offsets that stay the same while it grows and is
/// rotated. Not thread safe.
public final class LogBytes implements AutoCloseable {
    private static final int BLOCK = 64 * 1024;

    private final Path log;
    private final LogContent content;
    private final long start;
    private final long end;

    private LogBytes(Path log, LogContent content, long start, long end) {
        this.log = log;
        this.content = content;
        this.start = start;
        this.end = end;
    }

    /// Opens what there is of `log`, which may be nothing.
    ///
    /// @param log the output or the errors of a service, see [LogFiles]
    public static LogBytes open(Path log) throws IOException {
        var content = LogContent.open(log);
        try {
            var end = content.length();
            return new LogBytes(log, content, Math.min(Head.offset(log), end), end);
        } catch (IOException e) {
            content.close();
            throw e;
        }
    }

    /// The offset of the first byte; those before have been rotated.
    public long start() {
        return start;
    }

    /// The offset after the last byte.
    public long end() {
        return end;
    }

    /// Writes the bytes from the offset `from` on, and before `to`.
    ///
    /// @throws IOException also if they are rotated meanwhile
    public void copy(long from, long to, OutputStream out) throws IOException {
        var buffer = new byte[BLOCK];
        for (var position = from; position < to; ) {
            var count = (int) Math.min(BLOCK, to - position);
            content.readFully(buffer, count, position);
            // The head moves before its blocks are freed.
            if (Head.offset(log) > position) {
                throw new IOException(log.getFileName() + " was rotated while it was read");
            }
            out.write(buffer, 0, count);
            position += count;
        }
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
