package dev.signalbox.console.window;

import dev.signalbox.api.ApiBench;
import dev.signalbox.engine.Connection;
import dev.signalbox.engine.Engine;
import dev.signalbox.engine.remote.RemoteEngine;
import dev.signalbox.journal.InterruptedOperations;
import dev.signalbox.journal.Interruption;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source;
import dev.signalbox.time.SystemTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;

/// A window on an engine behind a true API, of which the engine before has crashed.
abstract class RemoteRecoveryFixture extends ConsoleTest {
    static final Instant CRASH = Instant.parse("2026-01-01T12:00:00Z");

    ApiBench bench;
    RemoteEngine remote;
    FarEngine far;

    /// What the window shows to the engine.
    abstract String token();

    @Override
    void arrange() {
        try {
            bench = new ApiBench(folder);
            cutOff(bench, CRASH);
            remote = connect(token());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Lets it be told of an end at that time.
    static void cutOff(ApiBench bench, Instant at) {
        bench.interruption = new Interruption(
                at,
                List.of(
                        waited(91, "backend", OperationKind.START, 91),
                        waited(92, "frontend", OperationKind.START, 91),
                        waited(93, "idle", OperationKind.RESTART, 0),
                        waited(94, "gone", OperationKind.START, 0)),
                List.of());
    }

    private static RecordedOperation waited(long id, String service, OperationKind kind, long plan) {
        var source = new Source(Source.Road.COMMAND_LINE, "root");
        return InterruptedOperations.waited(new Operation(id, service, kind, source, Map.of(), plan, CRASH));
    }

    RemoteEngine connect(String token) throws IOException {
        try {
            return RemoteEngine.connect(URI.create(bench.address), token, null, new SystemTime());
        } catch (InterruptedException e) {
            return Assertions.fail(e);
        }
    }

    @Override
    Engine engine() {
        far = new FarEngine(remote);
        return far.client();
    }

    @AfterEach
    void closeEngine() {
        remote.close();
        bench.close();
    }

    /// Loses the connection and gets it again.
    void reconnect() {
        far.lose("nobody listens there", Duration.ofHours(1));
        until(() -> !model.connectionProperty().get().isUp());
        far.connect(new Connection.Connected(FarEngine.HOST, Duration.ofMillis(12)));
        until(() -> model.connectionProperty().get().isUp());
    }

    /// The same, and waits until the window has been answered whether something is to be told.
    void reconnectAndListen() {
        var before = far.cutOffs().size();
        reconnect();
        until(() -> far.cutOffs().size() > before && far.cutOffs().stream().allMatch(CompletableFuture::isDone));
        settle();
    }

    void awaitDialog() {
        until(this::isOpen);
        settle();
    }

    boolean isOpen() {
        return lookup("#recoveryDialog").tryQuery().isPresent();
    }

    String text(String query) {
        return lookup(query).<Labeled>query().getText();
    }

    List<String> column(String style) {
        return from(lookup("#recoveryList")).lookup(style).queryAllAs(Labeled.class).stream()
                .sorted(Comparator.comparingDouble(
                        (Node cell) -> cell.localToScene(0, 0).getY()))
                .map(Labeled::getText)
                .toList();
    }

    boolean isNoticed(String words) {
        return lookup(".notification-bar .label").queryAllAs(Label.class).stream()
                .anyMatch(shown -> shown.getText().contains(words));
    }

    /// Whether the engine tells of an end.
    boolean isTold() throws Exception {
        return !bench.get("/interruption").json().path("at").isNull();
    }

    /// What was submitted there, oldest first.
    List<String> submitted() throws Exception {
        return bench.get("/operations").json().values().stream()
                .map(operation -> operation.path("kind").asString() + " "
                        + operation.path("service").asString() + " by "
                        + operation.at("/source/actor").asString())
                .toList()
                .reversed();
    }
}
