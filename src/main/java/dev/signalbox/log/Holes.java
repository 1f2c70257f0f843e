package dev.signalbox.log;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.Charset;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Arrays;

/// Gives the beginning of a file back to its file system, by `fallocate(2)`: the file keeps its size, what was
/// there reads as zeros, and a process that has it open does not notice. Finds what others have left out, too.
final class Holes {
    /// What is shorter is taken for what it reads as.
    static final long LEAST = 64 * 1024;

    private static final int WRITE_ONLY_CLOSED_IN_CHILDREN = 0x1 | 0x80000;
    private static final int READ_ONLY_CLOSED_IN_CHILDREN = 0x80000;
    private static final int SEEK_END = 2;
    private static final int SEEK_DATA = 3;
    private static final int ENXIO = 6;
    private static final int KEEP_SIZE_PUNCH_HOLE = 0x1 | 0x2;
    private static final int EINTR = 4;
    private static final int ENOSPC = 28;
    private static final int ENOSYS = 38;
    private static final int EOPNOTSUPP = 95;

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
    private static final MethodHandle OPEN = function(
            "open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE =
            function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle FALLOCATE = function(
            "fallocate",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG));
    private static final MethodHandle LSEEK = function(
            "lseek",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
    /// What file names are made of, which need not be UTF-8.
    private static final Charset NAMES = Charset.forName(System.getProperty("sun.jnu.encoding"));

    private Holes() {}

    /// Frees what is before the offset `end`, but for a part of a block.
    ///
    /// @param end more than zero
    /// @throws NoHolesException if the file system cannot do that
    static void punch(Path file, long end) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            var fd = open(file, WRITE_ONLY_CLOSED_IN_CHILDREN, arena, state);
            try {
                punch(file, fd, end, state);
            } finally {
                var _ = (int) CLOSE.invokeExact(state, fd);
            }
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the C library cannot be called", e);
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
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            var fd = open(file, READ_ONLY_CLOSED_IN_CHILDREN, arena, state);
            try {
                var data = (long) LSEEK.invokeExact(state, fd, from, SEEK_DATA);
                if (data >= 0) {
                    return data;
                }
                return errno(state) == ENXIO ? Math.max(from, (long) LSEEK.invokeExact(state, fd, 0L, SEEK_END)) : from;
            } finally {
                var _ = (int) CLOSE.invokeExact(state, fd);
            }
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the C library cannot be called", e);
        }
    }

    private static int open(Path file, int flags, Arena arena, MemorySegment state) throws Throwable {
        var name = arena.allocateFrom(file.toString(), NAMES);
        var fd = (int) OPEN.invokeExact(state, name, flags);
        if (fd < 0) {
            throw new FileSystemException(file.toString(), null, "cannot be opened, " + reason(errno(state)));
        }
        return fd;
    }

    private static void punch(Path file, int fd, long end, MemorySegment state) throws Throwable {
        while ((int) FALLOCATE.invokeExact(state, fd, KEEP_SIZE_PUNCH_HOLE, 0L, end) != 0) {
            var errno = errno(state);
            switch (errno) {
                case EINTR -> {}
                case EOPNOTSUPP, ENOSYS -> throw new NoHolesException(file);
                default -> throw new FileSystemException(file.toString(), null, reason(errno));
            }
        }
    }

    private static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    private static String reason(int errno) {
        return errno == ENOSPC ? "No space left on device" : "error " + errno;
    }

    // The module is granted native access on the command line.
    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor type, Linker.Option... options) {
        var linker = Linker.nativeLinker();
        var all = Arrays.copyOf(options, options.length + 1);
        all[options.length] = Linker.Option.captureCallState("errno");
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, all);
    }
}
