package dev.signalbox.service.probe;

import dev.signalbox.service.Probe.Check.Http;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;

/// A GET over a connection of its own: without redirects, proxy, cookies or credentials.
///
/// `HttpURLConnection` is taken and not `java.net.http.HttpClient`, as a probe wants a new connection each time:
/// a kept one says nothing of whether the service takes new ones, and makes servers that stop gracefully wait for
/// it. The client cannot be told so, and keeps a selector thread. This one blocks in a socket, which an interrupt
/// closes.
final class HttpQuestion implements Question {
    private static final int MAX_BODY = 64 * 1024;
    private static final int FIRST_ERROR = 400;

    private final Http check;

    HttpQuestion(Http check) {
        this.check = check;
    }

    @Override
    public Finding ask() throws IOException {
        var connection = (HttpURLConnection) check.uri().toURL().openConnection(Proxy.NO_PROXY);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("Accept", "*/*");
        connection.setRequestProperty("User-Agent", "Signalbox");
        connection.setRequestProperty("Connection", "close");
        try {
            return judge(connection);
        } finally {
            connection.disconnect();
        }
    }

    private Finding judge(HttpURLConnection connection) throws IOException {
        var status = connection.getResponseCode();
        if (status < 0) {
            return Finding.no("an answer that is not HTTP");
        }
        if (status != check.status()) {
            return Finding.no("HTTP " + status + " instead of " + check.status());
        }
        // Read even if nobody looks at it: to close on what is unread resets the connection, which servers complain of.
        var body = body(connection);
        var pattern = check.body();
        if (pattern != null && !Search.find(pattern, new String(body, StandardCharsets.UTF_8))) {
            return Finding.no("HTTP " + status + ", but its body has no match of /" + pattern + "/");
        }
        return Finding.yes("HTTP " + status);
    }

    /// The start of the body.
    private static byte[] body(HttpURLConnection connection) throws IOException {
        try (var in = stream(connection)) {
            return in.readNBytes(MAX_BODY);
        }
    }

    /// Of an error without a body there is no stream, and asking for the other one throws the status as an
    /// exception.
    private static InputStream stream(HttpURLConnection connection) throws IOException {
        var error = connection.getErrorStream();
        if (error != null) {
            return error;
        }
        return connection.getResponseCode() < FIRST_ERROR ? connection.getInputStream() : InputStream.nullInputStream();
    }
}
