package dev.signalbox.api;

import dev.signalbox.engine.ServedEngine;
import io.helidon.http.DirectHandler;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The API on its sockets.
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final int LARGEST_BODY = 64 * 1024;
    private static final int LARGEST_HEADERS = 16 * 1024;
    private static final int LONGEST_REQUEST_LINE = 4 * 1024;
    private static final int MOST_CONNECTIONS = 2_000;
    /// `sockaddr_un` has no room for more.
    private static final int LONGEST_SOCKET = 107;
    private static final Duration ARRIVAL = Duration.ofSeconds(10);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration GRACE = Duration.ofSeconds(2);
    /// How many times longer a connection may be without a request than a request may take to arrive.
    private static final int IDLE = 3;

    private final TokenStore tokens;
    private final EventHub hub;
    private final Duration arrival;
    private final Connections connections;
    private final Metrics metrics = new Metrics();
    private final Router router;
    private final List<WebServer> servers = new CopyOnWriteArrayList<>();
    private volatile @Nullable ServerCertificate certificate;
    private volatile @Nullable Thread watch;
    private volatile boolean closing;

    /// Listens nowhere yet.
    public ApiServer(ServedEngine engine, TokenStore tokens) {
        this(engine, tokens, InstantSource.system(), ARRIVAL, HEARTBEAT, EventHub.AT_HAND);
    }

    /// @param clock tells for how long requests are known
    /// @param arrival within which a request must have arrived
    /// @param heartbeat of the stream of events
    /// @param atHand how many events are kept in memory
    ApiServer(
            ServedEngine engine,
            TokenStore tokens,
            InstantSource clock,
            Duration arrival,
            Duration heartbeat,
            int atHand) {
        this.tokens = tokens;
        this.arrival = arrival;
        this.connections = new Connections(arrival);
        hub = new EventHub(engine, metrics, engine.events(), heartbeat, atHand);
        router = new Router(routes(engine, tokens, clock, metrics, hub, () -> closing));
    }

    /// Listens on an address that lets in who has a token.
    ///
    /// @return the address to call, with the port
    /// @throws IOException if it cannot, with a message for people
    public String listen(ApiSettings network) throws IOException {
        if (network.tls() == null && !InetAddress.getByName(network.host()).isLoopbackAddress()) {
            throw new IOException(network.host() + " can be reached from other machines, so a certificate is needed: "
                    + "--tls-cert and --tls-key");
        }
        var guard = new TokenGuard(tokens, names(network), metrics, System::nanoTime);
        var builder = server(guard).host(network.host()).port(network.port());
        var files = network.tls();
        if (files != null) {
            var opened = ServerCertificate.open(files, InstantSource.system());
            metrics.certificateEnds(opened.end());
            certificate = opened;
            watch = opened.watch();
            builder.tls(opened.tls());
        }
        var server = start(builder.build(), network.host() + ":" + network.port());
        return network.address(server.port());
    }

    /// Listens on a file that lets in who may open it, which is this user alone.
    ///
    /// @param socket in a private folder; replaced if it is there
    /// @throws IOException if it cannot, with a message for people
    public void listen(Path socket) throws IOException {
        var length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_SOCKET) {
            throw new IOException(
                    socket + " is too long for a socket: " + length + " bytes. Allowed: " + LONGEST_SOCKET);
        }
        // Of an engine that ended without closing.
        Files.deleteIfExists(socket);
        var guard = new SocketGuard(System.getProperty("user.name"));
        var _ = start(
                server(guard).bindAddress(UnixDomainSocketAddress.of(socket)).build(), socket.toString());
        // Until now its folder has kept others out.
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    }

    private WebServer start(WebServer server, String place) throws IOException {
        try {
            servers.add(server.start());
            return server;
        } catch (RuntimeException e) {
            throw new IOException("cannot listen on " + place + ": " + rootCause(e), e);
        }
    }

    private static String rootCause(Throwable thrown) {
        var cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    /// Everything that can be asked.
    static List<Route> routes(
            ServedEngine engine,
            TokenStore tokens,
            InstantSource clock,
            Metrics metrics,
            EventHub hub,
            BooleanSupplier closing) {
        var idempotency = new Idempotency(engine, clock);
        var operations = new OperationsResource(engine, idempotency);
        var services = new ServicesResource(engine, operations, idempotency);
        var routes = new ArrayList<Route>();
        routes.addAll(Tag.SERVICES.of(services.routes()));
        routes.addAll(Tag.OPERATIONS.of(operations.routes()));
        routes.addAll(Tag.QUEUES.of(new QueuesResource(engine, services, operations).routes()));
        routes.addAll(Tag.PLANS.of(new PlansResource(engine, operations, idempotency).routes()));
        routes.addAll(Tag.JOURNAL.of(new JournalResource(engine, services).routes()));
        routes.addAll(Tag.INTERRUPTION.of(new InterruptionResource(engine, operations, idempotency).routes()));
        routes.addAll(Tag.ADMINISTRATION.of(new AdminResource(engine, tokens).routes()));
        routes.addAll(Tag.EVENTS.of(new EventsResource(hub).routes()));
        routes.addAll(Tag.LOGS.of(new LogResource(engine, services, closing).routes()));
        routes.addAll(new SystemResource(engine, metrics, hub).routes());
        var description = new AtomicReference<Answer.Fixed>(); // of all routes, so it is made when they are known
        routes.add(Route.get(
                        "getDescription",
                        "/openapi.json",
                        "This description",
                        "Document",
                        _ -> description.updateAndGet(made -> made == null ? Answer.fixed(OpenApi.of(routes)) : made))
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

    private WebServerConfig.Builder server(Guard guard) {
        var gate = new Gate(router, guard, metrics, connections);
        return WebServer.builder()
                .shutdownHook(false)
                .maxPayloadSize(LARGEST_BODY)
                .maxTcpConnections(MOST_CONNECTIONS)
                .idleConnectionTimeout(arrival.multipliedBy(IDLE))
                .idleConnectionPeriod(arrival)
                .shutdownGracePeriod(GRACE)
                .connectionOptions(socket -> socket.tcpNoDelay(true))
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
    }

    /// Looks again at the files of the first token and of the certificate, and takes in what is new. What is wrong
    /// with them is logged, and changes nothing.
    public void renew() {
        try {
            tokens.renew();
        } catch (IOException e) {
            LOG.error("the first token stays as it is: {}", e.getMessage());
        }
        var shown = certificate;
        try {
            if (shown != null) {
                shown.renew();
                metrics.certificateEnds(shown.end());
            }
        } catch (IOException e) {
            LOG.error("the certificate stays as it is: {}", e.getMessage());
        }
    }

    EventHub events() {
        return hub;
    }

    /// Ends what goes on, and listens no more.
    @Override
    public void close() {
        closing = true;
        var watching = watch;
        if (watching != null) {
            watching.interrupt();
        }
        hub.close();
        servers.forEach(WebServer::stop);
        connections.close();
    }
}
