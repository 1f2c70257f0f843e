package dev.signalbox.console.window;

import dev.signalbox.console.fx.ModalLayer;
import dev.signalbox.console.fx.Question;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.Totals;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import javafx.util.Subscription;

/// Closes the window once the operations that run or wait have ended: to end one in the middle would leave a
/// service stopped that was to be restarted. FX thread.
final class Finishing {
    private final Stage stage;
    private final OperationQueueModel model;
    private final Label count = new Label();
    private final Question question;
    private Subscription subscription = Subscription.EMPTY;

    Finishing(Stage stage, ModalLayer layer, OperationQueueModel model) {
        this.stage = stage;
        this.model = model;
        question = new Question(layer, Texts.of("finishing.title"), Texts.of("finishing.text"))
                .last()
                .with(count)
                .cancel(Texts.of("finishing.keep"), () -> subscription.unsubscribe())
                .or(Texts.of("finishing.anyway"), this::close);
        subscription = model.totalsProperty().subscribe(this::show);
    }

    /// What shows it, not shown yet.
    Question question() {
        return question;
    }

    /// Whether there is anything to wait for.
    static boolean isNeeded(Totals totals) {
        return totals.active() + totals.queued() > 0;
    }

    private void show(Totals totals) {
        var held = model.services().stream()
                .filter(service -> service.queue().isHeld())
                .filter(service -> !service.queue().waiting().isEmpty())
                .count();
        count.setText(Texts.of("finishing.count", totals.active(), totals.queued())
                + (held == 0 ? "" : "\n" + Texts.of("finishing.held", held)));
        if (!isNeeded(totals)) {
            close();
        }
    }

    private void close() {
        subscription.unsubscribe();
        stage.hide();
    }
}
