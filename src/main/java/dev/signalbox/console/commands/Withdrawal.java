package dev.signalbox.console.commands;

import dev.signalbox.console.commands.Deed.Result;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.engine.Answer;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Ticket;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Takes a request back that has not ended.
final class Withdrawal {
    private Withdrawal() {}

    /// Why it cannot be called off any more; `null` if it can.
    static @Nullable String whyNot(Ticket ticket) {
        return switch (ticket.state()) {
            case WAITING, RUNNING -> null;
            case ENDED_NOT_RECORDED, ENDED -> words("undo.ended", ticket.operation());
        };
    }

    /// How it ended; `null` if it has not, or that is not recorded.
    static @Nullable Outcome outcome(Ticket ticket) {
        return ticket.outcome().toCompletableFuture().getNow(null);
    }

    /// Calls it off: while it waits it is dropped, once it has begun it is cancelled.
    ///
    /// @param cancelled the key of what that means
    static CompletionStage<Result> ask(OperationQueueModel model, Ticket ticket, String cancelled) {
        var operation = ticket.operation();
        var done = words(ticket.state() == Ticket.State.WAITING ? "undo.dropped" : cancelled, operation);
        return model.withdraw(operation.id()).thenApply(answer -> switch (answer) {
            case Answer.Done _, Answer.Begun _, Answer.Forgotten _ -> new Result(true, done);
            case Answer.Missing _, Answer.Pointless _ -> new Result(true, words("undo.ended", operation));
            case Answer.Refused _ -> new Result(false, ""); // the model tells of it
        });
    }

    static String words(String key, Operation operation) {
        return Texts.of(key, operation.label(), operation.service());
    }
}
