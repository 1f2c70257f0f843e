package dev.signalbox.console.window;

import dev.signalbox.console.fx.FxThread;
import dev.signalbox.console.fx.ModalLayer;
import dev.signalbox.console.fx.Question;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.engine.ClosingStops;
import dev.signalbox.engine.Ending;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.PlanSubmission;
import dev.signalbox.operation.Ticket;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;

/// Stops services because the window closes, shows how that proceeds, and closes the window after the last stop.
/// If some service could not be stopped, the window stays and tells so. FX thread.
final class Stopping {
    private final Stage stage;
    private final OperationQueueModel model;
    private final Ending ending;
    private final int total;
    private final Label count = new Label();
    private final Label trouble = new Label();
    private final ProgressBar progress = new ProgressBar(0);
    private final Question question;
    private int ended;
    private int failed;
    private String refusal = "";
    private boolean wanted = true;

    /// Begins `stops`.
    Stopping(Stage stage, ModalLayer layer, OperationQueueModel model, Ending ending, ClosingStops stops) {
        this.stage = stage;
        this.model = model;
        this.ending = ending;
        this.total = stops.count();
        progress.setMaxWidth(Double.MAX_VALUE);
        trouble.getStyleClass().add("trouble");
        trouble.setWrapText(true);
        trouble.managedProperty().bind(trouble.visibleProperty());
        question = new Question(layer, Texts.of("stopping.title"), Texts.of("stopping.text"))
                .last()
                .with(new VBox(8, count, progress, trouble))
                .cancel(Texts.of("stopping.keep"), this::keep)
                .or(Texts.of("stopping.anyway"), stage::hide);
        update();
        ending.closing(true);
        var _ = stops.begin().thenAccept(answer -> {
            switch (answer) {
                case PlanSubmission.Accepted(var ticket) -> ticket.members().forEach(this::follow);
                case PlanSubmission.Refused(var reason, var _) -> FxThread.run(() -> refused(reason));
            }
        });
    }

    /// What shows it, not shown yet.
    Question question() {
        return question;
    }

    private void keep() {
        wanted = false;
        ending.closing(false);
    }

    private void follow(Ticket stop) {
        var _ = stop.effectiveOutcome()
                .thenAccept(outcome -> FxThread.run(() -> ended(outcome instanceof Outcome.Succeeded)));
    }

    private void refused(String reason) {
        refusal = Texts.of("stopping.refused", reason);
        update();
    }

    private void ended(boolean stopped) {
        ended++;
        failed += stopped ? 0 : 1;
        update();
        if (wanted && ended == total && failed == 0) {
            stage.hide();
        }
    }

    private void update() {
        count.setText(Texts.of(ended < total ? "stopping.count" : "stopping.ended", ended, total));
        progress.setProgress(total == 0 ? 1 : (double) ended / total);
        var held = model.services().stream()
                .filter(service -> service.queue().isHeld())
                .count();
        var told = failed > 0 ? Texts.of("stopping.failed", failed) : Texts.of("stopping.held", held);
        trouble.setText(refusal.isEmpty() ? told : refusal);
        trouble.setVisible(!trouble.getText().isEmpty());
    }
}
