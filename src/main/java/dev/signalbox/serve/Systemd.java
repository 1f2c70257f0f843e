package dev.signalbox.serve;

import dev.signalbox.libc.CLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells systemd how the program is, by the protocol of `sd_notify(3)`: datagrams on a Unix socket, which Java
/// has no word for. Does nothing where that does not listen.
final class Systemd {
    private static final Logger LOG = LoggerFactory.getLogger(Systemd.class);
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int PATH_OFFSET = 2;
    private static final int LONGEST_PATH = 107;

    private final String socket;

    Systemd(Map<String, String> environment) {
        socket = environment.getOrDefault("NOTIFY_SOCKET", "");
    }

    void ready() {
        send("READY=1");
    }

    void reloading() {
        send("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1_000);
    }

    /// @param atMost how long that takes; longer than its own limit may be
    void stopping(Duration atMost) {
        send("STOPPING=1\nEXTEND_TIMEOUT_USEC=" + atMost.toNanos() / 1_000);
    }

    private void send(String message) {
        if (socket.isEmpty()) {
            return;
        }
        var path = socket.getBytes(StandardCharsets.UTF_8);
        if (path.length > LONGEST_PATH) {
            LOG.warn("NOTIFY_SOCKET is longer than a socket's name can be, and is not used");
            return;
        }
        try (var arena = Arena.ofConfined()) {
            var address = arena.allocate(PATH_OFFSET + path.length + 1L);
            address.set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, (short) AF_UNIX);
            MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, PATH_OFFSET, path.length);
            var abstractName = socket.startsWith("@");
            if (abstractName) {
                address.set(ValueLayout.JAVA_BYTE, PATH_OFFSET, (byte) 0);
            }
            var text = arena.allocateFrom(message, StandardCharsets.UTF_8);
            // An abstract name has no end mark, and would be another one with it.
            send(text, message.length(), address, PATH_OFFSET + path.length + (abstractName ? 0 : 1));
        } catch (Throwable e) {
            LOG.warn("systemd could not be told: {}", e.getMessage());
        }
    }

    private static void send(MemorySegment text, long length, MemorySegment address, int size) {
        var socket = CLibrary.function(
                "socket",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        var descriptor = (int)
                CLibrary.call((_, errno) -> (int) socket.invokeExact(errno, AF_UNIX, SOCK_DGRAM | CLibrary.CLOEXEC, 0));
        if (descriptor < 0) {
            throw new IllegalStateException("no socket");
        }
        try {
            var sendto = CLibrary.function(
                    "sendto",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_INT));
            var sent = CLibrary.call(
                    (_, errno) -> (long) sendto.invokeExact(errno, descriptor, text, length, 0, address, size));
            if (sent < 0) {
                throw new IllegalStateException("nobody listens on NOTIFY_SOCKET");
            }
        } finally {
            CLibrary.close(descriptor);
        }
    }
}
