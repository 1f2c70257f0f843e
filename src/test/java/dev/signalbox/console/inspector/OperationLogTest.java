package dev.signalbox.console.inspector;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.ApiBench;
import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.commands.Commands;
import dev.signalbox.console.commands.Notices;
import dev.signalbox.console.fx.FxTest;
import dev.signalbox.console.history.HistoryActions;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceFilter;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.console.model.ServiceTab;
import dev.signalbox.console.model.Ticker;
import dev.signalbox.console.window.FakeHistory;
import dev.signalbox.engine.Engine;
import dev.signalbox.engine.local.TestEngine;
import dev.signalbox.engine.remote.RemoteEngine;
import dev.signalbox.log.LogFiles;
import dev.signalbox.log.LogNotes;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Submission;
import dev.signalbox.service.FakeDriver;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.time.SystemTime;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The log of an operation in a window, wherever its engine runs")
class OperationLogTest extends FxTest {
    @TempDir
    private Path folder;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private LogFiles files;
    private Engine engine;
    private OperationQueueModel model;
    private InspectorPanel panel;

    enum Place {
        HERE,
        ELSEWHERE
    }

    @BeforeEach
    void nameFiles() {
        files = LogFiles.in(folder, "talker");
    }

    @AfterEach
    void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private <T extends AutoCloseable> T closedLater(T part) {
        open.push(part);
        return part;
    }

    private void open(Place place) throws Exception {
        engine = switch (place) {
            case HERE -> here();
            case ELSEWHERE -> elsewhere();
        };
        await().until(() -> engine.find("talker") != null);
        panel = fx(this::shown);
    }

    private Engine here() {
        return closedLater(new TestEngine(folder))
                .add(definition("talker"), new FakeDriver().logTo(files))
                .add(definition("idle"))
                .engine();
    }

    private ServiceDefinition definition(String id) {
        return ServiceDefinition.builder(id, new Command.Argv(List.of("run", id)), folder)
                .build();
    }

    private Engine elsewhere() throws Exception {
        var bench = closedLater(new ApiBench(folder));
        bench.add("talker", new FakeDriver().logTo(files));
        var time = closedLater(new SystemTime());
        return closedLater(RemoteEngine.connect(URI.create(bench.address), bench.operator, null, time));
    }

    private InspectorPanel shown() {
        model = closedLater(new OperationQueueModel(engine));
        var commands = new Commands(model, stage, new Notices(stage));
        var fresh = new InspectorPanel(
                model,
                new Ticker(model),
                new Actions(model, commands, new ServiceFilter()),
                new HistoryActions(model, commands, new FakeHistory()));
        stage.setScene(new Scene(fresh.root(), WIDTH, HEIGHT));
        stage.show();
        fresh.show(service("talker"));
        return fresh;
    }

    private ServiceModel service(String id) {
        return model.services().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Operation start() throws Exception {
        var answer = engine.as(Source.OPERATOR)
                .submit("talker", OperationKind.START, Map.of())
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        return ((Submission.Accepted) answer).ticket().operation();
    }

    private void mark(Operation operation) {
        try (var notes = new LogNotes(InstantSource.system())) {
            notes.mark(files, operation.mark());
        }
    }

    private String text(String query) {
        return lookup(query).<Labeled>query().getText();
    }

    @ParameterizedTest
    @EnumSource
    void beginsWhereTheOperationWasMarked_andGoesOn(Place place) throws Exception {
        open(place);
        Files.writeString(files.out(), "before\n");
        var operation = start();
        mark(operation);
        Files.writeString(files.out(), "one\n", StandardOpenOption.APPEND);

        interact(() -> panel.showLog(operation));

        await().until(() -> text("#logFooter").startsWith("2 lines · "));
        Files.writeString(files.out(), "two\n", StandardOpenOption.APPEND);
        await().until(() -> text("#logFooter").startsWith("3 lines · "));
        assertThat(text("#logMessage")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void thatIsLongerThanTheView_isSaidToBeCutShort(Place place) throws Exception {
        open(place);
        var operation = start();
        mark(operation);
        Files.writeString(files.out(), "line\n".repeat(LogFollower.LIMIT));

        interact(() -> panel.showLog(operation));

        await().until(() -> text("#logFooter").equals("5,000 lines from start #1 on; Follow goes to the end"));
    }

    @ParameterizedTest
    @EnumSource
    void thatIsNotKept_isSaidNotToBe(Place place) throws Exception {
        open(place);
        Files.writeString(files.out(), "another run\n");
        var operation = start();

        interact(() -> panel.showLog(operation));

        await().until(() -> text("#logMessage")
                .equals("The log of start #1 is not kept any more, or it did nothing to the service."));
    }

    @ParameterizedTest
    @EnumSource
    void ofAServiceWhoseOutputIsNowhere_saysSo(Place place) throws Exception {
        open(place);

        interact(() -> {
            panel.show(service("idle"));
            panel.showTab(ServiceTab.LOGS);
        });

        await().until(() -> text("#logMessage").equals("The log cannot be read: the output of idle is not kept here"));
    }
}
