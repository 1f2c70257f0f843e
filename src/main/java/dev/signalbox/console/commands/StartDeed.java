package dev.signalbox.console.commands;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Submission;
import dev.signalbox.operation.Ticket;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A service was started by itself. Taken back, it is called off, or the service is stopped.
///
/// @param ran whether it ran before, or was to
record StartDeed(OperationQueueModel model, Ticket ticket, boolean ran) implements Deed {

    @Override
    public String title(int times) {
        return Texts.of("undo.title.start", ticket.operation().service());
    }

    @Override
    public @Nullable String whyNot() {
        return hasStarted() ? null : Withdrawal.whyNot(ticket);
    }

    private boolean hasStarted() {
        return !ran && Withdrawal.outcome(ticket) instanceof Outcome.Succeeded;
    }

    @Override
    public CompletionStage<Result> takeBack() {
        if (!hasStarted()) {
            return Withdrawal.ask(model, ticket, "undo.start.cancelled");
        }
        var service = ticket.operation().service();
        return model.stop(service).thenApply(answer -> switch (answer) {
            case Submission.Accepted _ -> new Result(true, Texts.of("undo.start.stopped", service));
            case Submission.Refused(var reason, var _) -> new Result(false, Texts.of("undo.not", reason));
        });
    }
}
