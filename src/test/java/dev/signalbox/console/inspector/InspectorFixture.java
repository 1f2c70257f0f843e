package dev.signalbox.console.inspector;

import static dev.signalbox.Waiting.await;

import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.commands.Commands;
import dev.signalbox.console.commands.Notices;
import dev.signalbox.console.fx.Fonts;
import dev.signalbox.console.fx.ModalLayer;
import dev.signalbox.console.fx.Theme;
import dev.signalbox.console.history.HistoryActions;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceFilter;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.console.model.Ticker;
import dev.signalbox.console.window.FakeHistory;
import dev.signalbox.engine.local.TestEngine;
import dev.signalbox.log.LogFiles;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.Origin;
import dev.signalbox.operation.QueueSettings;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Submission;
import dev.signalbox.service.FakeDriver;
import dev.signalbox.service.Probe;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.Dependency;
import dev.signalbox.service.ServiceDefinition.EnvValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javafx.scene.Scene;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/// An inspector over a true queue with two services whose drivers are fakes, shown in a window.
final class InspectorFixture implements AutoCloseable {
    static final Source CI = new Source(Source.Road.HTTP_API, "ci-deploy");

    final FakeDriver driver = new FakeDriver();
    final FakeHistory history = new FakeHistory();
    final Path folder;
    final LogFiles log;
    final OperationQueueModel model;
    final ServiceModel backend;
    final ServiceModel frontend;
    final InspectorPanel panel;
    private ModalLayer layer = new ModalLayer();
    private final TestEngine test;
    final OperationQueue queue;

    /// FX thread.
    InspectorFixture(Stage stage, Theme theme) {
        Fonts.load();
        try {
            folder = Files.createTempDirectory("inspector");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        log = LogFiles.in(folder, "backend");
        driver.logTo(log);
        test = new TestEngine(folder)
                .withReadyServices()
                .startingNothing()
                .add(definition("backend", "blockchain_node_1", "blockchain_node_2"), driver)
                .add(definition("frontend"), new FakeDriver());
        queue = test.queue();
        queue.idsFrom(1198);
        model = new OperationQueueModel(test.engine());
        backend = model.services().get(0);
        frontend = model.services().get(1);
        panel = panel(stage);
        var window = new BorderPane();
        window.setRight(panel.root());
        var root = new StackPane(window);
        layer.covers(root, window);
        var scene = new Scene(root, 1000, 720);
        theme.applyTo(scene);
        stage.setScene(scene);
        panel.show(backend);
        stage.show();
    }

    /// Another panel on the same services. FX thread.
    InspectorPanel panel(Stage stage) {
        var commands = new Commands(model, stage, new Notices(stage));
        layer = commands.plans().layer();
        var past = new HistoryActions(model, commands, history);
        return new InspectorPanel(model, new Ticker(model), new Actions(model, commands, new ServiceFilter()), past);
    }

    private static ServiceDefinition definition(String id, String... needs) {
        return ServiceDefinition.builder(
                        id, new Command.Argv(List.of("uvicorn", "app:api", "--port", "8000")), Path.of("/srv/demo"))
                .group("Core")
                .ports(List.of(8000))
                .autostart(true)
                .env(Map.of("LOG_LEVEL", new EnvValue("info", false), "DB_PASSWORD", new EnvValue("hunter2", true)))
                .dependsOn(List.of(needs).stream()
                        .map(need -> new Dependency(need, Dependency.Condition.READY))
                        .toList())
                .ready(new Probe(
                        new Probe.Check.Http(URI.create("http://127.0.0.1:8000/health"), 200, null),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(15),
                        1,
                        Duration.ZERO))
                .queue(new QueueSettings(QueueSettings.Policy.KEEP, Duration.ofSeconds(15), Duration.ofMillis(50)))
                .build();
    }

    /// Queues an operation on the backend and waits until it is accepted.
    long submit(OperationKind kind, Source source) {
        return submit(kind, Origin.of(source));
    }

    /// The same for one who says why.
    long submit(OperationKind kind, Origin origin) {
        var answer = queue.submit("backend", kind, origin, Map.of())
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        return ((Submission.Accepted) answer).ticket().operation().id();
    }

    /// A restart that hangs, with `waiting` restarts behind it.
    void hang(int waiting) {
        submit(OperationKind.START, Source.OPERATOR);
        await().until(() -> driver.instances() == 1);
        driver.hang();
        submit(OperationKind.RESTART, CI);
        await().until(() -> queue.snapshot("backend").active() != null);
        for (int i = 0; i < waiting; i++) {
            submit(OperationKind.RESTART, i % 2 == 0 ? CI : Source.OPERATOR);
        }
    }

    /// The ids of what waits on the backend, next first.
    List<Long> waiting() {
        return queue.snapshot("backend").waiting().stream()
                .map(waiting -> waiting.operation().id())
                .toList();
    }

    boolean queueIs(Predicate<QueueSnapshot> condition) {
        return condition.test(queue.snapshot("backend"));
    }

    @Override
    public void close() {
        model.close();
        test.close();
    }
}
