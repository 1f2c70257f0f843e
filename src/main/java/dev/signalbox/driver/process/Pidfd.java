package dev.signalbox.driver.process;

import dev.signalbox.libc.CLibrary;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.BitSet;

/// The kernel's handles on processes (`pidfd_open(2)`, Linux 5.3), for which Java has no word. A pid may be given
/// again; a handle is on one process for ever: a signal by it reaches this very process or none, and `poll(2)` tells
/// when it has ended, whoever is its parent.
///
/// Handles are file descriptors, as numbers. What fails gives the negative error number, as the kernel itself does.
/// No child of the engine inherits one.
final class Pidfd {
    static final int EPERM = 1;
    static final int ESRCH = 3;
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int EINVAL = 22;
    static final int ENFILE = 23;
    static final int EMFILE = 24;
    static final int ENOSYS = 38;

    /// How a handle on the process with a pid is opened.
    interface Opening {
        /// As [Pidfd#open].
        int open(long pid);
    }

    // The same on all architectures that Signalbox runs on.
    private static final long PIDFD_SEND_SIGNAL = 424;
    private static final long PIDFD_OPEN = 434;
    private static final long TO_GROUP = 1L << 2;
    private static final int EFD_CLOEXEC_NONBLOCK = 0x80000 | 0x800;
    private static final short POLLIN = 1;
    private static final int FOR_EVER = -1;

    private static final StructLayout POLLED = MemoryLayout.structLayout(
            ValueLayout.JAVA_INT.withName("fd"),
            ValueLayout.JAVA_SHORT.withName("events"),
            ValueLayout.JAVA_SHORT.withName("revents"));
    private static final long EVENTS = POLLED.byteOffset(PathElement.groupElement("events"));
    private static final long RETURNED = POLLED.byteOffset(PathElement.groupElement("revents"));

    private static final MethodHandle SYSCALL = CLibrary.function(
            "syscall",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    /// Linked where it is needed only, as that takes a while.
    private static final class Polling {
        static final MethodHandle POLL = CLibrary.function(
                "poll",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
        static final MethodHandle EVENTFD = CLibrary.function(
                "eventfd", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        static final MethodHandle EVENTFD_READ = CLibrary.function(
                "eventfd_read", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        static final MethodHandle EVENTFD_WRITE = CLibrary.function(
                "eventfd_write",
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
    }

    private Pidfd() {}

    /// Links the C library, which takes file handles, before there may be none left: where that fails once, it has
    /// failed for ever.
    static void link() {
        close(open(ProcessHandle.current().pid()));
    }

    /// A handle on the process that has this pid now, be it a zombie: what it is on is to be looked at afterwards.
    static int open(long pid) {
        return (int) CLibrary.call((_, state) -> (long) SYSCALL.invokeExact(state, PIDFD_OPEN, pid, 0L, 0L, 0L));
    }

    /// Sends a signal to the process of a handle.
    ///
    /// @return 0 if it was sent
    static int signal(int pidfd, int signal) {
        return signal(pidfd, signal, 0);
    }

    /// Sends a signal to the group that the process of a handle has made, if it has. Linux 6.9; an earlier one says
    /// [#EINVAL].
    ///
    /// @return 0 if it was sent
    static int signalGroup(int pidfd, int signal) {
        return signal(pidfd, signal, TO_GROUP);
    }

    private static int signal(int pidfd, int signal, long flags) {
        return (int) CLibrary.call((_, state) ->
                (long) SYSCALL.invokeExact(state, PIDFD_SEND_SIGNAL, (long) pidfd, (long) signal, 0L, flags));
    }

    /// Waits until the process of one of some handles has ended, or one of them is a [#bell] that was rung. Holds
    /// its carrier, so platform threads only.
    ///
    /// @return which of them; none if the wait was interrupted by a signal
    static BitSet poll(int... handles) throws IOException {
        var ready = new BitSet(handles.length);
        var result = CLibrary.call((arena, state) -> {
            var polled = arena.allocate(POLLED, handles.length);
            for (int i = 0; i < handles.length; i++) {
                var at = i * POLLED.byteSize();
                polled.set(ValueLayout.JAVA_INT, at, handles[i]);
                polled.set(ValueLayout.JAVA_SHORT, at + EVENTS, POLLIN);
            }
            var count = (long) (int) Polling.POLL.invokeExact(state, polled, (long) handles.length, FOR_EVER);
            for (int i = 0; count > 0 && i < handles.length; i++) {
                ready.set(i, polled.get(ValueLayout.JAVA_SHORT, i * POLLED.byteSize() + RETURNED) != 0);
            }
            return count;
        });
        if (result < 0 && result != -EINTR) {
            throw new IOException("poll: " + reason((int) result));
        }
        return ready;
    }

    /// Something that is polled beside handles, so that another thread can end the wait.
    static int bell() {
        return (int) CLibrary.call((_, state) -> (int) Polling.EVENTFD.invokeExact(state, 0, EFD_CLOEXEC_NONBLOCK));
    }

    static void ring(int bell) {
        CLibrary.call((_, state) -> (int) Polling.EVENTFD_WRITE.invokeExact(state, bell, 1L));
    }

    /// Lets a bell be rung again.
    static void quieten(int bell) {
        CLibrary.call((arena, state) ->
                (int) Polling.EVENTFD_READ.invokeExact(state, bell, arena.allocate(ValueLayout.JAVA_LONG)));
    }

    static void close(int handle) {
        CLibrary.close(handle);
    }

    /// What a negative result means, for people.
    static String reason(int error) {
        return switch (-error) {
            case ENOSYS -> "the kernel has no pidfd, which Linux 5.3 has";
            case EMFILE, ENFILE -> "too many open files";
            case EAGAIN -> "no thread can be had";
            case EPERM -> "pidfd_open is not permitted";
            default -> "error " + -error;
        };
    }
}
