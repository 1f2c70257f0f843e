package dev.signalbox.service.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// A server that answers each request with the same bytes, right or wrong.
final class RawServer implements AutoCloseable {
    final ServerSocket socket;
    /// The lines of each request that was read.
    final BlockingQueue<List<String>> requests = new LinkedBlockingQueue<>();
    /// What became of each connection after the answer: true if the client closed it in order.
    final BlockingQueue<Boolean> orderlyEnds = new LinkedBlockingQueue<>();

    private final byte[] answer;
    private final boolean ends;

    private RawServer(byte[] answer, boolean ends) throws IOException {
        this.answer = answer;
        this.ends = ends;
        this.socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        Thread.ofVirtual().start(this::serve);
    }

    static RawServer answering(String... lines) throws IOException {
        return new RawServer(bytes(lines), true);
    }

    /// Sends so much, and then nothing.
    static RawServer hangingAfter(String... lines) throws IOException {
        return new RawServer(bytes(lines), false);
    }

    private static byte[] bytes(String... lines) {
        return String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8);
    }

    int port() {
        return socket.getLocalPort();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (var connection = socket.accept()) {
                requests.add(request(connection));
                connection.getOutputStream().write(answer);
                if (ends) {
                    connection.shutdownOutput();
                }
                orderlyEnds.add(endsInOrder(connection));
            } catch (IOException e) {
                // The client went away, or the test is over.
            }
        }
    }

    private static List<String> request(Socket connection) throws IOException {
        var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
        var lines = new ArrayList<String>();
        for (String line; (line = in.readLine()) != null && !line.isEmpty(); ) {
            lines.add(line);
        }
        return lines;
    }

    private static boolean endsInOrder(Socket connection) {
        try {
            connection.getInputStream().transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
