package dev.signalbox.console.inspector;

import dev.signalbox.console.commands.Commands;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.operation.QueueSnapshot.Waiting;
import dev.signalbox.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.ScrollEvent;
import org.jspecify.annotations.Nullable;

/// What waits, next first. Rows are moved by dragging, by their buttons, or by Alt and an arrow; Delete calls the
/// selected one off.
final class WaitingList extends ListView<Waiting> {
    static final double ROW = 40;
    private static final double BORDERS = 2;
    private static final int ROWS_AT_LEAST = 4;

    private final Commands commands;
    private final Runnable stopNow;
    private @Nullable ServiceModel service;
    private final List<WaitingCell> cells = new ArrayList<>();
    private List<Waiting> newest = List.of();
    private boolean dragging;

    /// @param stopNow stops the service whose queue is shown before anything else
    WaitingList(TimeSource time, Commands commands, Runnable stopNow) {
        this.commands = commands;
        this.stopNow = stopNow;
        setId("waiting");
        getStyleClass().add("waiting-list");
        setFixedCellSize(ROW);
        setCellFactory(_ -> {
            var cell = new WaitingCell(this, time);
            cells.add(cell);
            return cell;
        });
        managedProperty().bind(visibleProperty());
        addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        addEventFilter(ScrollEvent.ANY, event -> {
            if (dragging) {
                event.consume();
            }
        });
    }

    /// Whose queue it is from now on; `null` for nobody's.
    void of(@Nullable ServiceModel shown) {
        service = shown;
    }

    void show(List<Waiting> waiting) {
        newest = waiting;
        if (!dragging && !waiting.equals(getItems())) {
            var selected = getSelectionModel().getSelectedItem();
            getItems().setAll(waiting);
            var height = waiting.size() * ROW + BORDERS;
            setMinHeight(Math.min(height, ROWS_AT_LEAST * ROW + BORDERS));
            setPrefHeight(height);
            setMaxHeight(height);
            if (selected != null) {
                reselect(selected.operation().id());
            }
        }
    }

    /// Moves the clocks on.
    void tick() {
        cells.forEach(WaitingCell::tick);
    }

    /// Rows are replaced as their reasons change, but the operator has selected an operation.
    private void reselect(long operation) {
        IntStream.range(0, newest.size())
                .filter(row -> newest.get(row).operation().id() == operation)
                .findFirst()
                .ifPresentOrElse(
                        row -> {
                            getSelectionModel().select(row);
                            getFocusModel().focus(row);
                        },
                        getSelectionModel()::clearSelection);
    }

    private void pressed(KeyEvent event) {
        var row = getSelectionModel().getSelectedIndex();
        if (row < 0) {
            return;
        }
        switch (event.getCode()) {
            case UP, DOWN -> {
                if (event.isAltDown()) {
                    move(row, row + (event.getCode() == KeyCode.UP ? -1 : 1));
                    event.consume();
                }
            }
            case DELETE -> {
                cancel(getItems().get(row));
                event.consume();
            }
            default -> {}
        }
    }

    /// Moves the operation of row `from` so that it becomes row `to`; beyond an end of the list it stays where it
    /// is.
    void move(int from, int to) {
        var items = getItems();
        if (to >= 0 && to < items.size() && to != from && Reorder.isMovable(items.get(from))) {
            getSelectionModel().select(from);
            if (service != null) {
                var position = Reorder.position(items, from, to, newest);
                commands.move(service, items.get(from).operation(), position);
            }
        }
    }

    void cancel(Waiting waiting) {
        if (service != null) {
            commands.cancelQueued(service, waiting.operation());
        }
    }

    void stopNow() {
        stopNow.run();
    }

    // --- dragging ---

    void beginDrag() {
        dragging = true;
    }

    /// Makes room: the rows between the two close up.
    void drag(int from, int to) {
        for (var cell : cells) {
            var row = cell.getIndex();
            if (row != from) {
                var up = row > from && row <= to;
                var down = row < from && row >= to;
                cell.setTranslateY(up ? -ROW : down ? ROW : 0);
            }
        }
    }

    void endDrag(int from, int to) {
        if (dragging) {
            stopDrag();
            move(from, to);
            show(newest);
        }
    }

    /// The rows of another service come: what was being dragged stays where it was.
    void stopDrag() {
        dragging = false;
        cells.forEach(cell -> cell.setTranslateY(0));
    }
}
