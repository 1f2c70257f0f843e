package dev.signalbox.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/// A program with many ports, each of which answers a request over HTTP and takes a connection that asks nothing.
/// Tells the ports on its output, and ends with its input.
final class Listeners {
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_REQUEST = 4096;

    private Listeners() {}

    public static void main(String[] args) throws IOException {
        for (var i = 0; i < Integer.parseInt(args[0]); i++) {
            var socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
            Thread.ofVirtual().start(() -> serve(socket));
            System.out.println(socket.getLocalPort());
        }
        var _ = System.in.read();
    }

    private static void serve(ServerSocket socket) {
        while (true) {
            try (var connection = socket.accept()) {
                // The client sends its request at once.
                if (connection.getInputStream().read(new byte[MAX_REQUEST]) > 0) {
                    connection.getOutputStream().write(ANSWER);
                }
            } catch (IOException e) {
                System.err.println(e);
            }
        }
    }

    /// Starts the program.
    static Process start(int count) throws IOException {
        var java = ProcessHandle.current().info().command().orElse("java");
        return new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), Listeners.class.getName(), "" + count)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /// Its ports.
    static int[] ports(Process listeners, int count) {
        var lines = listeners.inputReader();
        return IntStream.generate(() -> line(lines)).limit(count).toArray();
    }

    private static int line(BufferedReader lines) {
        try {
            return Integer.parseInt(lines.readLine());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
