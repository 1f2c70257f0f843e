package dev.signalbox.console.window;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.Condition;
import dev.signalbox.console.model.ServiceFilter;
import dev.signalbox.console.model.Totals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// How many services are in each condition; a click on a count shows those services alone. Where there is no room
/// for all, those that nobody has to look at are counted in a menu at the end.
final class ConditionCounts extends Region {
    private static final double GAP = 4;

    private record Count(Condition condition, ToggleButton button, Label number) {}

    private final ServiceFilter filter;
    private final Map<Condition, Count> counts = new EnumMap<>(Condition.class);
    private final MenuButton more = new MenuButton();
    private List<Count> shown = List.of();

    ConditionCounts(ServiceFilter filter) {
        this.filter = filter;
        for (var condition : Condition.values()) {
            var count = count(condition);
            counts.put(condition, count);
            getChildren().add(count.button());
        }
        more.getStyleClass().add("more-counts");
        more.setVisible(false);
        getChildren().add(more);
        setMinWidth(0);
    }

    private Count count(Condition condition) {
        var number = new Label();
        number.getStyleClass().add("strong");
        var button = new ToggleButton(
                condition.word().toLowerCase(Locale.ROOT),
                graphic(condition.glyph().node(), number));
        button.getStyleClass().setAll("state-count");
        button.setVisible(false);
        button.setOnAction(_ -> toggle(condition));
        return new Count(condition, button, number);
    }

    private static HBox graphic(Node glyph, Label number) {
        var graphic = new HBox(glyph, number);
        graphic.getStyleClass().add("count-graphic");
        return graphic;
    }

    private void toggle(Condition condition) {
        var now = filter.conditionProperty().get();
        filter.conditionProperty().set(now == condition ? null : condition);
    }

    /// @param filtered the condition that filters; it stays, so that the operator can end it there
    void show(Totals totals, @Nullable Condition filtered) {
        shown = counts.values().stream()
                .filter(count -> totals.in(count.condition()) > 0 || count.condition() == filtered)
                .toList();
        counts.values().forEach(count -> {
            count.button().setSelected(count.condition() == filtered);
            count.number().setText(String.valueOf(totals.in(count.condition())));
        });
        more.setText(Texts.of("summary.more", shown.size()));
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        var fitting = fitting(getWidth());
        double x = 0;
        for (var count : counts.values()) {
            var fits = fitting.contains(count);
            count.button().setVisible(fits);
            if (fits) {
                x += place(count.button(), x) + GAP;
            }
        }
        var rest = shown.stream().filter(count -> !fitting.contains(count)).toList();
        more.setVisible(!rest.isEmpty());
        if (!rest.isEmpty()) {
            more.setText(Texts.of("summary.more", rest.size()));
            more.getItems().setAll(rest.stream().map(this::item).toList());
            place(more, x);
        }
    }

    private MenuItem item(Count count) {
        var words = count.number().getText() + " " + count.button().getText();
        var item = new MenuItem(words, count.condition().glyph().node());
        item.setOnAction(_ -> toggle(count.condition()));
        return item;
    }

    /// What is wanted most goes last.
    private List<Count> fitting(double room) {
        var fitting = new ArrayList<>(shown);
        var leaving = new ArrayList<>(shown.reversed());
        leaving.sort(Comparator.comparing(ConditionCounts::isWanted));
        for (var next : leaving) {
            var whole = fitting.size() == shown.size();
            if (width(fitting) + (whole ? 0 : GAP + snapSizeX(more.prefWidth(-1))) <= room) {
                break;
            }
            fitting.remove(next);
        }
        return fitting;
    }

    private static boolean isWanted(Count count) {
        var tone = count.condition().glyph().tone();
        return count.condition() == Condition.RUNNING || tone.equals("fail") || tone.equals("held");
    }

    private double width(List<Count> some) {
        return some.stream()
                        .mapToDouble(count -> snapSizeX(count.button().prefWidth(-1)) + GAP)
                        .sum()
                - GAP;
    }

    private double place(Node node, double x) {
        double width = snapSizeX(node.prefWidth(-1));
        double height = snapSizeY(node.prefHeight(-1));
        node.resizeRelocate(x, snapPositionY((getHeight() - height) / 2), width, height);
        return width;
    }

    @Override
    protected double computePrefWidth(double height) {
        return Math.max(0, width(shown));
    }

    @Override
    protected double computePrefHeight(double width) {
        return counts.values().iterator().next().button().prefHeight(-1);
    }
}
