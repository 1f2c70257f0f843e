package dev.signalbox.log;

import dev.signalbox.libc.CLibrary;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/// Gives the beginning of a file back to its file system, by `fallocate(2)`: the file keeps its size, what was
/// there reads as zeros, and a process that has it open does not notice. Finds what others have left out, too.
final class Holes {
    /// What is shorter is taken for what it reads as.
    static final long LEAST = 64 * 1024;

    private static final int WRITE_ONLY = 0x1;
    private static final int READ_ONLY = 0;
    private static final int SEEK_END = 2;
    private static final int SEEK_DATA = 3;
    private static final int ENXIO = 6;
    private static final int KEEP_SIZE_PUNCH_HOLE = 0x1 | 0x2;
    private static final int EINTR = 4;
    private static final int ENOSPC = 28;
    private static final int ENOSYS = 38;
    private static final int EOPNOTSUPP = 95;

    private static final MethodHandle FALLOCATE = CLibrary.function(
            "fallocate",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG));
    private static final MethodHandle LSEEK = CLibrary.function(
            "lseek",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));

    private Holes() {}

    /// Frees what is before the offset `end`, but for a part of a block.
    ///
    /// @param end more than zero
    /// @throws NoHolesException if the file system cannot do that
    static void punch(Path file, long end) throws IOException {
        var fd = open(file, WRITE_ONLY);
        try {
            punch(file, fd, end);
        } finally {
            CLibrary.close(fd);
        }
    }

    private static void punch(Path file, int fd, long end) throws IOException {
        while (true) {
            var error = (int)
                    -CLibrary.call((_, errno) -> (int) FALLOCATE.invokeExact(errno, fd, KEEP_SIZE_PUNCH_HOLE, 0L, end));
            switch (error) {
                case 0 -> {
                    return;
                }
                case EINTR -> {}
                case EOPNOTSUPP, ENOSYS -> throw new NoHolesException(file);
                default -> throw new FileSystemException(file.toString(), null, reason(error));
            }
        }
    }

    /// Where something was written to a log next, at `from` or behind it: what is before that is a hole, which reads
    /// as zeros.
    ///
    /// @return `from` where the file system does not tell, or the file is no longer than that, or where there are
    ///     [Segments], as those are where no holes are; the end of the file where nothing was written from there on
    static long data(Path file, long from) throws IOException {
        if (Segments.exist(file)) {
            return from;
        }
        var fd = open(file, READ_ONLY);
        try {
            var data = seek(fd, from, SEEK_DATA);
            if (data >= 0) {
                return data;
            }
            return data == -ENXIO ? Math.max(from, seek(fd, 0, SEEK_END)) : from;
        } finally {
            CLibrary.close(fd);
        }
    }

    private static long seek(int fd, long offset, int whence) {
        return CLibrary.call((_, errno) -> (long) LSEEK.invokeExact(errno, fd, offset, whence));
    }

    private static int open(Path file, int flags) throws IOException {
        var fd = CLibrary.open(file, flags);
        if (fd < 0) {
            throw new FileSystemException(file.toString(), null, "cannot be opened, " + reason(-fd));
        }
        return fd;
    }

    private static String reason(int errno) {
        return errno == ENOSPC ? "No space left on device" : "error " + errno;
    }
}
