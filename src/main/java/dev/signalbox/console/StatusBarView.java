package dev.signalbox.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;

/// The bottom of the window: where state lives, how much the journal knows, how much memory the console takes.
final class StatusBarView implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final long MEGA = 1_000_000;

    private final ConsoleInfo info;
    private final OperationQueueModel model;
    private volatile boolean closed;

    @FXML
    private Label state;

    @FXML
    private Label journal;

    @FXML
    private Label memory;

    StatusBarView(ConsoleInfo info, OperationQueueModel model) {
        this.info = info;
        this.model = model;
    }

    @FXML
    void initialize() {
        state.setText(info.stateFolder().toString());
        state.setTooltip(new Tooltip(Texts.of("status.state", info.stateFolder(), info.file())));
        measure();
    }

    private void measure() {
        if (!closed) {
            long bytes = residentBytes();
            FxThread.run(() -> show(bytes));
            model.time().schedule(EVERY, this::measure);
        }
    }

    private void show(long bytes) {
        memory.setText(Texts.of("status.memory", bytes / MEGA));
        journal.setText(Texts.of("status.journal", info.journalled().getAsLong()));
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
