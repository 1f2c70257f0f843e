package dev.signalbox.console.services;

import dev.signalbox.console.fx.SteadyLabel;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.console.model.Askers;
import dev.signalbox.console.model.RunTimes;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.console.model.StateGlyph;
import dev.signalbox.console.model.Trouble;
import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.time.TimeSource;
import java.time.Duration;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// What a service is doing: its active operation against the timeout, or how the last one ended.
final class ActivityBox extends VBox {
    private static final PseudoClass IDLE = PseudoClass.getPseudoClass("idle");
    private static final PseudoClass OVERDUE = PseudoClass.getPseudoClass("overdue");

    private final TimeSource time;
    private final RunTimes runTimes;
    private final Label kind = new Label();
    private final SteadyLabel elapsed = new SteadyLabel();
    private final ProgressTrack progress = new ProgressTrack();
    private final Label detail = new Label();
    private final FontIcon outcome = new FontIcon(Octicons.CHECK_16);
    private @Nullable StateGlyph shownOutcome;
    private QueueSnapshot.@Nullable Active active;
    private QueueSnapshot.@Nullable Ended last;
    private ServiceStatus status = ServiceStatus.of(ServiceState.UNKNOWN, "");

    ActivityBox(TimeSource time, RunTimes runTimes) {
        this.time = time;
        this.runTimes = runTimes;
        getStyleClass().addAll("activity", "two-lines");
        kind.getStyleClass().add("kind");
        kind.setMinWidth(USE_PREF_SIZE);
        elapsed.getStyleClass().add("elapsed");
        elapsed.label().setAlignment(Pos.CENTER_RIGHT);
        HBox.setHgrow(elapsed, Priority.ALWAYS);
        progress.managedProperty().bind(progress.visibleProperty());
        detail.getStyleClass().add("second-line");
        detail.managedProperty().bind(detail.visibleProperty());
        getChildren().addAll(new HBox(kind, elapsed), progress, detail);
        LazyTooltip.install(this, this::describe);
    }

    void show(ServiceModel service) {
        active = service.queue().active();
        last = service.queue().last();
        status = service.status();
        var retrying = isRetrying();
        pseudoClassStateChanged(IDLE, active == null && !retrying);
        progress.setVisible(active != null);
        elapsed.setVisible(active != null || retrying);
        if (active != null) {
            say(active.operation().verb(), step(active));
            progress.setUsual(usual(active));
        } else if (retrying && status.recovery() != null) {
            say(
                    OperationKind.START.word(),
                    Texts.of("services.retry", status.recovery().failures()));
        } else {
            kind.setText(Texts.of(service.connection().isUp() ? "services.idle" : "services.unknown"));
            detail.setVisible(last != null);
            if (last != null) {
                detail.setText(brief(last));
                showGlyph(StateGlyph.of(last.outcome()));
            }
        }
        tick();
    }

    private double usual(QueueSnapshot.Active running) {
        var operation = running.operation();
        var timeout = running.timeout();
        if (timeout == null) {
            return -1;
        }
        return runTimes.usual(operation.service(), operation.kind())
                .map(usual -> (double) usual.toMillis() / timeout.toMillis())
                .orElse(-1.0);
    }

    private void say(String what, String more) {
        kind.setText(what);
        detail.setText(more);
        detail.setGraphic(null);
        detail.setVisible(true);
    }

    private boolean isRetrying() {
        return active == null && status.recovery() != null && status.recovery().retryAt() != null;
    }

    private void showGlyph(StateGlyph glyph) {
        if (!glyph.equals(shownOutcome)) {
            shownOutcome = glyph;
            outcome.setIconCode(glyph.icon());
            outcome.getStyleClass().setAll("ikonli-font-icon", "glyph", "small-glyph", glyph.tone());
        }
        detail.setGraphic(outcome);
    }

    /// Moves the clock of the active operation on, or that of the one that comes by itself.
    void tick() {
        if (active == null) {
            if (isRetrying()) {
                elapsed.pseudoClassStateChanged(OVERDUE, true);
                elapsed.setText(Texts.of("services.retry-in", Trouble.countdown(status, time.now())));
            }
            return;
        }
        var ran = Duration.ofNanos(time.nanoTime() - active.startedNanos());
        var timeout = active.timeout();
        if (timeout == null) {
            elapsed.pseudoClassStateChanged(OVERDUE, false);
            elapsed.setText(Times.compact(ran));
            progress.setFraction(0);
            return;
        }
        elapsed.pseudoClassStateChanged(OVERDUE, ran.compareTo(timeout) >= 0);
        elapsed.setText(Texts.of("services.elapsed", elapsed(ran, timeout), Times.limit(timeout)));
        progress.setFraction((double) ran.toMillis() / timeout.toMillis());
    }

    /// Without a unit where the timeout's is the same.
    private static String elapsed(Duration ran, Duration timeout) {
        return ran.toSeconds() < 60 && timeout.toSeconds() < 120
                ? String.format(Locale.ROOT, "%.1f", ran.toMillis() / 1000.0)
                : Times.compact(ran);
    }

    private static String step(QueueSnapshot.Active active) {
        if (active.wedged()) {
            return Texts.of("services.stuck");
        }
        if (active.steps().isEmpty()) {
            return Texts.of("services.asked-by", Askers.of(active));
        }
        return active.steps().getLast().text();
    }

    private static String brief(QueueSnapshot.Ended ended) {
        var word = ended.operation().verb();
        var at = Times.minute(ended.endedAt());
        var ran = Times.compact(ended.ran());
        return switch (ended.outcome()) {
            case Outcome.Succeeded() -> Texts.of("last.succeeded", word, ran, at);
            case Outcome.Failed _ -> Texts.of("last.failed", word, at);
            case Outcome.TimedOut(var after) -> Texts.of("last.timed-out", word, Times.limit(after), at);
            case Outcome.Cancelled(Cancellation.Dependency(var _, var service)) ->
                Texts.of("last.cancelled-because", word, service);
            case Outcome.Cancelled _ -> Texts.of("last.cancelled", word, at);
            case Outcome.Coalesced _ -> Texts.of("last.merged", word, at);
        };
    }

    private String describe() {
        if (active != null) {
            return Texts.of("services.active.tip", active.operation().label(), Askers.withWhy(active), step(active));
        }
        if (last != null && !isRetrying()) {
            return Texts.of(
                    "services.last.tip",
                    last.operation().label(),
                    Askers.withWhy(last.operation()),
                    last.outcome().describe(),
                    Times.compact(last.waited()),
                    Times.compact(last.ran()),
                    Times.clock(last.endedAt()));
        }
        return "";
    }
}
