package dev.signalbox.console.history;

import dev.signalbox.console.fx.FxThread;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.journal.HistoryFilter;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source.Road;
import dev.signalbox.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import javafx.beans.Observable;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.DatePicker;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.util.StringConverter;
import org.controlsfx.control.CheckComboBox;
import org.controlsfx.control.textfield.CustomTextField;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// Which operations are shown: the choices of the operator as a [HistoryFilter]. FX thread.
final class HistoryFilterBar {
    private static final Duration TYPING = Duration.ofMillis(250);
    static final List<String> OUTCOMES =
            List.of("succeeded", "failed", "timed_out", "cancelled", "coalesced", "running", "waiting");

    /// Spans of time to choose from.
    enum Span {
        ANY(null),
        HOUR(Duration.ofHours(1)),
        DAY(Duration.ofDays(1)),
        WEEK(Duration.ofDays(7)),
        MONTH(Duration.ofDays(30)),
        /// From one day to another.
        DAYS(null);

        private final @Nullable Duration back;

        Span(@Nullable Duration back) {
            this.back = back;
        }
    }

    private final TimeSource time;
    private final ReadOnlyObjectWrapper<HistoryFilter> filter =
            new ReadOnlyObjectWrapper<>(this, "filter", HistoryFilter.ALL);
    private long plan;
    private String actor = "";
    private long typed;
    /// While several choices change at once.
    private boolean changing;

    @FXML
    private CustomTextField text;

    @FXML
    private CheckComboBox<String> services;

    @FXML
    private CheckComboBox<OperationKind> kinds;

    @FXML
    private CheckComboBox<String> outcomes;

    @FXML
    private CheckComboBox<Road> roads;

    @FXML
    private ComboBox<Span> span;

    @FXML
    private DatePicker from;

    @FXML
    private DatePicker until;

    @FXML
    private Button clear;

    @FXML
    private FlowPane chips;

    HistoryFilterBar(TimeSource time) {
        this.time = time;
    }

    @FXML
    void initialize() {
        prepare(services, "services", word -> word);
        prepare(kinds, "kinds", kind -> Texts.of("history.kind." + kind));
        prepare(outcomes, "outcomes", RecordGlyph::word);
        prepare(roads, "roads", Road::words);
        kinds.getItems().setAll(OperationKind.values());
        outcomes.getItems().setAll(OUTCOMES);
        roads.getItems().setAll(Road.values());
        span.getItems().setAll(Span.values());
        span.setConverter(words(one -> Texts.of("history.span." + one)));
        span.setValue(Span.ANY);
        for (var picker : List.of(from, until)) {
            picker.managedProperty().bind(picker.visibleProperty());
            picker.visibleProperty().bind(span.valueProperty().map(one -> one == Span.DAYS));
            picker.valueProperty().addListener((Observable _) -> changed());
        }
        span.valueProperty().addListener((Observable _) -> changed());
        text.textProperty().addListener((Observable _) -> typed());
        chips.managedProperty().bind(chips.visibleProperty());
        clear.setOnAction(_ -> show(HistoryFilter.ALL));
        changed();
    }

    private <T> void prepare(CheckComboBox<T> box, String name, Function<T, String> words) {
        box.setConverter(words(words));
        box.setTitle(Texts.of("history.filter." + name));
        box.getCheckModel().getCheckedItems().addListener((ListChangeListener<T>) _ -> {
            var chosen = box.getCheckModel().getCheckedItems().stream()
                    .filter(Objects::nonNull)
                    .map(words)
                    .toList();
            box.setTitle(
                    chosen.isEmpty()
                            ? Texts.of("history.filter." + name)
                            : chosen.size() == 1
                                    ? chosen.getFirst()
                                    : Texts.of(
                                            "history.filter.some", Texts.of("history.filter." + name), chosen.size()));
            changed();
        });
    }

    private static <T> StringConverter<T> words(Function<T, String> words) {
        return new StringConverter<>() {
            @Override
            public String toString(@Nullable T value) {
                return value == null ? "" : words.apply(value);
            }

            @Override
            public @Nullable T fromString(String text) {
                throw new UnsupportedOperationException(text);
            }
        };
    }

    /// What is to be shown.
    ReadOnlyObjectProperty<HistoryFilter> filterProperty() {
        return filter.getReadOnlyProperty();
    }

    /// Offers these services, and those that are chosen.
    void offer(Set<String> ids) {
        var chosen = Set.copyOf(services.getCheckModel().getCheckedItems());
        var all = new TreeSet<>(ids);
        all.addAll(chosen);
        if (!List.copyOf(all).equals(services.getItems())) {
            changing = true;
            services.getCheckModel().clearChecks();
            services.getItems().setAll(all);
            chosen.forEach(id -> services.getCheckModel().check(id));
            changing = false;
        }
    }

    /// Makes the choices be those of `wanted`, as far as the bar has them: services, plan and actor.
    void show(HistoryFilter wanted) {
        changing = true;
        text.setText(wanted.text());
        check(services, wanted.services());
        check(kinds, wanted.kinds());
        check(outcomes, wanted.outcomes());
        check(roads, wanted.roads());
        span.setValue(Span.ANY);
        plan = wanted.plan();
        actor = wanted.actor();
        changing = false;
        changed();
    }

    private static <T> void check(CheckComboBox<T> box, Set<T> wanted) {
        box.getCheckModel().clearChecks();
        wanted.forEach(one -> box.getCheckModel().check(one));
    }

    /// Sets what happens when the operator goes on from the search to what it has found.
    void onLeave(Runnable action) {
        text.addEventFilter(KeyEvent.KEY_PRESSED, key -> {
            if (key.getCode() == KeyCode.DOWN) {
                action.run();
                key.consume();
            }
        });
    }

    /// Puts the cursor into the search.
    void focus() {
        text.requestFocus();
    }

    /// Waits for a moment: nobody wants to see what fits half a word.
    private void typed() {
        if (changing) {
            return;
        }
        var mine = ++typed;
        time.schedule(
                TYPING,
                () -> FxThread.run(() -> {
                    if (mine == typed) {
                        changed();
                    }
                }));
    }

    private void changed() {
        if (changing) {
            return;
        }
        typed++;
        var back = span.getValue().back;
        filter.set(HistoryFilter.ALL
                .ofServices(chosen(services))
                .ofKinds(kinds.getCheckModel().isEmpty() ? Set.of() : EnumSet.copyOf(chosen(kinds)))
                .endedAs(chosen(outcomes))
                .by(chosen(roads), actor)
                .ofPlan(plan)
                .between(back == null ? day(from, 0) : time.now().minus(back), day(until, 1))
                .saying(text.getText() == null ? "" : text.getText().strip()));
        clear.setDisable(filter.get().equals(HistoryFilter.ALL));
        showChips();
    }

    private static <T> Set<T> chosen(CheckComboBox<T> box) {
        return new LinkedHashSet<>(box.getCheckModel().getCheckedItems());
    }

    /// The beginning of a chosen day, where the operator is.
    private @Nullable Instant day(DatePicker picker, int later) {
        LocalDate day = span.getValue() == Span.DAYS ? picker.getValue() : null;
        return day == null
                ? null
                : day.plusDays(later).atStartOfDay(ZoneId.systemDefault()).toInstant();
    }

    private void showChips() {
        chips.getChildren().clear();
        if (plan != 0) {
            chip(Texts.of("history.chip.plan", "#" + plan), () -> plan = 0);
        }
        if (!actor.isEmpty()) {
            chip(Texts.of("history.chip.actor", actor), () -> actor = "");
        }
        chips.setVisible(!chips.getChildren().isEmpty());
    }

    private void chip(String words, Runnable remove) {
        var chip = new Button(words, new FontIcon(Octicons.X_16));
        // It may name somebody, whose underscores are no mnemonics.
        chip.setMnemonicParsing(false);
        chip.getStyleClass().addAll("tool-button", "small-tool", "history-chip");
        chip.setAccessibleText(Texts.of("history.chip.remove", words));
        chip.setOnAction(_ -> {
            remove.run();
            changed();
        });
        chips.getChildren().add(chip);
    }
}
