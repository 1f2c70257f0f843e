package dev.signalbox.cli;

import dev.signalbox.state.SocketPath;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// A client of HTTP/1.1 with one connection for each request. The JDK's own knows no socket files, and takes
/// longer to load than a command runs.
final class Http {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int LONGEST_LINE = 64 * 1024;

    private Http() {}

    /// An answer, whose body is read while it comes.
    ///
    /// @param headers by their names in lower case
    record Response(int status, Map<String, String> headers, InputStream body, Closeable connection)
            implements Closeable {
        String text() throws IOException {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }

    /// Both directions of a connection.
    private record Connection(InputStream in, OutputStream out, Closeable whole) {}

    /// Sends a request and reads the head of its answer.
    ///
    /// @param target path and query
    /// @param body as JSON; empty for none
    /// @throws java.net.ConnectException or another IOException if nobody answers
    static Response send(Endpoint endpoint, String method, String target, String body, Map<String, String> headers)
            throws IOException {
        var connection = connect(endpoint);
        try {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            connection.out().write(head(endpoint, method, target, bytes.length, headers));
            connection.out().write(bytes);
            connection.out().flush();
            return response(connection);
        } catch (IOException | RuntimeException e) {
            connection.whole().close();
            throw e;
        }
    }

    private static Connection connect(Endpoint endpoint) throws IOException {
        switch (endpoint) {
            case Endpoint.SocketFile(var file) -> {
                var channel = SocketPath.connect(file);
                return new Connection(
                        new BufferedInputStream(Channels.newInputStream(channel)),
                        Channels.newOutputStream(channel),
                        channel);
            }
            case Endpoint.Network(var uri, var _, var trust) -> {
                var secure = "https".equals(uri.getScheme());
                var port = uri.getPort() < 0 ? (secure ? 443 : 80) : uri.getPort();
                var socket = new Socket();
                try {
                    socket.connect(new InetSocketAddress(uri.getHost(), port), CONNECT_MILLIS);
                    var used = secure ? secured(socket, uri.getHost(), port, trust) : socket;
                    return new Connection(new BufferedInputStream(used.getInputStream()), used.getOutputStream(), used);
                } catch (IOException | RuntimeException e) {
                    socket.close();
                    throw e;
                }
            }
        }
    }

    private static Socket secured(Socket plain, String host, int port, @Nullable SSLContext trust) throws IOException {
        var factory = trust == null ? SSLSocketFactory.getDefault() : trust.getSocketFactory();
        var socket = (SSLSocket) ((SSLSocketFactory) factory).createSocket(plain, host, port, true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static byte[] head(
            Endpoint endpoint, String method, String target, int length, Map<String, String> headers) {
        var head = new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        var all = new HashMap<>(headers);
        all.put("Connection", "close");
        switch (endpoint) {
            case Endpoint.SocketFile _ -> all.put("Host", "localhost");
            case Endpoint.Network(var uri, var token, var _) -> {
                all.put("Host", uri.getRawAuthority());
                if (!token.isEmpty()) {
                    all.put("Authorization", "Bearer " + token);
                }
            }
        }
        if (length > 0) {
            all.put("Content-Type", "application/json");
        }
        if (length > 0 || !method.equals("GET")) {
            all.put("Content-Length", Integer.toString(length));
        }
        all.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Response response(Connection connection) throws IOException {
        var status = line(connection.in());
        var parts = status.split(" ", 3);
        if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("[1-5]\\d\\d")) {
            throw new IOException("what answers there does not speak HTTP");
        }
        var headers = readHead(connection.in());
        var code = Integer.parseInt(parts[1]);
        return new Response(code, headers, body(connection.in(), headers), connection.whole());
    }

    /// Headers by their names in lower case, up to the empty line after them.
    static Map<String, String> readHead(InputStream in) throws IOException {
        var headers = new HashMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            var colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private static InputStream body(InputStream in, Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return new ChunkedInput(in);
        }
        var length = headers.get("content-length");
        if (length != null && !length.matches("\\d{1,18}")) {
            throw new IOException("what answers there does not speak HTTP");
        }
        return length == null ? in : new LimitedInput(in, Long.parseLong(length));
    }

    /// A line without its end.
    static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int b; (b = in.read()) != '\n'; ) {
            if (b < 0) {
                throw new IOException("the engine ended the connection");
            }
            if (line.length() == LONGEST_LINE) {
                throw new IOException("what answers there does not speak HTTP");
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }
}
