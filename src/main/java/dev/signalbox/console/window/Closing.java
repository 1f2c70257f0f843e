package dev.signalbox.console.window;

import dev.signalbox.console.fx.ModalLayer;
import dev.signalbox.console.fx.Question;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.engine.Ending;
import java.util.List;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.jspecify.annotations.Nullable;

/// What happens when the operator closes the window: services that run are left or stopped, as the answer to one
/// question says. FX thread.
final class Closing {
    private final Stage stage;
    private final ModalLayer layer;
    private final OperationQueueModel model;
    private final Ending ending;
    private @Nullable Question question;

    Closing(Stage stage, ModalLayer layer, OperationQueueModel model, Ending ending) {
        this.stage = stage;
        this.layer = layer;
        this.model = model;
        this.ending = ending;
    }

    void requested(WindowEvent request) {
        var live = model.services().stream().filter(Closing::isLive).toList();
        if (!live.isEmpty()) {
            request.consume();
            if (question == null || !question.isShowing()) {
                question = ask(live);
                question.ask();
            }
        }
    }

    private static boolean isLive(ServiceModel service) {
        return switch (service.status().state()) {
            case RUNNING, STARTING, RESTARTING, STOPPING -> true;
            case STOPPED, FAILED, BACKOFF, UNKNOWN -> service.queue().active() != null;
        };
    }

    private Question ask(List<ServiceModel> live) {
        var totals = model.totalsProperty().get();
        var work = totals.active() + totals.queued();
        var text = Texts.of("close.text") + (work == 0 ? "" : "\n\n" + Texts.of("close.work", work));
        var asked = new Question(layer, Texts.of("close.title", live.size()), text)
                .last()
                .cancel();
        if (ending.stopsServices()) {
            return asked.or(Texts.of("close.leave"), this::leave).dangerous(Texts.of("close.stop"), this::stopAll);
        }
        return asked.or(Texts.of("close.stop"), this::stopAll).preferred(Texts.of("close.leave"), this::leave);
    }

    private void leave() {
        if (Finishing.isNeeded(model.totalsProperty().get())) {
            question = new Finishing(stage, layer, model).question();
            question.ask();
        } else {
            stage.hide();
        }
    }

    private void stopAll() {
        var stops = ending.stops();
        if (stops.count() == 0) {
            stage.hide();
        } else {
            question = new Stopping(stage, layer, model, ending, stops).question();
            question.ask();
        }
    }
}
