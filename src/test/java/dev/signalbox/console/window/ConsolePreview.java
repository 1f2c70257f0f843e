package dev.signalbox.console.window;

import dev.signalbox.console.fx.Theme;
import dev.signalbox.console.inspector.InspectorPanel;
import dev.signalbox.console.model.FakeServices;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceTab;
import dev.signalbox.journal.InterruptedOperations;
import dev.signalbox.journal.Interruption;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueSettings;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Submission;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.service.ServiceStatus.Health;
import dev.signalbox.service.ServiceStatus.Recovery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javafx.application.Application;
import javafx.stage.Stage;

/// The window over services that exist in memory only, to look at: `[states] [plan] [reload] [broken] [recovery]
/// [--services=7] [--theme=dark]
/// [--width=1440] [--height=900]`.
public final class ConsolePreview extends Application {
    private static final Source API = new Source(Source.Road.HTTP_API, "ci-deploy");

    private static final Map<String, ServiceStatus> STATES = states();

    private FakeServices services;
    private ConsoleWindow window;

    @Override
    public void start(Stage stage) throws Exception {
        var folder = Files.createTempDirectory("signalbox-preview");
        services = new FakeServices(folder);
        int count = Integer.parseInt(option("services", "7"));
        if (has("states")) {
            addStates();
        } else if (has("recovery")) {
            addInterrupted();
        } else if (has("plan") && count == 7) {
            addPlanned();
        } else if (has("plan")) {
            for (int i = 0; i < count; i++) {
                var needs =
                        i % 10 == 0 ? new String[0] : new String[] {"service-" + (i - i % 10), "service-" + (i - 1)};
                services.add("Group " + i / 20, "service-" + i, "serve --port " + (8000 + i), needs);
            }
        } else if (count == 7) {
            addDemo();
        } else {
            for (int i = 0; i < count; i++) {
                services.add("Group " + i / 20, "service-" + i, "serve --port " + (8000 + i));
            }
        }
        var model = services.model();
        var settings = new ConsoleSettings(
                Theme.valueOf(option("theme", "dark").toUpperCase(Locale.ROOT)),
                Double.parseDouble(option("width", "1440")),
                Double.parseDouble(option("height", "900")),
                ServiceTab.QUEUE,
                Set.of());
        var reloads = reloads(folder);
        services.shown().answering("reloads", () -> reloads).answering("logProblems", this::logProblems);
        if (has("recovery")) {
            services.shown().interrupted(interrupted());
        }
        window = new ConsoleWindow(
                stage,
                model,
                services.engine(),
                settings,
                new SettingsFile(folder.resolve("window.properties")),
                (ticker, actions, past) -> new InspectorPanel(model, ticker, actions, past));
        window.show();
        if (has("reload") || has("broken")) {
            reloads.tell(true);
        }
        if (has("states")) {
            showStates(model);
        } else if (has("plan") && count == 7) {
            Thread.ofVirtual().start(this::playPlanned);
        } else if (count == 7 && !has("recovery")) {
            Thread.ofVirtual().start(this::play);
        } else if (!has("recovery")) {
            model.services().forEach(service -> model.start(service.id()));
        }
    }

    private boolean has(String argument) {
        return getParameters().getUnnamed().contains(argument);
    }

    private Map<String, String> logProblems() {
        return has("states") ? Map.of("backend", "the disk is full (No space left on device)") : Map.of();
    }

    private FakeReloads reloads(Path folder) {
        return new FakeReloads(folder.resolve("signalbox.yaml")).write("""
                        name: demo
                        services:
                          backend: { shell: "uvicorn app:api --port 8000", port: 8000, env: { LEVEL: info, DB_PASSWORD: a } }
                          frontend: { shell: "vite preview", depends_on: [backend] }
                          coordinator: { shell: "coordinator --of backend", stop: { timeout: 5s } }
                          dashboard: { shell: "dashboard" }
                        """).write(has("broken") ? """
                        name: demo
                        services:
                          backend: { shel: "uvicorn app:api", port: 80000 }
                          frontend: { shell: "vite preview", depends_on: [backnd], stop: { timeout: soon } }
                        """ : """
                        name: demo
                        on_exit: stop
                        services:
                          backend: { shell: "uvicorn app:api --port 8080 --reload --log-config /srv/demo/conf/logging.yaml", port: 8080, env: { LEVEL: debug, DB_PASSWORD: b } }
                          frontend: { shell: "vite preview", depends_on: [backend], autostart: true }
                          coordinator: { shell: "coordinator --of backend", stop: { timeout: 8s } }
                          worker: { shell: "python -m worker", autostart: true }
                          reports: { shell: "python -m reports" }
                        """);
    }

    private void addDemo() {
        var short1 = new QueueSettings(QueueSettings.Policy.KEEP, Duration.ofSeconds(3), Duration.ofSeconds(2));
        services.add("Core", "backend", "uvicorn app:api --port 8000")
                .add("Core", "incentive_system", "python -m incentives", "backend")
                .add("Core", "network_coordinator", "coordinator", "backend")
                .add("Chain", "blockchain_node_1", "geth --config node1.toml")
                .add("Chain", "blockchain_node_2", "geth --config node2.toml", short1)
                .add("Web", "network_dashboard", "dashboard", "network_coordinator")
                .add("Web", "frontend", "vite preview", "backend");
    }

    private void addPlanned() {
        services.add("Core", "backend", "uvicorn app:api --port 8000", "blockchain_node_1", "blockchain_node_2")
                .add("Core", "incentive_system", "python -m incentives", "backend")
                .add("Core", "network_coordinator", "coordinator", "backend")
                .add("Chain", "blockchain_node_1", "geth --config node1.toml")
                .add("Chain", "blockchain_node_2", "geth --config node2.toml")
                .add("Web", "network_dashboard", "dashboard", "network_coordinator")
                .add("Web", "frontend", "vite preview", "backend");
    }

    /// Services that have run before, with work that a plan has to wait for.
    private void playPlanned() {
        for (var id : List.of(
                "blockchain_node_1",
                "blockchain_node_2",
                "backend",
                "network_coordinator",
                "frontend",
                "network_dashboard",
                "incentive_system")) {
            var node = id.startsWith("blockchain");
            services.driver(id).takes(Duration.ofMillis(node ? 2_500 : 900), Duration.ofMillis(node ? 480 : 160));
            await(id, OperationKind.START);
            await(id, OperationKind.STOP);
            await(id, OperationKind.START);
        }
        await("backend", OperationKind.RESTART);
        await("frontend", OperationKind.RESTART);
        services.driver("incentive_system")
                .crash(new ExitStatus(137), "ConnectionRefusedError: [Errno 111] backend:8000");
        services.queue().hold("network_coordinator");
        services.queue().submit("network_coordinator", OperationKind.RESTART, Source.OPERATOR);
        if (has("busy")) {
            services.driver("backend").hang();
            services.driver("frontend").hang();
            for (int i = 0; i < 5; i++) {
                services.queue().submit("backend", OperationKind.RESTART, i < 3 ? API : Source.OPERATOR);
            }
            services.queue().submit("frontend", OperationKind.RESTART, Source.OPERATOR);
            services.queue().submit("frontend", OperationKind.STOP, Source.OPERATOR);
        }
    }

    private void addStates() {
        for (var id : STATES.keySet()) {
            services.add(id.endsWith("job") ? "Jobs" : "Services", id, id + " --serve --port 8000");
        }
    }

    /// Services as an engine may find them that comes after one that was killed.
    private void addInterrupted() {
        services.add("Core", "backend", "uvicorn app:api --port 8000")
                .add("Core", "incentive_system", "python -m incentives")
                .add("Chain", "blockchain_node_1", "geth --config node1.toml")
                .add("Web", "frontend", "vite preview");
        await("frontend", OperationKind.STOP);
        for (var id : List.of("backend", "blockchain_node_1", "incentive_system")) {
            await(id, OperationKind.START);
        }
        services.driver("blockchain_node_1").failNextStop("pid 48213 survives");
        await("blockchain_node_1", OperationKind.STOP);
        services.driver("incentive_system").crash(new ExitStatus(0));
        services.queue().holdAll();
        services.add(FakeServices.define("Core", "network_coordinator", "coordinator")
                        .autostart(true)
                        .build())
                .add(FakeServices.define("Web", "network_dashboard", "dashboard", "frontend")
                        .autostart(true)
                        .build());
        services.driver("network_coordinator").hang();
        services.queue().resumeAll();
    }

    private static Interruption interrupted() {
        var at = Instant.now();
        var ran = List.of(InterruptedOperations.ran(
                new Operation(1_198, "network_coordinator", OperationKind.START, Source.OPERATOR, Map.of(), 0, at)));
        var waited = List.of(
                waited(1_199, "backend", OperationKind.RESTART, API, at),
                waited(1_200, "frontend", OperationKind.START, Source.OPERATOR, at),
                waited(1_201, "blockchain_node_1", OperationKind.STOP, Source.OPERATOR, at),
                waited(1_202, "incentive_system", OperationKind.START, API, at),
                waited(1_203, "network_dashboard", OperationKind.START, Source.OPERATOR, at),
                waited(1_204, "blockchain_node_3", OperationKind.START, Source.OPERATOR, at));
        return new Interruption(at, waited, ran);
    }

    private static RecordedOperation waited(long id, String service, OperationKind kind, Source source, Instant at) {
        return InterruptedOperations.waited(new Operation(id, service, kind, source, Map.of(), 0, at));
    }

    /// Every condition.
    private void showStates(OperationQueueModel model) {
        STATES.forEach((id, status) -> services.show(id, status));
    }

    private static Map<String, ServiceStatus> states() {
        var now = Instant.now();
        var lines = List.of("Traceback (most recent call last):", "ConnectionRefusedError: [Errno 111] backend:8000");
        var states = new LinkedHashMap<String, ServiceStatus>();
        var running = ServiceStatus.of(ServiceState.RUNNING, "").running(48213, now.minusSeconds(258), Health.READY);
        states.put("backend", running);
        states.put(
                "coordinator",
                ServiceStatus.of(ServiceState.RUNNING, "http 503 from /health, 12 attempts")
                        .running(48214, now.minusSeconds(3), Health.UNREADY));
        states.put(
                "dashboard",
                ServiceStatus.of(ServiceState.RUNNING, "3 of 3 tries failed: no answer from port 8080 within 1 s")
                        .running(48215, now.minusSeconds(3), Health.UNHEALTHY));
        states.put("starting", ServiceStatus.of(ServiceState.STARTING, "").running(48216, now, Health.UNREADY));
        states.put(
                "incentives",
                ServiceStatus.of(ServiceState.BACKOFF, "")
                        .ended(new ExitStatus(1), lines)
                        .with(new Recovery(3, now.plusSeconds(3_000), false)));
        states.put(
                "frontend",
                ServiceStatus.of(ServiceState.FAILED, "")
                        .ended(new ExitStatus(137), lines)
                        .with(new Recovery(5, null, true)));
        states.put(
                "node_2",
                ServiceStatus.of(
                                ServiceState.FAILED,
                                "port 8000 is held by service backend, pid 48213 (uvicorn app:api)")
                        .blockedBy("backend"));
        states.put("node_3", ServiceStatus.of(ServiceState.FAILED, "").ended(new ExitStatus(2), lines));
        states.put("node_4", ServiceStatus.of(ServiceState.UNKNOWN, "2 process trees have its cookie"));
        states.put("stopped", ServiceStatus.of(ServiceState.STOPPED, ""));
        states.put("migrate-job", ServiceStatus.of(ServiceState.STOPPED, "completed in 3.2 s, exit code 0"));
        return states;
    }

    /// A little of everything.
    private void play() {
        for (var id : services.queue().services()) {
            await(id, OperationKind.START);
        }
        services.driver("incentive_system")
                .crash(
                        new ExitStatus(137),
                        "Traceback (most recent call last):",
                        "ConnectionRefusedError: [Errno 111] backend:8000");
        await("blockchain_node_1", OperationKind.RESTART);
        services.driver("network_dashboard").failNextStart("port 8080 is held by nginx (pid 812)");
        await("network_dashboard", OperationKind.RESTART);
        services.queue().hold("network_coordinator");
        services.queue().submit("network_coordinator", OperationKind.RESTART, Source.OPERATOR);
        services.driver("blockchain_node_2").hangDeaf();
        services.queue().submit("blockchain_node_2", OperationKind.STOP, API);
        services.queue().submit("blockchain_node_2", OperationKind.START, Source.OPERATOR);
        services.driver("backend").takes(Duration.ofSeconds(24), Duration.ofMillis(200));
        services.driver("frontend").takes(Duration.ofSeconds(60), Duration.ofMillis(200));
        for (int i = 0; i < 8; i++) {
            services.queue().submit("backend", OperationKind.RESTART, i < 3 ? API : Source.OPERATOR);
        }
        services.queue().submit("frontend", OperationKind.RESTART, Source.OPERATOR);
        services.queue().submit("frontend", OperationKind.STOP, Source.OPERATOR);
    }

    private void await(String id, OperationKind kind) {
        try {
            var answer = services.queue()
                    .submit(id, kind, Source.OPERATOR)
                    .toCompletableFuture()
                    .get(5, TimeUnit.SECONDS);
            if (answer instanceof Submission.Accepted(var ticket)) {
                ticket.outcome().toCompletableFuture().get(30, TimeUnit.SECONDS);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private String option(String name, String otherwise) {
        return getParameters().getNamed().getOrDefault(name, otherwise);
    }

    @Override
    public void stop() {
        window.close();
        services.close();
    }

    public static void main(String[] args) {
        launch(args);
    }
}
