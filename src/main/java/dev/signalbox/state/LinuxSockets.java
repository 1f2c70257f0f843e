package dev.signalbox.state;

import dev.signalbox.libc.CLibrary;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The functions of the C library about sockets with abstract names, for which Java has no word. Such a name is
/// in no file system, and gone with the socket. Safe to use from any thread.
final class LinuxSockets {
    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_NONBLOCK = 0x800;
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

    private static MethodHandle function(String name, MemoryLayout... parameters) {
        return CLibrary.function(name, FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters));
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

    private static int call(String what, CLibrary.Call call) throws IOException {
        return result(what, CLibrary.call(call));
    }

    private static int result(String what, long result) throws Failure {
        if (result < 0) {
            throw new Failure(what, (int) -result);
        }
        return (int) result;
    }

    /// A new socket, which no process inherits.
    static int open(boolean blocking) throws IOException {
        var type = SOCK_STREAM | CLibrary.CLOEXEC | (blocking ? 0 : SOCK_NONBLOCK);
        return call("socket", (_, errno) -> (int) SOCKET.invokeExact(errno, AF_UNIX, type, 0));
    }

    /// Gives a socket a name.
    ///
    /// @throws NameTakenException if another one has it
    static void bind(int socket, String name) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var address = address(name, arena);
            var length = (int) address.byteSize();
            call("bind", (_, errno) -> (int) BIND.invokeExact(errno, socket, address, length));
        } catch (Failure e) {
            throw e.error == EADDRINUSE ? new NameTakenException(e) : e;
        }
    }

    /// Lets others connect to a socket.
    ///
    /// @param backlog how many may wait for that
    static void listen(int socket, int backlog) throws IOException {
        call("listen", (_, errno) -> (int) LISTEN.invokeExact(errno, socket, backlog));
    }

    /// Waits for somebody who connects.
    static int accept(int socket) throws IOException {
        return call("accept4", (_, errno) ->
                (int) ACCEPT.invokeExact(errno, socket, MemorySegment.NULL, MemorySegment.NULL, CLibrary.CLOEXEC));
    }

    /// Connects to the socket of that name, and does not wait for that.
    ///
    /// @return who listens there; `null` if too many try at once
    /// @throws NobodyListensException if there is none
    static @Nullable Peer connect(int socket, String name) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var address = address(name, arena);
            var size = (int) address.byteSize();
            call("connect", (_, errno) -> (int) CONNECT.invokeExact(errno, socket, address, size));
            var credentials = arena.allocate(CREDENTIALS, Integer.BYTES);
            var length = arena.allocateFrom(ValueLayout.JAVA_INT, CREDENTIALS);
            call("getsockopt", (_, errno) ->
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
        call("shutdown", (_, errno) -> (int) SHUTDOWN.invokeExact(errno, socket, SHUT_BOTH));
    }

    static void close(int socket) throws IOException {
        result("close", CLibrary.close(socket));
    }
}
