package dev.signalbox.scenario;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A service for tests, run as a process of its own. All its life it holds a lock of the kernel's, so that two
/// that live at the same time are found out whatever clocks and records say. It takes its port, and exits with 3
/// if that is taken. It writes numbered lines to its output.
public final class RecordingService {
    private static final long LINE_EVERY_MILLIS = 2;

    /// Takes the lock before the first Java instruction; `exec` keeps it open in the Java process.
    private static final String LOCKED = """
            exec 9>>"$1.lock"
            if flock -n 9; then echo "begin $$" >>"$1"; else echo "overlap $$" >>"$1"; fi
            shift
            exec "$@"
            """;

    private RecordingService() {}

    /// @param stopMillis how long it takes to stop; negative if it ignores SIGTERM
    public static List<String> command(int port, Path life, long stopMillis) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var classes = Path.of("target", "test-classes").toAbsolutePath();
        var command = new ArrayList<>(List.of("sh", "-c", LOCKED, "sh", life.toString(), java.toString()));
        command.addAll(List.of("-Xmx24m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classes.toString()));
        command.addAll(List.of(
                RecordingService.class.getName(), Integer.toString(port), life.toString(), Long.toString(stopMillis)));
        return command;
    }

    /// A port of the loopback address that nobody listens on.
    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public static void main(String[] args) throws Exception {
        var port = Integer.parseInt(args[0]);
        var life = Path.of(args[1]);
        var stopMillis = Long.parseLong(args[2]);
        var pid = ProcessHandle.current().pid();
        var never = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> waitFor(never, stopMillis)));
        try (var socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            append(life, "ready " + pid);
            for (long line = 1; ; line++) {
                System.out.println(pid + " line " + line + " on " + socket.getLocalPort());
                waitFor(never, LINE_EVERY_MILLIS);
            }
        } catch (BindException e) {
            append(life, "conflict " + pid);
            Runtime.getRuntime().halt(3);
        }
    }

    private static void waitFor(CountDownLatch latch, long millis) {
        try {
            var _ = latch.await(millis < 0 ? Long.MAX_VALUE : millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void append(Path file, String line) throws IOException {
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
