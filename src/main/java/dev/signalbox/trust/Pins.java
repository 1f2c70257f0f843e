package dev.signalbox.trust;

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
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The kernel's way to hold a file without opening it, for which Java has no word.
final class Pins {
    private static final int O_PATH = 0x200000; // these on x86 and ARM
    private static final int O_CLOEXEC = 0x80000;
    private static final int ENOENT = 2;
    private static final int EACCES = 13;
    private static final int ENOTDIR = 20;
    private static final int LONGEST_TEXT = 256;

    /// In which Java tells the system the names of files.
    private static final Charset NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private static final MethodHandle OPEN = function(
            "open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.captureCallState("errno"));
    private static final MethodHandle CLOSE =
            function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle STRERROR =
            function("strerror", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

    private Pins() {}

    /// `open(2)` with `O_PATH`, which never waits and does nothing to what it opens; no program inherits it.
    ///
    /// @return its number
    /// @throws IOException why not, as Java tells it
    static int open(Path file) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            var number = (int) OPEN.invokeExact(state, arena.allocateFrom(file.toString(), NAMES), O_PATH | O_CLOEXEC);
            if (number < 0) {
                throw failure(file, (int) ERRNO.get(state, 0L));
            }
            return number;
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("open cannot be called", e);
        }
    }

    private static IOException failure(Path file, int errno) throws Throwable {
        return switch (errno) {
            case ENOENT, ENOTDIR -> new NoSuchFileException(file.toString());
            case EACCES -> new AccessDeniedException(file.toString());
            default -> new FileSystemException(file.toString(), null, text(errno));
        };
    }

    static void close(int number) {
        try {
            var _ = (int) CLOSE.invokeExact(number);
        } catch (Throwable e) {
            throw new IllegalStateException("close cannot be called", e);
        }
    }

    @SuppressWarnings("restricted")
    private static String text(int errno) throws Throwable {
        return ((MemorySegment) STRERROR.invokeExact(errno))
                .reinterpret(LONGEST_TEXT)
                .getString(0);
    }

    // The module is granted native access on the command line.
    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor type, Linker.Option... options) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, options);
    }
}
