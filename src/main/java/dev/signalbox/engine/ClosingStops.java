package dev.signalbox.engine;

import dev.signalbox.operation.PlanSubmission;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/// The stops with which an engine ends: each service gets its own, whatever runs, waits or is held, and however the
/// others end (rules 28e and 29). Nobody wants the services to be stopped. Safe to use from any thread.
public interface ClosingStops {

    /// How many there are.
    int count();

    /// How long they take at most.
    Duration length();

    /// Queues them. Called once.
    ///
    /// @return completes, never exceptionally, when they are queued, or refused
    CompletionStage<PlanSubmission> begin();

    /// Lets none wait for another, as soon as they are queued.
    void hurry();

    /// Sends SIGKILL to what is left, as soon as they are queued.
    void kill();
}
