package dev.signalbox.operation;

import java.util.concurrent.CompletionStage;

/// What a submitter holds once its operation was accepted. Every ticket ends with exactly one outcome. Safe to
/// use from any thread.
public interface Ticket {

    /// Where an accepted operation can be in its life.
    enum State {
        WAITING,
        RUNNING,
        /// It has an outcome, which the journal could not be told yet; [Ticket#outcome()] completes once it was.
        ENDED_NOT_RECORDED,
        ENDED
    }

    /// What was asked.
    Operation operation();

    /// Where the operation is now.
    State state();

    /// Whether the journal knows of all that has happened to it. Only a stop gets through without (rule 28c), and is
    /// recorded as soon as that is possible; if the engine ends before, the history does not have it.
    boolean isRecorded();

    /// Completes with the outcome, after the journal has recorded it, but see [#isRecorded]. Never completes
    /// exceptionally, and cannot
    /// be completed from outside. Dependent actions run on the engine's threads and must not block.
    CompletionStage<Outcome> outcome();

    /// As [#outcome()], but for a coalesced operation the effective outcome of the one it was merged into (rule
    /// 19).
    CompletionStage<Outcome> effectiveOutcome();
}
