package dev.signalbox.console.services;

import dev.signalbox.console.fx.SteadyLabel;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.console.model.Condition;
import dev.signalbox.console.model.Reasons;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.console.model.Trouble;
import dev.signalbox.console.model.UsageText;
import dev.signalbox.service.ServiceDefinition;
import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// The line of one service, with the note on its crash below it. It shows one service after another as the table
/// is scrolled, and follows the one that it shows.
final class ServiceLine extends Region {
    private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");
    /// Those in which a reason is told; without one it is muted.
    private static final List<PseudoClass> TONES =
            Stream.of("held", "fail", "act").map(PseudoClass::getPseudoClass).toList();

    /// Where the line of CPU ends at the top at least, as a share of one core.
    private static final double LEAST_CPU = 0.1;

    private final RowContext context;
    private final StateLabel state = new StateLabel();
    private final Label name = new Label();
    private final Label secondLine = new Label();
    private final ActivityBox activity;
    private final QueueChips chips;
    private final UsageCell cpu = new UsageCell("column-cpu");
    private final UsageCell memory = new UsageCell("column-memory");
    private final SteadyLabel uptime = new SteadyLabel();
    private final RowActions actions;
    private final CrashNote note;
    private final HBox line;
    private Subscription subscription = Subscription.EMPTY;
    private @Nullable ServiceModel service;

    ServiceLine(RowContext context, RowMenus menus) {
        this.context = context;
        activity = new ActivityBox(context.time(), context.runTimes());
        chips = new QueueChips(context);
        actions = new RowActions(context, menus);
        note = new CrashNote(context);
        getStyleClass().add("service-line");
        state.getStyleClass().add("column-state");
        name.getStyleClass().add("strong");
        secondLine.getStyleClass().add("second-line");
        var names = new VBox(name, secondLine);
        names.getStyleClass().addAll("column-service", "two-lines");
        activity.getStyleClass().add("column-activity");
        chips.getStyleClass().add("column-queue");
        HBox.setHgrow(chips, Priority.ALWAYS);
        cpu.visibleProperty().bind(context.columns().cpu());
        memory.visibleProperty().bind(context.columns().memory());
        uptime.getStyleClass().add("column-uptime");
        uptime.label().setAlignment(Pos.CENTER_RIGHT);
        line = new HBox(state, names, activity, chips, cpu, memory, uptime, actions);
        line.getStyleClass().add("line");
        // An unmanaged node is the root of its own layout. A table of which one cell wants to be laid out fills, and
        // styles, all of its cells anew.
        line.setManaged(false);
        note.setManaged(false);
        getChildren().addAll(line, note);
        LazyTooltip.install(names, this::describe);
        LazyTooltip.install(state, this::reason);
    }

    /// Shows `next` from now on, or nothing.
    void show(@Nullable ServiceModel next) {
        if (next == service) {
            return;
        }
        subscription.unsubscribe();
        service = next;
        subscription = next == null ? Subscription.EMPTY : next.follow(this::refresh);
    }

    private void refresh() {
        if (service == null) {
            return;
        }
        var condition = Condition.of(service);
        name.setText(service.id());
        state.show(condition);
        activity.show(service);
        chips.show(service);
        actions.show(service);
        showSecondLine(condition);
        showTrouble();
        showUsage();
        tick();
    }

    /// Shows what the service uses now, and used in the last minute.
    void showUsage() {
        if (service == null) {
            return;
        }
        var usages = context.usages();
        var usage = usages.of(service.id());
        cpu.show(UsageText.cpu(usage), usages.cpu(service.id()), LEAST_CPU);
        memory.show(UsageText.memory(usage), usages.memory(service.id()), 1);
    }

    /// What it needs or what it is, unless there is a reason to be told. What failed tells its own below.
    private void showSecondLine(Condition condition) {
        if (service == null) {
            return;
        }
        var reason = switch (condition) {
            case FAILED, CRASH_LOOP, RETRYING, WEDGED -> "";
            default -> Reasons.of(service, context.time().now());
        };
        secondLine.setText(reason.isEmpty() ? secondLine(service.definition()) : reason);
        var shown = service.isUnstopped() ? "held" : condition.glyph().tone();
        for (var tone : TONES) {
            var on = !reason.isEmpty() && tone.getPseudoClassName().equals(shown);
            secondLine.pseudoClassStateChanged(tone, on);
        }
    }

    private void showTrouble() {
        var trouble =
                service == null ? null : Trouble.of(service, context.time().now());
        pseudoClassStateChanged(FAILED, trouble != null);
        if (note.isVisible() != (trouble != null)) {
            requestLayout();
        }
        note.show(service, trouble);
    }

    @Override
    protected void layoutChildren() {
        var height = line.prefHeight(-1);
        line.resizeRelocate(0, 0, getWidth(), height);
        note.resizeRelocate(0, height, getWidth(), getHeight() - height);
    }

    @Override
    protected double computePrefHeight(double width) {
        return line.prefHeight(-1) + (note.isVisible() ? note.prefHeight(-1) : 0);
    }

    /// Moves the clocks on.
    void tick() {
        if (service != null) {
            activity.tick();
            if (note.isVisible()) {
                showTrouble();
            }
            if (!service.connection().isUp()) {
                showSecondLine(Condition.of(service));
            }
            var since = service.status().since();
            uptime.setText(
                    since == null
                            ? "–"
                            : Times.uptime(
                                    Duration.between(since, context.time().now())));
        }
    }

    private static String secondLine(ServiceDefinition definition) {
        return definition.dependsOn().isEmpty() ? definition.command().brief() : needs(definition);
    }

    private static String needs(ServiceDefinition definition) {
        return definition.dependsOn().stream()
                .map(ServiceDefinition.Dependency::service)
                .collect(Collectors.joining(", ", Texts.of("services.needs") + " ", ""));
    }

    private String describe() {
        if (service == null) {
            return "";
        }
        var definition = service.definition();
        var text = new StringJoiner("\n")
                .add(definition.id())
                .add(definition.command().text());
        if (!definition.dependsOn().isEmpty()) {
            text.add(needs(definition));
        }
        if (service.status().pid() > 0) {
            text.add(Texts.of("services.pid", Long.toString(service.status().pid())));
        }
        var reason = reason();
        return reason.isEmpty() ? text.toString() : text.add(reason).toString();
    }

    private String reason() {
        return service == null ? "" : Reasons.of(service, context.time().now());
    }
}
