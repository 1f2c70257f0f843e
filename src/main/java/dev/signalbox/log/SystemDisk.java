package dev.signalbox.log;

import dev.signalbox.state.PrivateFiles;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The real disk.
final class SystemDisk implements LogDisk {

    /// Frees the beginning of a file, as [Holes] does.
    interface Punch {
        void punch(Path file, long end) throws IOException;
    }

    private static final int BLOCK = 256 * 1024;

    private final Punch punch;

    SystemDisk(Punch punch) {
        this.punch = punch;
    }

    @Override
    public void requireHoles(Path fresh) throws IOException {
        Files.deleteIfExists(fresh);
        try {
            punch.punch(PrivateFiles.create(fresh), 1);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    @Override
    public void copy(Path log, long from, long to, Path fresh) throws IOException {
        Files.deleteIfExists(fresh);
        var done = false;
        try (var source = LogContent.open(log);
                var target = FileChannel.open(PrivateFiles.create(fresh), StandardOpenOption.WRITE);
                var zip = new MemberGzip(Channels.newOutputStream(target))) {
            copy(source, from, to, zip);
            zip.finish();
            target.force(true);
            done = true;
        } catch (EOFException e) {
            throw new IOException(log.getFileName() + " was cut by its service meanwhile", e);
        } finally {
            if (!done) {
                // On a full disk its space is needed.
                Files.deleteIfExists(fresh);
            }
        }
    }

    private static void copy(LogContent source, long from, long to, OutputStream target) throws IOException {
        var buffer = new byte[BLOCK];
        for (long position = from; position < to; ) {
            var count = source.read(buffer, (int) Math.min(BLOCK, to - position), position);
            if (count < 0) {
                throw new EOFException();
            }
            target.write(buffer, 0, count);
            position += count;
        }
    }

    @Override
    public void publish(Path fresh, Path rotated) throws IOException {
        PrivateFiles.move(fresh, rotated);
        PrivateFiles.forceFolderOf(rotated);
    }

    @Override
    public void record(Path log, Head head) throws IOException {
        PrivateFiles.replaceDurably(Head.file(log), head.format());
    }

    @Override
    public void free(Path log, long end) throws IOException {
        var start = Segments.end(Segments.of(log));
        Segments.free(log, end);
        if (end > start) {
            try {
                // Who has cut it since it was copied has new output there.
                if (Files.size(log) >= end - start) {
                    punch.punch(log, end - start);
                }
            } catch (IOException e) {
                if (!Segments.exist(log)) {
                    throw e;
                }
                // It is freed when it has become a segment, which it may just have.
            }
        }
    }

    @Override
    public long data(Path log, long from) throws IOException {
        return Holes.data(log, from);
    }

    @Override
    public void delete(Path rotated) throws IOException {
        Files.deleteIfExists(rotated);
    }
}
