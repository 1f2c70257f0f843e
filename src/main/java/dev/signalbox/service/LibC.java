package dev.signalbox.service;

import dev.signalbox.libc.CLibrary;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The functions of the C library that services need.
final class LibC {
    private static final MethodHandle KILL = CLibrary.function(
            "kill", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle SIGNAL = CLibrary.function(
            "signal", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    private static final MethodHandle PIPE = CLibrary.function(
            "pipe2", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final MethodHandle PAGE_SIZE =
            CLibrary.function("getpagesize", FunctionDescriptor.of(ValueLayout.JAVA_INT));

    private LibC() {}

    /// `kill(2)`.
    ///
    /// @return whether it succeeded
    static boolean kill(int target, int signal) {
        return CLibrary.call((_, errno) -> (int) KILL.invokeExact(errno, target, signal)) == 0;
    }

    /// `signal(2)` with `SIG_DFL`.
    static void setDefault(int signal) {
        CLibrary.call((_, errno) -> {
            var _ = (MemorySegment) SIGNAL.invokeExact(errno, signal, MemorySegment.NULL);
            return 0;
        });
    }

    /// `pipe2(2)`; no program inherits either end.
    ///
    /// @return the numbers of the end to read from and of the one to write to
    /// @throws IOException if there is none to be had: "Too many open files"
    static int[] pipe() throws IOException {
        var ends = new int[2];
        var result = CLibrary.call((arena, errno) -> {
            var made = arena.allocate(ValueLayout.JAVA_INT, ends.length);
            var failed = (int) PIPE.invokeExact(errno, made, CLibrary.CLOEXEC);
            MemorySegment.copy(made, ValueLayout.JAVA_INT, 0, ends, 0, ends.length);
            return failed;
        });
        if (result != 0) {
            throw new IOException(CLibrary.text((int) -result));
        }
        return ends;
    }

    /// `getpagesize(3)`, in bytes.
    static int pageSize() {
        return (int) CLibrary.call((_, errno) -> (int) PAGE_SIZE.invokeExact(errno));
    }
}
