package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.engine.Answer;
import dev.signalbox.engine.CutOff;
import dev.signalbox.engine.EngineRequests;
import dev.signalbox.engine.ServedEngine;
import dev.signalbox.engine.local.TestEngine;
import dev.signalbox.journal.EventJournal;
import dev.signalbox.journal.Interruption;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.QueueSettings;
import dev.signalbox.service.FakeDriver;
import dev.signalbox.service.Schedule;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.Dependency;
import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinitionBuilder;
import dev.signalbox.service.supervision.Supervisor;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An API on loopback and on a socket file, over the engine as it ships, with services in memory.
public final class ApiBench implements AutoCloseable {
    public final Path folder;
    /// How much later it is for the journal, the keys of requests and the tokens than it truly is.
    volatile Duration ahead = Duration.ZERO;
    private final InstantSource clock = () -> Instant.now().plus(ahead);
    public final TestEngine test;
    /// The engine, as the API sees it.
    public final ServedEngine engine;
    EventJournal events;
    public final OperationQueue queue;
    final TokenStore tokens;
    public ApiServer api;
    private final int atHand;
    public String address;
    public final String admin;
    public final String operator;
    public final String reader;
    final Description description;
    private final HttpClient client = HttpClient.newHttpClient();
    /// What is told of the engine before.
    public volatile @Nullable Interruption interruption;
    private volatile @Nullable Interruption dismissed;

    /// With the services `backend`, `frontend`, which needs it, and `idle`.
    public ApiBench(Path folder) throws IOException {
        this(folder, Duration.ofSeconds(10), Duration.ofSeconds(15));
    }

    /// @param arrival within which a request must have arrived
    /// @param heartbeat of the stream of events
    ApiBench(Path folder, Duration arrival, Duration heartbeat) throws IOException {
        this(folder, arrival, heartbeat, EventHub.AT_HAND);
    }

    /// @param atHand how many events are kept in memory
    ApiBench(Path folder, Duration arrival, Duration heartbeat, int atHand) throws IOException {
        this.folder = folder;
        this.atHand = atHand;
        events = EventJournal.open(folder.resolve("events.db"));
        test = new TestEngine(folder).named("bench").by(clock);
        add("backend", new FakeDriver());
        add("frontend", new FakeDriver(), "backend");
        add("idle", new FakeDriver());
        queue = test.queue();
        engine = (ServedEngine) Proxy.newProxyInstance(
                ApiBench.class.getClassLoader(), new Class<?>[] {ServedEngine.class}, this::call);
        tokens = TokenStore.open(folder.resolve("tokens.json"), folder.resolve("token"), clock);
        description = Description.of(routes());
        admin = token("boss", Role.ADMIN, null);
        operator = token("deploy", Role.OPERATE, null);
        reader = token("viewer", Role.READ, null);
        api = new ApiServer(engine, tokens, clock, arrival, heartbeat, atHand);
        api.listen(socket());
        address = api.listen(new ApiSettings("127.0.0.1", 0, null, Set.of()));
    }

    /// Ends the API and begins another run of it.
    ///
    /// @return where it listens
    public String reopen() throws IOException {
        api.close();
        api = new ApiServer(engine, tokens, clock, Duration.ofSeconds(10), Duration.ofSeconds(15), atHand);
        address = api.listen(new ApiSettings("127.0.0.1", 0, null, Set.of()));
        return address;
    }

    /// Keeps the journal from being written until the transaction has ended.
    public Connection lockJournal() throws SQLException {
        var connection = DriverManager.getConnection(
                "jdbc:sqlite:" + test.engine().state().root().resolve("journal.db"));
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("DELETE FROM operations WHERE id < 0"); // takes the lock
        }
        return connection;
    }

    public Path socket() {
        return folder.resolve("api.sock");
    }

    public String token(String name, Role role, @Nullable Instant expiresAt) throws IOException {
        var kept = folder.resolve(name + ".secret"); // for the next one in this folder
        var fresh = tokens.create(name, role, expiresAt);
        if (fresh.isPresent()) {
            Files.writeString(kept, fresh.get());
        }
        return Files.readString(kept);
    }

    /// Leaves in `other` what a kill of the engine at this moment would leave here.
    public Path killed(Path other) throws IOException {
        test.leaveKilled(other);
        try (var files = Files.list(folder)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (!Files.exists(other.resolve(file.getFileName()))) {
                    Files.copy(file, other.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        return other;
    }

    /// All that can be asked of it.
    List<Route> routes() {
        var metrics = new Metrics();
        try (var unused = EventJournal.open(folder.resolve("unused.db"))) {
            var hub = new EventHub(engine, metrics, unused, Duration.ofSeconds(15), 1);
            hub.close();
            return ApiServer.routes(engine, tokens, clock, metrics, hub, () -> false);
        }
    }

    public FakeDriver add(String id, FakeDriver driver, String... needs) {
        return add(id, driver, QueueSettings.DEFAULT, needs);
    }

    public FakeDriver add(String id, FakeDriver driver, QueueSettings settings, String... needs) {
        return add("", id, driver, settings, needs);
    }

    /// Adds a service that is listed under a heading.
    public FakeDriver addTo(String group, String id) {
        return add(group, id, new FakeDriver(), QueueSettings.DEFAULT);
    }

    private FakeDriver add(String group, String id, FakeDriver driver, QueueSettings settings, String... needs) {
        return add(
                driver,
                definition(id, settings)
                        .group(group)
                        .dependsOn(dependencies(needs))
                        .build());
    }

    /// Adds a service with a schedule, on leap days.
    public FakeDriver addScheduled(String id) {
        return add(
                new FakeDriver(),
                definition(id, QueueSettings.DEFAULT)
                        .schedule(Schedule.parse("0 4 29 2 *"))
                        .build());
    }

    /// Adds a service that is to start by itself, when those that it needs are ready.
    public FakeDriver addAutostarted(String id, String... needs) {
        return add(
                new FakeDriver(),
                definition(id, QueueSettings.DEFAULT)
                        .autostart(true)
                        .dependsOn(dependencies(needs))
                        .build());
    }

    private static List<Dependency> dependencies(String... needs) {
        return Stream.of(needs)
                .map(need -> new Dependency(need, Dependency.Condition.READY))
                .toList();
    }

    private ServiceDefinitionBuilder definition(String id, QueueSettings settings) {
        return ServiceDefinition.builder(id, new Command.Argv(List.of("serve", id)), folder)
                .env(Map.of("DB_PASSWORD", new EnvValue("hunter2", true)))
                .queue(settings);
    }

    private FakeDriver add(FakeDriver driver, ServiceDefinition definition) {
        test.add(definition, driver);
        return driver;
    }

    public FakeDriver driver(String id) {
        return test.driver(id);
    }

    public Supervisor supervisor(String id) {
        return test.supervisor(id);
    }

    // --- the engine ---

    /// What the test has said of the engine before, and the journal of events that it may close, come first.
    private @Nullable Object call(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
        var told = interruption;
        switch (method.getName()) {
            case "events" -> {
                return events;
            }
            case "cutOff" -> {
                if (told != null) {
                    return CompletableFuture.completedStage(
                            told.equals(dismissed) ? null : CutOff.of(told, test.engine()::find));
                }
            }
            default -> {}
        }
        try {
            var answer = method.invoke(test.engine(), arguments);
            return answer instanceof EngineRequests requests ? dismissing(requests) : answer;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Object dismissing(EngineRequests requests) {
        return Proxy.newProxyInstance(
                ApiBench.class.getClassLoader(), new Class<?>[] {EngineRequests.class}, (_, method, arguments) -> {
                    var told = interruption;
                    if (method.getName().equals("dismissCutOff") && told != null) {
                        var same = arguments[0].equals(CutOff.id(told));
                        dismissed = same ? told : dismissed;
                        return CompletableFuture.completedStage(
                                same ? new Answer.Done() : new Answer.Pointless("it is another end"));
                    }
                    try {
                        return method.invoke(requests, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    // --- its clients ---

    /// An answer as it came.
    public record Reply(int status, JsonNode json, String text, HttpResponse<String> response) {
        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String field(String name) {
            return json.path(name).asString("");
        }
    }

    HttpRequest.Builder request(String method, String path, @Nullable String token) {
        var builder = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, BodyPublishers.noBody());
        return token == null ? builder : builder.header("Authorization", "Bearer " + token);
    }

    /// Each answer must be as the API describes it.
    Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var response = client.send(request.build(), BodyHandlers.ofString());
        var type = response.headers().firstValue("Content-Type").orElse("");
        var uri = response.uri();
        assertThat(description.faults(
                        response.request().method(),
                        uri.toString().substring(address.length()),
                        response.headers(),
                        response.statusCode(),
                        response.body()))
                .as("%s %s", response.request().method(), uri)
                .isEmpty();
        var json = type.contains("json") && !response.body().isEmpty()
                ? JsonMapper.shared().readTree(response.body())
                : JsonMapper.shared().nullNode();
        return new Reply(response.statusCode(), json, response.body(), response);
    }

    HttpClient client() {
        return client;
    }

    public Reply get(String path) throws IOException, InterruptedException {
        return send(request("GET", path, reader));
    }

    Reply post(String path) throws IOException, InterruptedException {
        return send(request("POST", path, operator));
    }

    Reply post(String path, @Nullable String token, String json) throws IOException, InterruptedException {
        return send(request("POST", path, token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    @Override
    public void close() {
        client.shutdownNow();
        api.close();
        test.close();
        events.close();
    }
}
