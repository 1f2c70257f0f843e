package dev.signalbox.api;

import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.tls.Tls;
import io.helidon.http.DirectHandler;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// The API on a socket of its own.
public final class ApiServer implements AutoCloseable {
    private static final int LARGEST_BODY = 64 * 1024;
    private static final int LARGEST_HEADERS = 16 * 1024;
    private static final int LONGEST_REQUEST_LINE = 4 * 1024;
    private static final int MOST_CONNECTIONS = 2_000;
    private static final int ARRIVAL_SECONDS = 10;
    private static final Duration IDLE = Duration.ofMinutes(2);
    /// Above the longest wait of a request: until then it is told whether its client is there.
    private static final Duration READ = Duration.ofMinutes(15);

    private final WebServer server;
    private final EventHub hub;
    private final Connections connections;
    private final ApiSettings settings;
    private volatile boolean closing;

    private ApiServer(ApiEngine engine, TokenStore tokens, ApiSettings settings) {
        this.settings = settings;
        var metrics = new Metrics();
        hub = new EventHub(engine, metrics);
        connections = new Connections(Duration.ofSeconds(ARRIVAL_SECONDS).toNanos());
        var router = new Router(routes(engine, tokens, metrics, hub, () -> closing));
        var gate = new Gate(router, new Guard(tokens, names(settings), metrics), metrics, connections);
        server = listen(gate);
    }

    /// Starts to listen.
    ///
    /// @throws IOException if it cannot, with a message for people
    public static ApiServer start(ApiEngine engine, TokenStore tokens, ApiSettings settings) throws IOException {
        if (settings.tls() == null && !InetAddress.getByName(settings.host()).isLoopbackAddress()) {
            throw new IOException(settings.host() + " can be reached from other machines, so a certificate is needed: "
                    + "--tls-cert and --tls-key");
        }
        var api = new ApiServer(engine, tokens, settings);
        try {
            api.server.start();
            return api;
        } catch (RuntimeException e) {
            api.close();
            throw new IOException(
                    "cannot listen on " + settings.host() + ":" + settings.port() + ": " + rootCause(e), e);
        }
    }

    private static String rootCause(Throwable thrown) {
        var cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    static List<Route> routes(
            ApiEngine engine, TokenStore tokens, Metrics metrics, EventHub hub, BooleanSupplier closing) {
        var idempotency = new Idempotency();
        var operations = new OperationsResource(engine);
        var services = new ServicesResource(engine, operations, idempotency);
        var routes = new ArrayList<Route>();
        routes.addAll(services.routes());
        routes.addAll(operations.routes());
        routes.addAll(new PlansResource(engine, idempotency).routes());
        routes.addAll(new AdminResource(engine, tokens).routes());
        routes.addAll(new EventsResource(hub).routes());
        routes.addAll(new LogResource(services, closing).routes());
        routes.addAll(new SystemResource(engine, metrics, hub).routes());
        routes.add(Route.get(
                        "/openapi.json",
                        "This description",
                        "Document",
                        _ -> new Answer.Body(200, "application/json", OpenApi.of(routes), Map.of()))
                .by(null));
        return routes;
    }

    private static Set<String> names(ApiSettings settings) {
        var names = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
        var host = settings.host().toLowerCase(Locale.ROOT);
        names.add(host.contains(":") ? "[" + host + "]" : host);
        settings.names().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        return names;
    }

    private WebServer listen(Gate gate) {
        var builder = WebServer.builder()
                .shutdownHook(false)
                .host(settings.host())
                .port(settings.port())
                .useNio(false)
                .maxPayloadSize(LARGEST_BODY)
                .maxTcpConnections(MOST_CONNECTIONS)
                .idleConnectionTimeout(IDLE)
                .idleConnectionPeriod(Duration.ofSeconds(ARRIVAL_SECONDS))
                .shutdownGracePeriod(Duration.ofSeconds(2))
                .connectionOptions(socket -> socket.readTimeout(READ).tcpNoDelay(true))
                .addProtocol(Http1Config.builder()
                        .maxHeadersSize(LARGEST_HEADERS)
                        .maxPrologueLength(LONGEST_REQUEST_LINE)
                        .addReceiveListener(connections)
                        .build())
                .directHandlers(handlers -> {
                    for (var type : DirectHandler.EventType.values()) {
                        handlers.addHandler(type, gate::refused);
                    }
                })
                .routing(routing -> routing.any(gate));
        var certificate = settings.tls();
        if (certificate != null) {
            builder.tls(Tls.builder()
                    .privateKey(Keys.builder()
                            .pem(pem -> pem.key(Resource.create(certificate.key()))
                                    .certChain(Resource.create(certificate.chain())))
                            .build())
                    .build());
        }
        return builder.build();
    }

    /// The address to call, with the port that it listens on.
    public String address() {
        var host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        return (settings.tls() == null ? "http://" : "https://") + host + ":" + server.port();
    }

    /// Ends what goes on, and listens no more.
    @Override
    public void close() {
        closing = true;
        hub.close();
        server.stop();
        connections.close();
    }
}
