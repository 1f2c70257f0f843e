package dev.signalbox.console.window;

import dev.signalbox.console.fx.FxThread;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.Ticker;
import dev.signalbox.engine.Engine;
import dev.signalbox.engine.Place;
import dev.signalbox.text.PlainText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;

/// The bottom of the window: where state lives or how the engine is reached, how much the journal knows or why it
/// cannot be written, what is wrong with the logs, how much memory the console takes.
final class StatusBarView implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final long MEGA = 1_000_000;

    private static final PseudoClass DOWN = PseudoClass.getPseudoClass("down");

    private final Engine engine;
    private final OperationQueueModel model;
    private final Ticker ticker;
    private final Runnable history;
    private volatile boolean closed;

    @FXML
    private Label state;

    @FXML
    private Label connection;

    @FXML
    private Label journal;

    @FXML
    private Label logs;

    @FXML
    private Label memory;

    /// @param history opens the history of all services
    StatusBarView(Engine engine, OperationQueueModel model, Ticker ticker, Runnable history) {
        this.history = history;
        this.engine = engine;
        this.model = model;
        this.ticker = ticker;
    }

    @FXML
    void initialize() {
        for (var label : List.of(state, connection)) {
            label.managedProperty().bind(label.visibleProperty());
        }
        switch (engine.place()) {
            case Place.Here(var file, var stateFolder) -> {
                connection.setVisible(false);
                state.setText(PlainText.line(stateFolder.toString()));
                state.setTooltip(new Tooltip(Texts.of("status.state", stateFolder, file)));
            }
            case Place.Elsewhere _ -> {
                state.setVisible(false);
                connection.setTooltip(new Tooltip(Texts.of("status.connection.help")));
                model.connectionProperty().subscribe(this::showConnection);
                ticker.onTick(this::showConnection);
                showConnection();
            }
        }
        journal.setOnMouseClicked(_ -> history.run());
        journal.setTooltip(new Tooltip(Texts.of("status.journal.help")));
        logs.setTooltip(new Tooltip());
        logs.managedProperty().bind(logs.visibleProperty());
        logs.setVisible(false);
        measure();
    }

    private void showConnection() {
        var now = model.connectionProperty().get();
        connection.setText(ConnectionWords.brief(now, model.time().now()));
        connection.pseudoClassStateChanged(DOWN, !now.isUp());
    }

    private void measure() {
        if (!closed) {
            long bytes = residentBytes();
            var problems = engine.logProblems();
            var journalProblem = engine.journalProblem();
            FxThread.run(() -> show(bytes, problems, journalProblem));
            model.time().schedule(EVERY, this::measure);
        }
    }

    private void show(long bytes, Map<String, String> problems, @Nullable String journalProblem) {
        memory.setText(Texts.of("status.memory", bytes / MEGA));
        journal.setText(
                journalProblem == null
                        ? Texts.of("status.journal", engine.recorded())
                        : Texts.of("status.journal.down", journalProblem));
        journal.pseudoClassStateChanged(DOWN, journalProblem != null);
        logs.setVisible(!problems.isEmpty());
        if (!problems.isEmpty()) {
            logs.setText(LogProblems.line(problems));
            logs.getTooltip().setText(LogProblems.all(problems));
        }
    }

    /// What the whole process takes, as its operating system counts; of the heap alone where that cannot be read.
    private static long residentBytes() {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(RESIDENT))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseGet(StatusBarView::heapBytes);
        } catch (IOException e) {
            return heapBytes();
        }
    }

    private static long heapBytes() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Override
    public void close() {
        closed = true;
    }
}
