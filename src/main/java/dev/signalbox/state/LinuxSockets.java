package dev.signalbox.state;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The functions of the C library about sockets with abstract names, for which Java has no word. Such a name is
/// in no file system, and gone with the socket. Safe to use from any thread.
final class LinuxSockets {
    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_NONBLOCK = 0x800;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERCRED = 17;
    private static final int SHUT_BOTH = 2;
    private static final int EAGAIN = 11;
    private static final int EADDRINUSE = 98;
    private static final int ECONNREFUSED = 111;
    /// Of `struct sockaddr_un`: the family, a zero that makes a name abstract, and the name.
    private static final int NAME = 3;
    private static final int MOST_NAME = 107;
    /// Of `struct ucred`: process, user and group.
    private static final int CREDENTIALS = 3 * Integer.BYTES;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MemoryLayout ERRNO_LAYOUT = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = ERRNO_LAYOUT.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET =
            function("socket", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final MethodHandle BIND =
            function("bind", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    private static final MethodHandle LISTEN = function("listen", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final MethodHandle ACCEPT =
            function("accept4", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    private static final MethodHandle CONNECT =
            function("connect", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    private static final MethodHandle GETSOCKOPT = function(
            "getsockopt",
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS,
            ValueLayout.ADDRESS);
    private static final MethodHandle SHUTDOWN = function("shutdown", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final MethodHandle CLOSE = function("close", ValueLayout.JAVA_INT);
    private static final MethodHandle GETEUID = function("geteuid");

    private LinuxSockets() {}

    /// Who listens on the other end.
    record Peer(long process, long user) {}

    /// Another socket has the name.
    static final class NameTakenException extends IOException {
        private static final long serialVersionUID = 1L;

        NameTakenException(Throwable cause) {
            super("the name is taken", cause);
        }
    }

    /// No socket of that name listens.
    static final class NobodyListensException extends IOException {
        private static final long serialVersionUID = 1L;

        NobodyListensException(Throwable cause) {
            super("nobody listens", cause);
        }
    }

    private interface Call {
        int on(MemorySegment errno) throws Throwable;
    }

    // The module is granted native access on the command line.
    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, MemoryLayout... parameters) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters),
                Linker.Option.captureCallState("errno"));
    }

    /// What the C library has answered.
    private static final class Failure extends IOException {
        private static final long serialVersionUID = 1L;
        private final int error;

        Failure(String what, int error) {
            super(what + " failed with error " + error);
            this.error = error;
        }
    }

    private static int call(String what, Call call) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var errno = arena.allocate(ERRNO_LAYOUT);
            var result = call.on(errno);
            if (result < 0) {
                throw new Failure(what, (int) ERRNO.get(errno, 0L));
            }
            return result;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(what + " cannot be called", e);
        }
    }

    /// The effective user of this process.
    static long user() {
        try {
            return Integer.toUnsignedLong(call("geteuid", errno -> (int) GETEUID.invokeExact(errno)));
        } catch (IOException e) {
            throw new IllegalStateException("geteuid never fails", e);
        }
    }

    /// A new socket, which no process inherits.
    static int open(boolean blocking) throws IOException {
        var type = SOCK_STREAM | SOCK_CLOEXEC | (blocking ? 0 : SOCK_NONBLOCK);
        return call("socket", errno -> (int) SOCKET.invokeExact(errno, AF_UNIX, type, 0));
    }

    /// Gives a socket a name.
    ///
    /// @throws NameTakenException if another one has it
    static void bind(int socket, String name) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var address = address(name, arena);
            var length = (int) address.byteSize();
            call("bind", errno -> (int) BIND.invokeExact(errno, socket, address, length));
        } catch (Failure e) {
            throw e.error == EADDRINUSE ? new NameTakenException(e) : e;
        }
    }

    /// Lets others connect to a socket.
    ///
    /// @param backlog how many may wait for that
    static void listen(int socket, int backlog) throws IOException {
        call("listen", errno -> (int) LISTEN.invokeExact(errno, socket, backlog));
    }

    /// Waits for somebody who connects.
    static int accept(int socket) throws IOException {
        return call("accept4", errno ->
                (int) ACCEPT.invokeExact(errno, socket, MemorySegment.NULL, MemorySegment.NULL, SOCK_CLOEXEC));
    }

    /// Connects to the socket of that name, and does not wait for that.
    ///
    /// @return who listens there; `null` if too many try at once
    /// @throws NobodyListensException if there is none
    static @Nullable Peer connect(int socket, String name) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var address = address(name, arena);
            var size = (int) address.byteSize();
            call("connect", errno -> (int) CONNECT.invokeExact(errno, socket, address, size));
            var credentials = arena.allocate(CREDENTIALS, Integer.BYTES);
            var length = arena.allocateFrom(ValueLayout.JAVA_INT, CREDENTIALS);
            call("getsockopt", errno ->
                    (int) GETSOCKOPT.invokeExact(errno, socket, SOL_SOCKET, SO_PEERCRED, credentials, length));
            return new Peer(
                    credentials.getAtIndex(ValueLayout.JAVA_INT, 0),
                    Integer.toUnsignedLong(credentials.getAtIndex(ValueLayout.JAVA_INT, 1)));
        } catch (Failure e) {
            if (e.error == EAGAIN) {
                return null;
            }
            throw e.error == ECONNREFUSED ? new NobodyListensException(e) : e;
        }
    }

    private static MemorySegment address(String name, Arena arena) {
        var bytes = name.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > MOST_NAME) {
            throw new IllegalArgumentException("a name of " + bytes.length + " bytes: " + name);
        }
        var address = arena.allocate(NAME + bytes.length, Short.BYTES);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(bytes, 0, address, ValueLayout.JAVA_BYTE, NAME, bytes.length);
        return address;
    }

    /// Wakes who waits in [#accept(int)], and lets nobody connect any more.
    static void shutDown(int socket) throws IOException {
        call("shutdown", errno -> (int) SHUTDOWN.invokeExact(errno, socket, SHUT_BOTH));
    }

    static void close(int socket) throws IOException {
        call("close", errno -> (int) CLOSE.invokeExact(errno, socket));
    }
}
