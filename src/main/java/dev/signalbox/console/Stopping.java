package dev.signalbox.console;

import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Submission;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;

/// Shows how the stops proceed that were queued because the window closes, and closes it after the last one. If
/// some service could not be stopped, the window stays and tells so. FX thread.
final class Stopping {
    private final Stage stage;
    private final OperationQueueModel model;
    private final int total;
    private final Label count = new Label();
    private final Label trouble = new Label();
    private final ProgressBar progress = new ProgressBar(0);
    private final Question question;
    private int ended;
    private int failed;
    private boolean wanted = true;

    Stopping(Stage stage, OperationQueueModel model, List<CompletionStage<Submission>> stops) {
        this.stage = stage;
        this.model = model;
        this.total = stops.size();
        progress.setMaxWidth(Double.MAX_VALUE);
        trouble.getStyleClass().add("trouble");
        trouble.setWrapText(true);
        trouble.managedProperty().bind(trouble.visibleProperty());
        question = new Question(stage, Texts.of("stopping.title"), Texts.of("stopping.text"))
                .with(new VBox(8, count, progress, trouble))
                .cancel(Texts.of("stopping.keep"), () -> wanted = false)
                .or(Texts.of("stopping.anyway"), stage::hide);
        update();
        for (var stop : stops) {
            var _ = stop.thenCompose(Stopping::outcome)
                    .thenAccept(outcome -> FxThread.run(() -> ended(outcome instanceof Outcome.Succeeded)));
        }
    }

    /// The dialog, not shown yet.
    Question question() {
        return question;
    }

    private static CompletionStage<Outcome> outcome(Submission submission) {
        return switch (submission) {
            case Submission.Accepted(var ticket) -> ticket.effectiveOutcome();
            case Submission.Refused(var reason) -> CompletableFuture.completedStage(new Outcome.Failed(reason));
        };
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
        trouble.setText(failed > 0 ? Texts.of("stopping.failed", failed) : Texts.of("stopping.held", held));
        trouble.setVisible(failed > 0 || held > 0);
    }
}
