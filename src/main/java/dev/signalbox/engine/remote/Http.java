package dev.signalbox.engine.remote;

import dev.signalbox.wire.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The road to one engine. Blocks, for threads that may; safe to use from any of them.
final class Http implements AutoCloseable {
    private static final String PREFIX = "/api/v1";
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /// Longer than the engine waits for its journal.
    private static final Duration ANSWER = Duration.ofSeconds(40);

    private final URI address;
    private final String token;
    private final HttpClient client;

    /// @param token empty for none
    /// @param trust whose certificates are trusted; `null` for those that Java trusts
    Http(URI address, String token, @Nullable SSLContext trust) {
        this.address = address;
        this.token = token;
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .executor(Executors.newVirtualThreadPerTaskExecutor());
        client = (trust == null ? builder : builder.sslContext(trust)).build();
    }

    /// The engine's name and port, for people.
    String host() {
        return address.getPort() < 0 ? address.getHost() : address.getHost() + ":" + address.getPort();
    }

    /// @param path below the API's own, with its query
    String get(String path) throws IOException, RefusedException, InterruptedException {
        return exchange(request(path).timeout(ANSWER).GET().build()).body();
    }

    /// Sends without waiting longer than `limit`, and takes any answer for one.
    HttpResponse<String> ask(String path, Duration limit) throws IOException, InterruptedException {
        try {
            return client.send(request(path).timeout(limit).GET().build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw explained(e);
        }
    }

    HttpResponse<String> getWithHead(String path) throws IOException, RefusedException, InterruptedException {
        return exchange(request(path).timeout(ANSWER).GET().build());
    }

    /// @param body JSON; empty for none
    String send(String method, String path, String body) throws IOException, RefusedException, InterruptedException {
        return exchange(posting(method, path, body).build()).body();
    }

    private HttpRequest.Builder posting(String method, String path, String body) {
        var request = request(path).timeout(ANSWER);
        return body.isEmpty()
                ? request.method(method, BodyPublishers.noBody())
                : request.header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body));
    }

    /// Nothing was sent, as there was nobody to send it to.
    static final class NotReachedException extends IOException {
        private static final long serialVersionUID = 1L;

        private NotReachedException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /// Asks for something that shall be done once. Where no answer comes, it can be asked for again under the same
    /// key, by which the engine knows whether it was done already.
    ///
    /// @param body JSON; empty for none
    /// @throws NotReachedException if it was not sent; any other failure leaves open whether it has arrived
    String sendOnce(String path, String body, String key) throws IOException, RefusedException, InterruptedException {
        var request = posting("POST", path, body).header("Idempotency-Key", key).build();
        try {
            return accepted(client.send(request, BodyHandlers.ofString())).body();
        } catch (HttpConnectTimeoutException | ConnectException | SSLHandshakeException e) {
            throw new NotReachedException(explained(e));
        } catch (IOException e) {
            throw explained(e);
        }
    }

    /// Begins to read a stream of events.
    ///
    /// @param lastId behind which to go on; empty for from now on
    ServerSentEvents stream(String path, String lastId) throws IOException, RefusedException, InterruptedException {
        var request = request(path);
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        HttpResponse<InputStream> response;
        try {
            // Its end is noticed by other means than a timeout.
            response = client.send(
                    request.header("Accept", "text/event-stream").GET().build(), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw explained(e);
        }
        if (response.statusCode() != 200) {
            try (var body = response.body()) {
                throw refused(response.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return new ServerSentEvents(response.body());
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create(address + PREFIX + path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> exchange(HttpRequest request)
            throws IOException, RefusedException, InterruptedException {
        try {
            return accepted(client.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            throw explained(e);
        }
    }

    private static HttpResponse<String> accepted(HttpResponse<String> response) throws RefusedException {
        if (response.statusCode() >= 400) {
            throw refused(response.statusCode(), response.body());
        }
        return response;
    }

    private static RefusedException refused(int status, String body) {
        var otherwise = "the answer had the status " + status;
        try {
            // Whatever else stands there, as something in between may have answered.
            var detail = Wire.readAnswer(body, JsonNode.class).path("detail");
            return new RefusedException(status, detail.isString() ? detail.asString() : otherwise);
        } catch (IOException e) {
            return new RefusedException(status, otherwise);
        }
    }

    /// The JDK's messages are often empty.
    private static IOException explained(IOException e) {
        var message = e.getMessage();
        return switch (e) {
            case HttpConnectTimeoutException _ -> new IOException("no answer within " + CONNECT.toSeconds() + " s", e);
            case HttpTimeoutException _ -> new IOException("no answer in time", e);
            case ConnectException _ -> new IOException("nobody listens there", e);
            case SSLException _ -> new IOException("the certificate is not trusted: " + message, e);
            default -> message == null || message.isEmpty() ? new IOException("the connection broke", e) : e;
        };
    }

    /// Text as a part of a path or a query.
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
