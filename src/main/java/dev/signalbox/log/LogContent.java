package dev.signalbox.log;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The bytes of a log by their offsets, whether it is one file or has [Segments]. What was freed reads as zeros,
/// as a hole in a file does. Not thread safe.
final class LogContent implements AutoCloseable {
    /// How often a file is opened that seems not to be readable.
    private static final int OPENINGS = 10;

    private final List<Segments.Segment> segments;
    /// The offset of its first byte.
    private final long start;
    private final @Nullable RandomAccessFile live;
    private Segments.@Nullable Segment opened;
    private @Nullable RandomAccessFile segment;

    private LogContent(List<Segments.Segment> segments, @Nullable RandomAccessFile live) {
        this.segments = segments;
        this.start = Segments.end(segments);
        this.live = live;
    }

    /// Opens what there is of `log`, which may be nothing.
    static LogContent open(Path log) throws IOException {
        for (var before = 0L; ; ) {
            var live = openIfExists(log);
            var segments = Segments.of(log);
            var start = Segments.end(segments);
            // The same as before the file was opened: it was not renamed meanwhile.
            if (start == before) {
                return new LogContent(segments, live);
            }
            before = start;
            if (live != null) {
                live.close();
            }
        }
    }

    private static @Nullable RandomAccessFile openIfExists(Path file) throws IOException {
        for (var again = OPENINGS; ; again--) {
            try {
                return new RandomAccessFile(file.toFile(), "r");
            } catch (FileNotFoundException e) {
                if (!file.toFile().exists()) {
                    return null;
                }
                // That it is there now may mean that a log-writer had just renamed it and has begun another.
                if (again == 1) {
                    throw e;
                }
            }
        }
    }

    /// Opens a file that is read only.
    ///
    /// @throws NoSuchFileException if it is not there
    static RandomAccessFile openExisting(Path file) throws IOException {
        var opened = openIfExists(file);
        if (opened == null) {
            throw new NoSuchFileException(file.toString());
        }
        return opened;
    }

    long length() throws IOException {
        return start + (live == null ? 0 : live.length());
    }

    /// Reads some of the `length` bytes from the offset `from` on into the start of `buffer`.
    ///
    /// @return how many; negative at the end
    int read(byte[] buffer, int length, long from) throws IOException {
        return read(buffer, 0, length, from);
    }

    /// The same, into `buffer` from `at` on.
    int read(byte[] buffer, int at, int length, long from) throws IOException {
        if (from < start) {
            return readBefore(buffer, at, length, from);
        }
        if (live == null) {
            return -1;
        }
        live.seek(from - start);
        return live.read(buffer, at, length);
    }

    private int readBefore(byte[] buffer, int at, int length, long from) throws IOException {
        var found =
                segments.stream().filter(one -> from < one.end()).findFirst().orElseThrow();
        var file = from < found.start() ? null : segment(found);
        var end = from < found.start() ? found.start() : found.end();
        var count = (int) Math.min(length, end - from);
        if (file != null) {
            file.seek(from - found.start());
            var read = file.read(buffer, at, count);
            if (read >= 0) {
                return read;
            }
        }
        Arrays.fill(buffer, at, at + count, (byte) 0);
        return count;
    }

    private @Nullable RandomAccessFile segment(Segments.Segment wanted) throws IOException {
        if (!wanted.equals(opened)) {
            closeSegment();
            segment = openIfExists(wanted.path());
            opened = wanted;
        }
        return segment;
    }

    /// Reads all of the `length` bytes from the offset `from` on.
    void readFully(byte[] buffer, int length, long from) throws IOException {
        for (int done = 0; done < length; ) {
            var read = read(buffer, done, length - done, from + done);
            if (read < 0) {
                throw new EOFException();
            }
            done += read;
        }
    }

    private void closeSegment() throws IOException {
        if (segment != null) {
            segment.close();
            segment = null;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            closeSegment();
        } finally {
            if (live != null) {
                live.close();
            }
        }
    }
}
