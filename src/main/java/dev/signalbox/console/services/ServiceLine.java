package dev.signalbox.console.services;

import dev.signalbox.console.ServiceModel;
import dev.signalbox.console.StateGlyph;
import dev.signalbox.console.SteadyLabel;
import dev.signalbox.console.Texts;
import dev.signalbox.console.Times;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceState;
import java.time.Duration;
import java.util.stream.Collectors;
import javafx.beans.InvalidationListener;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The line of one service, with the note on its crash below it. It shows one service after another as the table
/// is scrolled, and follows the one that it shows.
final class ServiceLine extends Region {
    private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");

    private final RowContext context;
    private final StateLabel state = new StateLabel();
    private final Label name = new Label();
    private final Label secondLine = new Label();
    private final ActivityBox activity;
    private final QueueChips chips;
    private final SteadyLabel uptime = new SteadyLabel();
    private final RowActions actions;
    private final CrashNote note;
    private final HBox line;
    private final InvalidationListener changed = _ -> refresh();
    private @Nullable ServiceModel service;

    ServiceLine(RowContext context) {
        this.context = context;
        activity = new ActivityBox(context.time());
        chips = new QueueChips(context);
        actions = new RowActions(context);
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
        uptime.getStyleClass().add("column-uptime");
        uptime.label().setAlignment(Pos.CENTER_RIGHT);
        line = new HBox(state, names, activity, chips, uptime, actions);
        line.getStyleClass().add("line");
        // An unmanaged node is the root of its own layout. A table of which one cell wants to be laid out fills, and
        // styles, all of its cells anew.
        line.setManaged(false);
        getChildren().addAll(line, note);
        LazyTooltip.install(names, this::describe);
        LazyTooltip.install(state, this::reason);
    }

    /// Shows `next` from now on, or nothing.
    void show(@Nullable ServiceModel next) {
        if (next == service) {
            return;
        }
        if (service != null) {
            service.statusProperty().removeListener(changed);
            service.queueProperty().removeListener(changed);
        }
        service = next;
        if (next != null) {
            next.statusProperty().addListener(changed);
            next.queueProperty().addListener(changed);
            name.setText(next.id());
            secondLine.setText(secondLine(next.definition()));
            refresh();
        }
    }

    private void refresh() {
        if (service == null) {
            return;
        }
        var failed = service.status().state() == ServiceState.FAILED;
        pseudoClassStateChanged(FAILED, failed);
        state.show(StateGlyph.of(service), StateGlyph.word(service));
        activity.show(service.queue());
        chips.show(service);
        actions.show(service);
        note.show(failed ? service : null);
        tick();
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
        var text = definition.id() + "\n" + definition.command().text();
        return definition.dependsOn().isEmpty() ? text : text + "\n" + needs(definition);
    }

    private String reason() {
        if (service == null) {
            return "";
        }
        var active = service.queue().active();
        if (active != null && active.wedged()) {
            return Texts.of("services.wedged", active.operation().label());
        }
        return service.status().reason();
    }
}
