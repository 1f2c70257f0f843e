package dev.signalbox.api;

import dev.signalbox.operation.Operation;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Ticket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// The ticket of an operation of an engine before this one, of which the journal knows all.
record PastTicket(Operation operation, Outcome own, Outcome effective) implements Ticket {
    @Override
    public State state() {
        return State.ENDED;
    }

    @Override
    public boolean isRecorded() {
        return true;
    }

    @Override
    public CompletionStage<Outcome> outcome() {
        return CompletableFuture.completedStage(own);
    }

    @Override
    public CompletionStage<Outcome> effectiveOutcome() {
        return CompletableFuture.completedStage(effective);
    }
}
