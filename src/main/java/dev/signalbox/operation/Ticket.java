package dev.signalbox.operation;

import java.util.concurrent.CompletionStage;

/// What a submitter holds once its operation was accepted. Every ticket ends with exactly one outcome. Safe to
/// use from any thread.
///
/// What is hung on its stages, and on the answer to its submission, runs on the lane of its service (rule 31): in the
/// order of what has happened, one at a time, on a thread of the engine that nobody else needs. It may block, and then
/// delays what is behind it on that lane; queue, journal and other services go on. What it throws is reported to the
/// thread's handler of uncaught exceptions and loses nothing behind it. What is hung on a stage that is complete by
/// then runs at once, on the caller's thread.
///
/// There, it may wait (`join`, `get`) for these stages themselves, of any ticket. It must not wait for what hangs on
/// one, which may come after it: that throws an [IllegalStateException] for what hangs on it directly, and can be for
/// ever beyond that. To go on then, hang it on.
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
    /// exceptionally, and cannot be completed from outside.
    CompletionStage<Outcome> outcome();

    /// As [#outcome()], but for a coalesced operation the effective outcome of the one it was merged into (rule
    /// 19).
    CompletionStage<Outcome> effectiveOutcome();
}
