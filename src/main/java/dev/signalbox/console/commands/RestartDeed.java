package dev.signalbox.console.commands;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.operation.Ticket;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A service was restarted by itself. Taken back, it is dropped while it waits; once it has begun it is cancelled,
/// after which the service runs (rule 28d).
///
/// @param restarted the service
/// @param dependents the running services that need it
record RestartDeed(OperationQueueModel model, ServiceModel restarted, Ticket ticket, Set<String> dependents)
        implements Deed {

    @Override
    public Object kind() {
        return restarted;
    }

    @Override
    public String title(int times) {
        return Texts.of("undo.title.restart", restarted.id(), times);
    }

    @Override
    public @Nullable String whyNot() {
        return Withdrawal.whyNot(ticket);
    }

    @Override
    public CompletionStage<Result> takeBack() {
        return Withdrawal.ask(model, ticket, "undo.cancelled");
    }
}
