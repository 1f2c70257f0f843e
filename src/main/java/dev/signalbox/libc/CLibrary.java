package dev.signalbox.libc;

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
import java.nio.file.Path;
import java.util.Arrays;

/// Links and calls functions of the C library. What fails gives the negative error number, as the kernel itself does.
/// Safe to use from any thread; a call that waits holds its carrier, so those are for platform threads.
public final class CLibrary {
    /// Flags of files and sockets, on x86 and ARM: no program inherits it.
    public static final int CLOEXEC = 0x80000;

    private static final int LONGEST_TEXT = 256;

    /// In which Java tells the system the names of files, which need not be UTF-8.
    private static final Charset NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
    private static final MethodHandle OPEN = function(
            "open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE =
            function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle STRERROR =
            function("strerror", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));

    private CLibrary() {}

    /// Calls functions.
    public interface Call {
        /// Calls them.
        ///
        /// @param arena for what they are given, freed after the call
        /// @param errno the first argument of each function that [#function] has linked
        /// @return what the last one has answered, below zero if it has failed
        long on(Arena arena, MemorySegment errno) throws Throwable;
    }

    /// Links a function.
    ///
    /// @return its first argument is where its error number goes, see [Call]
    // The module is granted native access on the command line.
    @SuppressWarnings("restricted")
    public static MethodHandle function(String name, FunctionDescriptor type, Linker.Option... options) {
        var linker = Linker.nativeLinker();
        var all = Arrays.copyOf(options, options.length + 1);
        all[options.length] = Linker.Option.captureCallState("errno");
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, all);
    }

    /// Makes a call.
    ///
    /// @return what it gave, or the negative error number if that is below zero
    public static long call(Call call) {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            var result = call.on(arena, state);
            return result < 0 ? -(int) ERRNO.get(state, 0L) : result;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the C library cannot be called", e);
        }
    }

    /// `open(2)`; no program inherits it.
    ///
    /// @return its number
    public static int open(Path file, int flags) {
        return (int) call((arena, errno) ->
                (int) OPEN.invokeExact(errno, arena.allocateFrom(file.toString(), NAMES), flags | CLOEXEC));
    }

    /// `close(2)`.
    public static int close(int file) {
        return (int) call((_, errno) -> (int) CLOSE.invokeExact(errno, file));
    }

    /// What an error number means, in the words of `strerror(3)`.
    ///
    /// @param error above zero
    @SuppressWarnings("restricted")
    public static String text(int error) {
        try (var arena = Arena.ofConfined()) {
            return ((MemorySegment) STRERROR.invokeExact(arena.allocate(STATE), error))
                    .reinterpret(LONGEST_TEXT)
                    .getString(0);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("strerror cannot be called", e);
        }
    }
}
