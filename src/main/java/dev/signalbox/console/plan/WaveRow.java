package dev.signalbox.console.plan;

import dev.signalbox.console.plan.Picture.Chip;
import dev.signalbox.console.plan.Picture.Wave;
import dev.signalbox.operation.OperationKind;
import java.util.List;
import java.util.Objects;
import javafx.css.PseudoClass;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/// One wave of a plan: its number, its services, its time.
final class WaveRow extends HBox {
    private static final double CHIPS_WIDTH = 470;
    private static final PseudoClass SKIPPED = PseudoClass.getPseudoClass("skipped");

    private final Label number = new Label();
    private final FlowPane chips = new FlowPane();
    private final TimeLane lane = new TimeLane();
    private List<Chip> shownChips = List.of();
    private @Nullable Wave shown;
    private @Nullable TimeScale shownScale;

    WaveRow() {
        getStyleClass().add("wave");
        number.getStyleClass().add("wave-number");
        chips.getStyleClass().add("wave-chips");
        // Of one width always, so that the row's height is known before it has been laid out.
        chips.setMinWidth(CHIPS_WIDTH);
        chips.setPrefWidth(CHIPS_WIDTH);
        chips.setMaxWidth(CHIPS_WIDTH);
        chips.setPrefWrapLength(CHIPS_WIDTH);
        getChildren().addAll(number, chips, lane);
    }

    void show(Wave wave, TimeScale scale, OperationKind kind) {
        if (wave.equals(shown) && scale.equals(shownScale)) {
            return;
        }
        number.setText(wave.number().isEmpty() ? "–" : wave.number());
        showChips(wave.chips());
        lane.show(wave.lane(), scale, kind);
        shown = wave;
        shownScale = scale;
    }

    private void showChips(List<Chip> next) {
        var nodes = chips.getChildren();
        while (nodes.size() < next.size()) {
            nodes.add(chip());
        }
        nodes.remove(next.size(), nodes.size());
        for (int i = 0; i < next.size(); i++) {
            if (i >= shownChips.size() || !Objects.equals(shownChips.get(i), next.get(i))) {
                render((Label) nodes.get(i), next.get(i));
            }
        }
        shownChips = next;
    }

    private static Label chip() {
        var chip = new Label();
        chip.getStyleClass().add("plan-chip");
        chip.setContentDisplay(ContentDisplay.RIGHT);
        chip.setMaxWidth(CHIPS_WIDTH);
        return chip;
    }

    private static void render(Label label, Chip chip) {
        label.setText(chip.service());
        label.pseudoClassStateChanged(SKIPPED, chip.skipped());
        var note = new Label(chip.note());
        note.setMinWidth(USE_PREF_SIZE);
        label.setGraphic(chip.note().isEmpty() ? null : note);
        label.setTooltip(chip.tip().isEmpty() ? null : wide(new Tooltip(chip.tip())));
    }

    private static Tooltip wide(Tooltip tooltip) {
        tooltip.setMaxWidth(CHIPS_WIDTH);
        tooltip.setWrapText(true);
        return tooltip;
    }
}
