package dev.signalbox.service.probe;

import dev.signalbox.service.Probe.Check.Http;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A request over a connection of its own, which is closed when the answer has been read: without redirects, proxy,
/// cookies or credentials. The status decides, and the body only where it is asked for: there are bodies without
/// an end.
///
/// It speaks HTTP itself. A probe wants a new connection each time: a kept one says nothing of whether the service
/// takes new ones, and makes servers that stop gracefully wait for it. Java's clients keep them, for some seconds
/// even where they are told to close; and they do not tell whether it was this machine or the service that
/// refused one.
final class HttpQuestion implements Question {
    private static final int MAX_BODY = 64 * 1024;

    /// How often the body is looked at before its end.
    private static final int MAX_LOOKS = 100;

    /// For a body that nobody looks at.
    private static final long COURTESY_NANOS = Duration.ofMillis(250).toNanos();

    private final Http check;
    private final Lookup lookup;
    private final Connections connections;
    private final Tls tls;

    HttpQuestion(Http check, Lookup lookup, Connections connections, Tls tls) {
        this.check = check;
        this.lookup = lookup;
        this.connections = connections;
        this.tls = tls;
    }

    @Override
    public Finding ask() throws IOException {
        var url = URI.create(check.uri().toASCIIString()).toURL();
        var port = url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
        var host = url.getHost().replaceAll("[\\[\\]]", "");
        try (var plain = connections.open(lookup.addresses(host), port);
                var connection = url.getProtocol().equals("https") ? tls.secured(plain, host, port) : plain) {
            connection.getOutputStream().write(request(url));
            return judge(HttpAnswer.read(connection.getInputStream(), check.statuses()), connection);
        }
    }

    private byte[] request(URL url) {
        var path = url.getFile().startsWith("/") ? url.getFile() : "/" + url.getFile();
        var port = url.getPort() < 0 || url.getPort() == url.getDefaultPort() ? "" : ":" + url.getPort();
        var given = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        given.putAll(check.request().headers());
        var headers = new LinkedHashMap<String, String>();
        headers.put("Host", url.getHost() + port);
        headers.put("User-Agent", "Signalbox");
        headers.put("Accept", "*/*");
        headers.replaceAll((name, usual) -> given.containsKey(name) ? given.remove(name) : usual);
        headers.putAll(given);
        headers.put("Connection", "close");
        var lines = headers.entrySet().stream()
                .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                .collect(Collectors.joining());
        return (check.request().method() + " " + path + " HTTP/1.1\r\n" + lines + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private Finding judge(HttpAnswer answer, Socket connection) throws IOException {
        var status = answer.status();
        if (!check.statuses().has(status)) {
            return Finding.no("HTTP " + status + " instead of " + check.statuses());
        }
        var pattern = check.body();
        if (pattern != null && !hasMatch(answer, pattern)) {
            return Finding.no("HTTP " + status + ", but its body has no match of /" + pattern + "/");
        }
        if (pattern == null && check.request().method().equals("GET")) {
            skip(answer.body(), connection);
        }
        return Finding.yes("HTTP " + status);
    }

    /// Whether the start of the body has a match. Where nobody knows how long it is, it is looked at whenever there
    /// is no more of it for now.
    private static boolean hasMatch(HttpAnswer answer, Pattern pattern) throws IOException {
        var body = new ByteArrayOutputStream();
        var in = answer.body();
        var bytes = new byte[MAX_BODY];
        var looks = answer.hasLength() ? MAX_LOOKS : 0;
        for (var read = 0; read >= 0 && body.size() < MAX_BODY; ) {
            if (body.size() > 0
                    && in.available() == 0
                    && looks++ < MAX_LOOKS
                    && Search.findSurely(pattern, text(body))) {
                return true;
            }
            read = in.read(bytes, 0, MAX_BODY - body.size());
            body.write(bytes, 0, Math.max(0, read));
        }
        return Search.find(pattern, text(body));
    }

    private static String text(ByteArrayOutputStream body) {
        return body.toString(StandardCharsets.UTF_8);
    }

    /// Reads what nobody looks at, for a moment: to close on what is unread resets the connection, which servers
    /// complain of.
    private static void skip(InputStream body, Socket connection) {
        var end = System.nanoTime() + COURTESY_NANOS;
        var bytes = new byte[MAX_BODY];
        try {
            for (var skipped = 0; skipped < MAX_BODY; ) {
                var left = Duration.ofNanos(end - System.nanoTime()).toMillis();
                if (left <= 0) {
                    return;
                }
                connection.setSoTimeout(Math.toIntExact(left));
                var read = body.read(bytes);
                if (read < 0) {
                    return;
                }
                skipped += read;
            }
        } catch (IOException _) {
            // The answer was a good one.
        }
    }
}
