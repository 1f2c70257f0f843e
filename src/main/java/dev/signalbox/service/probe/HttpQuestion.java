package dev.signalbox.service.probe;

import dev.signalbox.service.Probe.Check.Http;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A GET over a connection of its own, which is closed when the answer has been read: without redirects, proxy,
/// cookies or credentials.
///
/// It speaks HTTP itself. A probe wants a new connection each time: a kept one says nothing of whether the service
/// takes new ones, and makes servers that stop gracefully wait for it. Java's clients keep them, for some seconds
/// even where they are told to close; and they do not tell whether it was this machine or the service that
/// refused one.
final class HttpQuestion implements Question {
    private static final int MAX_BODY = 64 * 1024;

    private final Http check;
    private final Lookup lookup;

    HttpQuestion(Http check, Lookup lookup) {
        this.check = check;
        this.lookup = lookup;
    }

    @Override
    public Finding ask() throws IOException {
        var url = URI.create(check.uri().toASCIIString()).toURL();
        var port = url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
        var host = url.getHost().replaceAll("[\\[\\]]", "");
        try (var plain = Connections.open(lookup.addresses(host), port);
                var connection = url.getProtocol().equals("https") ? secured(plain, host, port) : plain) {
            connection.getOutputStream().write(request(url));
            return judge(HttpAnswer.read(connection.getInputStream(), check.status()));
        }
    }

    private static Socket secured(Socket plain, String host, int port) throws IOException {
        SSLContext context;
        try {
            context = SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) { // the certificates that are trusted here cannot be read
            throw new UnaskableException(e);
        }
        var secured = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
        var parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private static byte[] request(URL url) {
        var path = url.getFile().startsWith("/") ? url.getFile() : "/" + url.getFile();
        var port = url.getPort() < 0 || url.getPort() == url.getDefaultPort() ? "" : ":" + url.getPort();
        return String.join(
                        "\r\n",
                        "GET " + path + " HTTP/1.1",
                        "Host: " + url.getHost() + port,
                        "User-Agent: Signalbox",
                        "Accept: */*",
                        "Connection: close",
                        "",
                        "")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private Finding judge(HttpAnswer answer) throws IOException {
        var status = answer.status();
        if (status != check.status()) {
            return Finding.no("HTTP " + status + " instead of " + check.status());
        }
        // Read even if nobody looks at it: to close on what is unread resets the connection, which servers complain of.
        var body = answer.body(MAX_BODY);
        var pattern = check.body();
        if (pattern != null && !Search.find(pattern, new String(body, StandardCharsets.UTF_8))) {
            return Finding.no("HTTP " + status + ", but its body has no match of /" + pattern + "/");
        }
        return Finding.yes("HTTP " + status);
    }
}
