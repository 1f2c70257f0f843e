package dev.signalbox.engine.remote;

import dev.signalbox.operation.Operation;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Ticket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/// The ticket of an operation that was accepted elsewhere.
final class RemoteTicket implements Ticket {
    private final Operation operation;
    private final boolean recorded;
    private final Predicate<Operation> isActive;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final CompletableFuture<Outcome> effective = new CompletableFuture<>();

    /// @param recorded whether it was recorded there as it was accepted
    /// @param isActive whether an operation runs, as far as is known
    RemoteTicket(Operation operation, boolean recorded, Predicate<Operation> isActive) {
        this.operation = operation;
        this.recorded = recorded;
        this.isActive = isActive;
    }

    @Override
    public Operation operation() {
        return operation;
    }

    @Override
    public State state() {
        if (outcome.isDone()) {
            return State.ENDED;
        }
        return isActive.test(operation) ? State.RUNNING : State.WAITING;
    }

    /// As it was when it was accepted.
    @Override
    public boolean isRecorded() {
        return recorded;
    }

    @Override
    public CompletionStage<Outcome> outcome() {
        return outcome.minimalCompletionStage();
    }

    @Override
    public CompletionStage<Outcome> effectiveOutcome() {
        return effective.minimalCompletionStage();
    }

    /// It has ended.
    void ended(Outcome with) {
        outcome.complete(with);
    }

    /// So has what it was merged into, or itself.
    void endedEffectively(Outcome with) {
        effective.complete(with);
    }
}
