package dev.signalbox.api;

import dev.signalbox.engine.ServedEngine;
import dev.signalbox.service.OwnLimits;
import dev.signalbox.time.SystemTime;
import io.helidon.common.tls.Tls;
import io.helidon.http.DirectHandler;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The API on its sockets.
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final int LARGEST_BODY = 64 * 1024;
    private static final Duration ARRIVAL = Duration.ofSeconds(10);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration GRACE = Duration.ofSeconds(2);
    /// How many times longer than a request may take to arrive nothing may be taken of an answer that goes on.
    private static final int STALL = 3;

    private final TokenStore tokens;
    private final EventHub hub;
    private final Duration arrival;
    private final int most;
    private final SystemTime time = new SystemTime();
    private final Metrics metrics = new Metrics();
    private final Router router;
    private volatile @Nullable ServerCertificate certificate;
    private final LargeAnswers large = LargeAnswers.ofThisHeap();
    private final List<Connections> connections = new CopyOnWriteArrayList<>();
    private final List<Listening> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean closing;

    /// Where it is reached.
    private final List<String> addresses = new CopyOnWriteArrayList<>();

    /// Listens nowhere yet.
    public ApiServer(ServedEngine engine, TokenStore tokens) {
        this(
                engine,
                tokens,
                InstantSource.system(),
                ARRIVAL,
                HEARTBEAT,
                EventHub.AT_HAND,
                Connections.most(OwnLimits.FILE, Runtime.getRuntime().maxMemory()));
    }

    /// @param clock tells for how long requests are known
    /// @param arrival within which a request must have arrived
    /// @param heartbeat of the stream of events
    /// @param atHand how many events are kept in memory
    /// @param most how many connections there are at once on each listener
    ApiServer(
            ServedEngine engine,
            TokenStore tokens,
            InstantSource clock,
            Duration arrival,
            Duration heartbeat,
            int atHand,
            int most) {
        this.tokens = tokens;
        this.arrival = arrival;
        this.most = most;
        hub = new EventHub(engine, metrics, engine.events(), heartbeat, atHand);
        router = new Router(routes(
                engine, tokens, clock, metrics, hub, this::problem, () -> List.copyOf(addresses), () -> closing));
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
        var files = network.tls();
        var tls = files == null ? Optional.<Tls>empty() : Optional.of(show(files));
        var scheme = files == null ? "http" : "https";
        var guard = new TokenGuard(tokens, names(network), scheme, metrics, System::nanoTime);
        var address = new InetSocketAddress(InetAddress.getByName(network.host()), network.port());
        var listener = listen(network.host(), address, guard, tls);
        var reached = network.address(listener.port());
        addresses.add(reached);
        return reached;
    }

    private Tls show(ApiSettings.Certificate files) throws IOException {
        var opened = ServerCertificate.open(files, InstantSource.system());
        metrics.certificateEnds(opened.end());
        certificate = opened;
        opened.watch(time);
        return opened.tls();
    }

    /// Listens on a file that lets in who may open it, which is this user alone.
    ///
    /// @param socket in a private folder, and short enough for a socket; replaced if it is there
    /// @throws IOException if it cannot, with a message for people
    public void listen(Path socket) throws IOException {
        var guard = new SocketGuard(System.getProperty("user.name"));
        var _ = listen(socket.toString(), UnixDomainSocketAddress.of(socket), guard, Optional.empty());
        addresses.add(socket.toString());
    }

    private Listening listen(String name, SocketAddress address, Guard guard, Optional<Tls> tls) throws IOException {
        var here = new Connections(time, metrics, most, arrival, arrival.multipliedBy(STALL));
        connections.add(here);
        var gate = new Gate(router, guard, metrics, new Shares(here.mostOfOne()), large);
        var listener = new Listening(name, address, to -> server(gate, here, to, tls), here, time, metrics);
        listeners.add(listener);
        return listener;
    }

    /// What is wrong with a listener; `null` if all listen.
    private @Nullable String problem() {
        return listeners.stream()
                .map(Listening::problem)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /// Everything that can be asked.
    static List<Route> routes(
            ServedEngine engine,
            TokenStore tokens,
            InstantSource clock,
            Metrics metrics,
            EventHub hub,
            Supplier<@Nullable String> listenerProblem,
            Supplier<List<String>> addresses,
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
        routes.addAll(Tag.LOGS.of(new WholeLogResource(engine, closing).routes()));
        routes.addAll(Tag.METRICS.of(new UsageResource(engine, services, clock).routes()));
        routes.addAll(new SystemResource(engine, metrics, hub, listenerProblem, addresses).routes());
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

    private static WebServer server(Gate gate, Connections connections, SocketAddress address, Optional<Tls> tls) {
        var builder = WebServer.builder()
                .shutdownHook(false)
                .bindAddress(address)
                .maxPayloadSize(LARGEST_BODY)
                .shutdownGracePeriod(GRACE)
                .connectionOptions(connections)
                .protocolsDiscoverServices(false)
                .addConnectionSelector(new Framing(connections))
                // By channels the library asks a name server about each caller before TLS begins, for as long as
                // that one likes; and only a channel can be a file.
                .useNio(address instanceof UnixDomainSocketAddress)
                .directHandlers(handlers -> {
                    for (var type : DirectHandler.EventType.values()) {
                        handlers.addHandler(type, gate::refused);
                    }
                })
                .routing(routing -> routing.any(gate));
        tls.ifPresent(builder::tls);
        return builder.build();
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

    /// Looks now whether it listens, see [Listening#look].
    void look() {
        listeners.forEach(Listening::look);
    }

    EventHub events() {
        return hub;
    }

    /// Ends what goes on, and listens no more.
    @Override
    public void close() {
        closing = true;
        hub.close();
        listeners.forEach(Listening::close);
        connections.forEach(Connections::close);
        time.close();
    }
}
