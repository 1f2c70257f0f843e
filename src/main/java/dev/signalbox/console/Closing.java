package dev.signalbox.console;

import dev.signalbox.service.PlanRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.jspecify.annotations.Nullable;

/// What happens when the operator closes the window: services that run are left or stopped, as the answer to one
/// question says. FX thread.
final class Closing {
    private final Stage stage;
    private final OperationQueueModel model;
    private final BooleanSupplier stopOnExit;
    private @Nullable Question question;

    Closing(Stage stage, OperationQueueModel model, BooleanSupplier stopOnExit) {
        this.stage = stage;
        this.model = model;
        this.stopOnExit = stopOnExit;
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
        var asked = new Question(stage, Texts.of("close.title", live.size()), text).cancel();
        if (stopOnExit.getAsBoolean()) {
            return asked.or(Texts.of("close.leave"), this::leave).preferred(Texts.of("close.stop"), this::stopAll);
        }
        return asked.or(Texts.of("close.stop"), this::stopAll).preferred(Texts.of("close.leave"), this::leave);
    }

    private void leave() {
        if (Finishing.isNeeded(model.totalsProperty().get())) {
            question = new Finishing(stage, model).question();
            question.ask();
        } else {
            stage.hide();
        }
    }

    private void stopAll() {
        var all = model.services().stream().map(ServiceModel::id).collect(Collectors.toCollection(LinkedHashSet::new));
        var plan = model.planner().propose(PlanRequest.stopNow(all)).plan();
        if (plan.members().isEmpty()) {
            stage.hide();
        } else {
            question = new Stopping(stage, model, plan).question();
            question.ask();
        }
    }
}
