package dev.signalbox.service;

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

/// The functions of the C library that Java has no word for.
final class LibC {
    private static final int O_CLOEXEC = 0x80000; // on x86 and ARM
    private static final int LONGEST_TEXT = 256;

    private static final MethodHandle KILL =
            function("kill", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle SIGNAL =
            function("signal", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    private static final MethodHandle CLOSE =
            function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle PIPE = function(
            "pipe2",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.captureCallState("errno"));
    private static final MethodHandle STRERROR =
            function("strerror", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final MethodHandle PAGE_SIZE = function("getpagesize", FunctionDescriptor.of(ValueLayout.JAVA_INT));
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

    private LibC() {}

    /// `kill(2)`.
    ///
    /// @return whether it succeeded
    static boolean kill(int target, int signal) {
        try {
            return (int) KILL.invokeExact(target, signal) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException("kill cannot be called", e);
        }
    }

    /// `signal(2)` with `SIG_DFL`.
    static void setDefault(int signal) {
        try {
            var _ = (MemorySegment) SIGNAL.invokeExact(signal, MemorySegment.NULL);
        } catch (Throwable e) {
            throw new IllegalStateException("signal cannot be called", e);
        }
    }

    /// `pipe2(2)`; no program inherits either end.
    ///
    /// @return the numbers of the end to read from and of the one to write to
    /// @throws IOException if there is none to be had: "Too many open files"
    static int[] pipe() throws IOException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            var ends = arena.allocate(ValueLayout.JAVA_INT, 2);
            if ((int) PIPE.invokeExact(state, ends, O_CLOEXEC) != 0) {
                throw new IOException(text((int) ERRNO.get(state, 0L)));
            }
            return ends.toArray(ValueLayout.JAVA_INT);
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("pipe2 cannot be called", e);
        }
    }

    /// `getpagesize(3)`, in bytes.
    static int pageSize() {
        try {
            return (int) PAGE_SIZE.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("getpagesize cannot be called", e);
        }
    }

    /// `close(2)`.
    static void close(int file) {
        try {
            var _ = (int) CLOSE.invokeExact(file);
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
