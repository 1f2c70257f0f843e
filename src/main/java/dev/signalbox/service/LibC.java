package dev.signalbox.service;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The one function of the C library that Java has no word for.
final class LibC {
    private static final MethodHandle KILL = kill();

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

    // The module is granted native access on the command line.
    @SuppressWarnings("restricted")
    private static MethodHandle kill() {
        var linker = Linker.nativeLinker();
        var type = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        return linker.downcallHandle(linker.defaultLookup().findOrThrow("kill"), type);
    }
}
