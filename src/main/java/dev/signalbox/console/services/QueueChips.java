package dev.signalbox.console.services;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.console.model.Askers;
import dev.signalbox.console.model.HoldWords;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.console.model.ServiceTab;
import dev.signalbox.console.model.Waits;
import dev.signalbox.operation.QueueSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// What waits for a service, next first: as many chips as fit, at most four, then how many more there are.
final class QueueChips extends Region {
    private static final int MOST = 4;
    private static final double GAP = 4;
    private static final PseudoClass NEXT = PseudoClass.getPseudoClass("next");

    private final RowContext context;
    private final Label none = new Label();
    private final Label held = new Label(Texts.of("services.queue.held"));
    private final List<Label> chips = new ArrayList<>();
    private final Button more = new Button();
    private @Nullable ServiceModel service;
    private List<QueueSnapshot.Waiting> waiting = List.of();

    QueueChips(RowContext context) {
        this.context = context;
        getStyleClass().add("queue-chips");
        none.getStyleClass().add("second-line");
        var pause = new Region();
        pause.getStyleClass().add("pause-glyph");
        held.setGraphic(pause);
        held.getStyleClass().add("held-chip");
        more.getStyleClass().setAll("more-chip");
        more.setOnAction(_ -> openQueue());
        more.setOnMouseClicked(javafx.event.Event::consume);
        getChildren().addAll(none, held);
        for (int i = 0; i < MOST; i++) {
            getChildren().add(chip(i));
        }
        getChildren().add(more);
        LazyTooltip.install(held, this::heldBy);
        LazyTooltip.install(more, () -> Texts.of("services.more.tip"));
    }

    private Label chip(int position) {
        var number = new Label(String.valueOf(position + 1));
        number.getStyleClass().add("chip-number");
        var chip = new Label();
        chip.setGraphic(number);
        chip.getStyleClass().add("chip");
        chip.pseudoClassStateChanged(NEXT, position == 0);
        LazyTooltip.install(chip, () -> describe(position));
        chips.add(chip);
        return chip;
    }

    void show(ServiceModel shown) {
        service = shown;
        waiting = shown.queue().waiting();
        held.setVisible(shown.queue().isHeld());
        none.setVisible(waiting.isEmpty() && !held.isVisible());
        none.setText(Texts.of(shown.connection().isUp() ? "services.queue.empty" : "services.unknown"));
        for (int i = 0; i < Math.min(MOST, waiting.size()); i++) {
            chips.get(i).setText(waiting.get(i).operation().verb());
        }
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        place(none, 0);
        double x = held.isVisible() ? place(held, 0) + GAP : 0;
        int fit = fitting(getWidth() - x);
        for (int i = 0; i < MOST; i++) {
            chips.get(i).setVisible(i < fit);
            if (i < fit) {
                x += place(chips.get(i), x) + GAP;
            }
        }
        more.setVisible(fit < waiting.size());
        if (more.isVisible()) {
            place(more, x);
        }
    }

    /// How many chips fit into `room`; where not all do, the rest of them is counted in [#more].
    private int fitting(double room) {
        int fit = Math.min(MOST, waiting.size());
        while (fit > 0) {
            double needed = fit * GAP;
            for (var chip : chips.subList(0, fit)) {
                needed += chip.prefWidth(-1);
            }
            if (fit < waiting.size()) {
                more.setText("+" + (waiting.size() - fit));
                needed += more.prefWidth(-1);
            } else {
                needed -= GAP;
            }
            if (needed <= room) {
                return fit;
            }
            fit--;
        }
        more.setText("+" + waiting.size());
        return 0;
    }

    private double place(Node node, double x) {
        double width = snapSizeX(node.prefWidth(-1));
        double height = snapSizeY(node.prefHeight(-1));
        node.resizeRelocate(x, snapPositionY((getHeight() - height) / 2), width, height);
        return width;
    }

    private String heldBy() {
        return service == null ? "" : HoldWords.describe(service, context.time().now());
    }

    private void openQueue() {
        if (service != null) {
            context.opener().open(service, ServiceTab.QUEUE);
        }
    }

    private String describe(int position) {
        if (position >= waiting.size()) {
            return "";
        }
        var entry = waiting.get(position);
        return Texts.of(
                "services.chip.tip",
                entry.operation().label(),
                Askers.withWhy(entry),
                Times.compact(Duration.ofNanos(context.time().nanoTime() - entry.acceptedNanos())),
                Waits.of(entry, context.time().now()));
    }

    @Override
    protected double computePrefWidth(double height) {
        return 0;
    }

    @Override
    protected double computePrefHeight(double width) {
        return chips.getFirst().prefHeight(-1);
    }
}
